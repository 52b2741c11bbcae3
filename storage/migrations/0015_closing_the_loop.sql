-- When a gap was answered, by which concepts a published story is found, who said that it helped or that they tried it
-- (a keyed pseudonym, so that nobody counts twice), and how often someone hears from us without having asked.

ALTER TABLE gaps ADD COLUMN answered_on BIGINT;
ALTER TABLE experiences ADD COLUMN concepts TEXT;

CREATE TABLE reactions (
    experience BIGINT NOT NULL,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (experience, mark, kind)
);
CREATE INDEX reactions_mark ON reactions (mark);

CREATE TABLE unasked (
    id BIGINT PRIMARY KEY,
    target BIGINT NOT NULL,
    sent_at BIGINT NOT NULL
);
CREATE INDEX unasked_target ON unasked (target, sent_at);
CREATE INDEX unasked_sent_at ON unasked (sent_at);

CREATE TABLE unasked_limits (
    target BIGINT PRIMARY KEY,
    most BIGINT NOT NULL
);
