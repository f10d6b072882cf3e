-- Where articles come from: pages as they were fetched, and the feeds and sites that are watched.

CREATE TABLE pages (                                         -- what was fetched, as it came
  page_id INTEGER PRIMARY KEY,
  address TEXT NOT NULL, final_address TEXT NOT NULL,        -- as asked for, and after redirects
  fetched_at TEXT NOT NULL, status INTEGER NOT NULL,
  headers TEXT NOT NULL,                                     -- JSON: [name, value] each
  body BLOB NOT NULL, hash TEXT NOT NULL,                    -- decoded; SHA-256 of it
  ignored_robots INTEGER NOT NULL DEFAULT 0,
  article_id TEXT, version INTEGER,                          -- the article that was read in it; null where there was none
  UNIQUE (final_address, hash)
) STRICT;

CREATE TABLE feeds (
  address TEXT PRIMARY KEY, kind TEXT NOT NULL,              -- rss, atom, json, sitemap
  title TEXT NOT NULL, site TEXT NOT NULL, added_at TEXT NOT NULL,
  etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '',      -- for conditional requests
  polled_at TEXT NOT NULL DEFAULT '', due_at TEXT NOT NULL DEFAULT '',   -- UTC
  every_seconds INTEGER NOT NULL DEFAULT 0,                  -- its own pace; 0 where it says none
  error TEXT NOT NULL DEFAULT '', error_since TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_items (                                    -- what a feed has listed
  feed TEXT NOT NULL REFERENCES feeds (address) ON DELETE CASCADE,
  link TEXT NOT NULL, title TEXT NOT NULL, published TEXT NOT NULL,      -- as the feed says
  listed_at TEXT NOT NULL,
  tried_at TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0,
  outcome TEXT NOT NULL DEFAULT '',                          -- added, unchanged, older, or why it could not be read; '' before it is tried
  again_at TEXT NOT NULL DEFAULT '',                         -- when it is to be tried again; '' where it is not
  PRIMARY KEY (feed, link)
) STRICT, WITHOUT ROWID;

CREATE INDEX feed_items_by_link ON feed_items (link);
