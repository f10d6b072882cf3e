-- The record, schema 1. Articles are kept as they came; all else can be made again from them.
-- Dates are EDTF; positions are code points into the article's text; `seal` is a hash of all that a row and its parts say.

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
  article_id TEXT NOT NULL, version INTEGER NOT NULL,      -- other text under the same id is the next version
  title TEXT NOT NULL, published TEXT NOT NULL, published_at TEXT NOT NULL, published_why TEXT NOT NULL,
  source TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  parts TEXT NOT NULL,                                      -- JSON: authors, furniture, dropped
  model TEXT NOT NULL, rules INTEGER NOT NULL,              -- what read it
  added_at TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
) STRICT;

CREATE TABLE events (
  event_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, version INTEGER NOT NULL,
  type TEXT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL,
  trigger_words TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
  evidence TEXT NOT NULL, evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL,
  happens TEXT NOT NULL, happens_from TEXT NOT NULL, happens_to TEXT NOT NULL,   -- EDTF, its first and its last day
  when_words TEXT, when_start INTEGER, when_end INTEGER,
  said TEXT NOT NULL,
  place TEXT NOT NULL, place_code TEXT NOT NULL, latitude REAL, longitude REAL,
  place_words TEXT, place_start INTEGER, place_end INTEGER,
  plover TEXT NOT NULL, cameo TEXT NOT NULL, confidence REAL NOT NULL, seal TEXT NOT NULL,
  FOREIGN KEY (article_id, version) REFERENCES articles (article_id, version) ON DELETE CASCADE
) STRICT;

CREATE TABLE statements (
  statement_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  content TEXT NOT NULL, content_start INTEGER NOT NULL, content_end INTEGER NOT NULL,
  cue TEXT, cue_start INTEGER, cue_end INTEGER,
  said TEXT NOT NULL, confidence REAL NOT NULL, seal TEXT NOT NULL,
  FOREIGN KEY (article_id, version) REFERENCES articles (article_id, version) ON DELETE CASCADE
) STRICT;

CREATE TABLE parties (
  entry_id TEXT NOT NULL,                                   -- an event or a statement
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'by', 'according_to', 'speaker')),
  position INTEGER NOT NULL,
  actor_id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, sector TEXT NOT NULL,
  holder_name TEXT, holder_office TEXT, holder_source TEXT,
  mentions TEXT NOT NULL, confidence REAL NOT NULL,         -- JSON: [start, end] each
  PRIMARY KEY (entry_id, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE quantities (
  event_id TEXT NOT NULL REFERENCES events (event_id) ON DELETE CASCADE, position INTEGER NOT NULL,
  what TEXT NOT NULL, least REAL NOT NULL, most REAL,       -- most is null where it is open
  words TEXT NOT NULL, words_start INTEGER NOT NULL, words_end INTEGER NOT NULL,
  PRIMARY KEY (event_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (article_id TEXT PRIMARY KEY, forgotten_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (entry_id UNINDEXED, kind UNINDEXED, said, tokenize = 'porter unicode61');

CREATE INDEX events_of_article ON events (article_id, version);
CREATE INDEX events_by_time ON events (happens_from, happens_to);
CREATE INDEX events_by_type ON events (type, status);
CREATE INDEX statements_of_article ON statements (article_id, version);
CREATE INDEX statements_by_time ON statements (said);
CREATE INDEX parties_by_code ON parties (code, role);
CREATE INDEX parties_by_actor ON parties (actor_id);

CREATE VIEW timeline AS
  SELECT e.happens, e.type, e.mode, e.status,
    (SELECT group_concat(p.name, ', ') FROM parties p WHERE p.entry_id = e.event_id AND p.role = 'actor') AS who,
    (SELECT group_concat(p.name, ', ') FROM parties p WHERE p.entry_id = e.event_id AND p.role = 'recipient') AS whom,
    e.place, e.evidence, a.source, a.published, e.event_id, e.article_id
  FROM events e JOIN articles a USING (article_id, version) ORDER BY e.happens_from, e.event_id;

CREATE VIEW sayings AS
  SELECT s.said, p.name AS who, p.code, s.kind, s.content, a.source, a.published, s.statement_id, s.article_id
  FROM statements s JOIN articles a USING (article_id, version)
  JOIN parties p ON p.entry_id = s.statement_id AND p.role = 'speaker' ORDER BY s.said, s.statement_id;
