-- What is derived from tellings and what people decided; `legation rebuild` makes all of it again.

CREATE TABLE sketches (                                      -- of an article's words, by which copies are recognised
  article_id TEXT NOT NULL, version INTEGER NOT NULL, sketch BLOB NOT NULL,
  PRIMARY KEY (article_id, version),
  FOREIGN KEY (article_id, version) REFERENCES articles (article_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE copies (article_id TEXT PRIMARY KEY, copy_of TEXT NOT NULL, likeness REAL NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  event_id TEXT PRIMARY KEY,                                -- the id of its first telling
  told_by TEXT NOT NULL,                                    -- the telling that says most of it, whose words stand here
  type TEXT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL,
  disputed INTEGER NOT NULL,                                -- 1: told as a fact or alleged, and denied
  happens TEXT NOT NULL, happens_from TEXT NOT NULL, happens_to TEXT NOT NULL,
  place TEXT NOT NULL, place_code TEXT NOT NULL, cameo TEXT NOT NULL, evidence TEXT NOT NULL,
  tellings INTEGER NOT NULL, articles INTEGER NOT NULL, sources INTEGER NOT NULL,   -- copies are counted once in sources
  first_told TEXT NOT NULL, last_told TEXT NOT NULL,
  corrected INTEGER NOT NULL                                -- 1: a person corrected or accepted it; 2: a person rejected it
) STRICT, WITHOUT ROWID;

CREATE TABLE members (telling_id TEXT PRIMARY KEY, event_id TEXT NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE event_parties (
  event_id TEXT NOT NULL,
  role TEXT NOT NULL,                                       -- actor, recipient, by; also: who takes part by other tellings alone
  position INTEGER NOT NULL,
  actor_id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, sector TEXT NOT NULL,
  PRIMARY KEY (event_id, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (id TEXT PRIMARY KEY, event_id TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE items (                                         -- the docket: what was proposed, planned or threatened
  item_id TEXT PRIMARY KEY,                                 -- the event that opened it
  type TEXT NOT NULL, by TEXT NOT NULL,                     -- JSON array
  since TEXT NOT NULL, words TEXT NOT NULL,
  last INTEGER NOT NULL                                     -- position of its last move
) STRICT, WITHOUT ROWID;

CREATE TABLE moves (                                         -- what an item was after each thing told of it
  item_id TEXT NOT NULL REFERENCES items (item_id), position INTEGER NOT NULL,
  date TEXT NOT NULL, told TEXT NOT NULL,                   -- the day of the deed or stance; the day on which it was told
  state TEXT NOT NULL, stands TEXT NOT NULL,                -- the move; where the item stands after it
  parties TEXT NOT NULL, due TEXT NOT NULL, place TEXT NOT NULL,   -- parties: JSON array
  lapses TEXT NOT NULL,                                     -- the day after which it has lapsed if nothing more is told
  event_id TEXT NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_parties (code TEXT NOT NULL, item_id TEXT NOT NULL, PRIMARY KEY (code, item_id)) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_time ON events (happens_from, happens_to);
CREATE INDEX events_by_type ON events (type, status);
CREATE INDEX members_of_event ON members (event_id);
CREATE INDEX event_parties_by_code ON event_parties (code, role);
CREATE INDEX moves_of_event ON moves (event_id);

CREATE VIEW timeline AS
  SELECT e.happens, e.type, e.mode, e.status, e.disputed,
    (SELECT group_concat(p.name, ', ') FROM event_parties p WHERE p.event_id = e.event_id AND p.role = 'actor') AS who,
    (SELECT group_concat(p.name, ', ') FROM event_parties p WHERE p.event_id = e.event_id AND p.role = 'recipient') AS whom,
    e.place, e.evidence, e.tellings, e.sources, e.first_told, e.last_told, e.event_id
  FROM events e ORDER BY e.happens_from, e.event_id;

CREATE VIEW sayings AS
  SELECT s.said, p.name AS who, p.code, s.kind, s.content, a.source, a.published, s.statement_id, s.article_id
  FROM statements s JOIN articles a USING (article_id, version)
  JOIN parties p ON p.entry_id = s.statement_id AND p.role = 'speaker' ORDER BY s.said, s.statement_id;

CREATE VIEW told AS
  SELECT m.event_id, t.status, t.happens, t.evidence, a.source, a.published, m.reason, t.telling_id, t.article_id
  FROM members m JOIN tellings t USING (telling_id) JOIN articles a USING (article_id, version)
  ORDER BY m.event_id, a.published, t.telling_id;

CREATE VIEW docket AS
  SELECT i.type, m.stands AS state, m.parties, i.by, m.due, m.place, i.since, m.lapses, i.words,
    (SELECT group_concat(o.date || ' ' || o.state, '; ') FROM moves o WHERE o.item_id = i.item_id) AS moves, i.item_id
  FROM items i JOIN moves m ON m.item_id = i.item_id AND m.position = i.last ORDER BY i.since, i.item_id;
