-- A field that someone in the team does not answer for just now; who has it granted can take it up again. NULL: active.

ALTER TABLE grants ADD COLUMN paused BIGINT;
