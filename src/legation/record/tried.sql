-- When each feed was asked last, be it in vain: `polled_at` is when it answered.
ALTER TABLE feeds ADD COLUMN tried_at TEXT NOT NULL DEFAULT '';
UPDATE feeds SET tried_at = polled_at;
