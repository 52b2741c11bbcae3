-- How the team works on its cases: what an outside expert said, who has put what aside, voice notes to be written down.
-- Of a link to a case only its hash is kept; what an expert wrote, and whose voice it is, are sealed.

ALTER TABLE cases ADD COLUMN expert_said TEXT;

CREATE TABLE outside_asks (
    hash TEXT PRIMARY KEY,
    case_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    verdict TEXT,
    words BYTEA
);
CREATE INDEX outside_asks_case_id ON outside_asks (case_id);
CREATE INDEX outside_asks_expires_at ON outside_asks (expires_at);

CREATE TABLE put_aside (
    member BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (member, case_id)
);
CREATE INDEX put_aside_until ON put_aside (until);

CREATE TABLE voices (
    id BIGINT PRIMARY KEY,
    author TEXT NOT NULL,
    body BYTEA NOT NULL,
    language TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX voices_author ON voices (author);
CREATE INDEX voices_received_at ON voices (received_at);
