-- From schema 1 to 2: what was called an event is a telling now; events are what tellings are merged into.

DROP VIEW timeline;
DROP VIEW sayings;
DROP INDEX events_of_article;
DROP INDEX events_by_time;
DROP INDEX events_by_type;
ALTER TABLE events RENAME TO tellings;
ALTER TABLE tellings RENAME COLUMN event_id TO telling_id;
ALTER TABLE quantities RENAME COLUMN event_id TO telling_id;
CREATE INDEX tellings_of_article ON tellings (article_id, version);
