-- When each feed was asked last, be it in vain: `polled_at` is when it answered. Of old failures only the first is known.
ALTER TABLE feeds ADD COLUMN tried_at TEXT NOT NULL DEFAULT '';
UPDATE feeds SET tried_at = max(polled_at, error_since);
