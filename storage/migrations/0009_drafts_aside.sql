-- Unfinished texts that someone keeps for later, one of each flow; `stamp` is a keyed pseudonym of the flow.

CREATE TABLE drafts_aside (
    target BIGINT NOT NULL,
    person BIGINT NOT NULL,
    stamp TEXT NOT NULL,
    body BYTEA NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (target, person, stamp)
);
CREATE INDEX drafts_aside_updated_at ON drafts_aside (updated_at);
