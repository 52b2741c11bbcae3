-- A group that took our right to write is still ours: since when. What an edition told news from: if it does not arrive,
-- the next one tells them again.

ALTER TABLE groups ADD COLUMN muted_at BIGINT;
ALTER TABLE editions ADD COLUMN told_from BIGINT;
