-- The record, schema 3. Articles are kept as they came; what they tell can be read again from them.
-- A telling is one event as one article tells it; derived.sql has the events that tellings are merged into.
-- Dates are EDTF; positions are code points into the article's text; `seal` is a hash of all that a row and its parts say.

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
  article_id TEXT NOT NULL, version INTEGER NOT NULL,      -- other text under the same id is the next version
  title TEXT NOT NULL, published TEXT NOT NULL, published_at TEXT NOT NULL, published_why TEXT NOT NULL,
  source TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  parts TEXT NOT NULL,                                      -- JSON: authors, furniture, dropped, metadata
  model TEXT NOT NULL, rules INTEGER NOT NULL,              -- what read it
  added_at TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
) STRICT;

CREATE TABLE tellings (
  telling_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, version INTEGER NOT NULL,
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
  entry_id TEXT NOT NULL,                                   -- a telling or a statement
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'by', 'according_to', 'speaker')),
  position INTEGER NOT NULL,
  actor_id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, sector TEXT NOT NULL,
  holder_name TEXT, holder_office TEXT, holder_source TEXT,
  mentions TEXT NOT NULL, confidence REAL NOT NULL,         -- JSON: [start, end] each
  PRIMARY KEY (entry_id, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE quantities (
  telling_id TEXT NOT NULL REFERENCES tellings (telling_id) ON DELETE CASCADE, position INTEGER NOT NULL,
  what TEXT NOT NULL, least REAL NOT NULL, most REAL,       -- most is null where it is open
  words TEXT NOT NULL, words_start INTEGER NOT NULL, words_end INTEGER NOT NULL,
  PRIMARY KEY (telling_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (article_id TEXT PRIMARY KEY, forgotten_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (entry_id UNINDEXED, kind UNINDEXED, said, tokenize = 'porter unicode61');

CREATE INDEX tellings_of_article ON tellings (article_id, version);
CREATE INDEX statements_of_article ON statements (article_id, version);
CREATE INDEX statements_by_time ON statements (said);
CREATE INDEX parties_by_code ON parties (code, role);
CREATE INDEX parties_by_actor ON parties (actor_id);
