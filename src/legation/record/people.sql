-- What people decided, and ids that are no more. None of it can be made again: it survives reading again and rebuilding.

CREATE TABLE corrections (
  correction_id INTEGER PRIMARY KEY,
  telling_id TEXT NOT NULL,                                 -- the first telling of the event corrected
  field TEXT NOT NULL CHECK (field IN ('status', 'type', 'mode', 'when', 'actors', 'recipients', 'where', 'note')),
  value TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT;

CREATE TABLE splits (                                        -- tellings with other parts of one split are never merged
  split_id INTEGER NOT NULL, telling_id TEXT NOT NULL, part INTEGER NOT NULL,
  who TEXT NOT NULL, made_at TEXT NOT NULL,
  PRIMARY KEY (split_id, telling_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE former (                                        -- tellings that were not found again when an article was read again
  telling_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, version INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
