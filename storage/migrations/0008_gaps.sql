-- What nobody can answer yet: questions that are alike are one gap, with those who want to be told and those who may be
-- asked. Wordings are sealed; so is whoever asks, and `mark` is a keyed pseudonym.

DROP INDEX questions_asked_others;
ALTER TABLE questions DROP COLUMN asker;
ALTER TABLE questions ADD COLUMN cluster BIGINT;
CREATE INDEX questions_cluster ON questions (cluster) WHERE cluster IS NOT NULL;

CREATE TABLE gaps (
    id BIGINT PRIMARY KEY,
    body BYTEA NOT NULL,
    passed BYTEA,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    danger BIGINT NOT NULL,
    times BIGINT NOT NULL,
    first_on BIGINT NOT NULL,
    last_on BIGINT NOT NULL,
    groups_asked BIGINT NOT NULL
);
CREATE INDEX gaps_state ON gaps (state, last_on);

CREATE TABLE askers (
    id BIGINT PRIMARY KEY,
    gap BIGINT NOT NULL,
    mark TEXT NOT NULL,
    contact BYTEA NOT NULL,
    language TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    UNIQUE (gap, mark)
);
CREATE INDEX askers_mark ON askers (mark);
CREATE INDEX askers_ends_at ON askers (ends_at);

CREATE TABLE willing (
    target BIGINT PRIMARY KEY,
    topics TEXT NOT NULL,
    language TEXT NOT NULL,
    asked_at BIGINT
);

CREATE TABLE asked (
    gap BIGINT NOT NULL,
    target BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (gap, target)
);
