CREATE TABLE word_rows (                                     -- which line of the full-text index belongs to each entry
  entry_id TEXT PRIMARY KEY,
  line INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO word_rows SELECT entry_id, rowid FROM words;
