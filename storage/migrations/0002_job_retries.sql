-- A job that failed keeps the moment it was planned for; when it comes again stands apart.

ALTER TABLE jobs ADD COLUMN retry_at BIGINT;
