-- What members tell, and the cases in which it is looked at before anybody else sees it.
-- `author` is a keyed pseudonym, `contact` the sealed member as long as they want to hear of it; `body` is what was
-- written, sealed until it is decided; `shown` what was published of it, sealed as all that people wrote.

CREATE TABLE experiences (
    id BIGINT PRIMARY KEY,
    receipt TEXT NOT NULL UNIQUE,
    author TEXT,
    contact BYTEA,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    body BYTEA,
    shown BYTEA,
    card TEXT,
    gap BIGINT,
    audience TEXT NOT NULL,
    consent TEXT NOT NULL,
    revision BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    publish_at BIGINT,
    published_at BIGINT,
    readers BIGINT NOT NULL,
    helped BIGINT NOT NULL,
    tried BIGINT NOT NULL
);
CREATE INDEX experiences_author ON experiences (author);
CREATE INDEX experiences_card ON experiences (card, published_at) WHERE state = 'published';
CREATE INDEX experiences_gap ON experiences (gap) WHERE gap IS NOT NULL;
CREATE INDEX experiences_publish_at ON experiences (publish_at) WHERE state = 'announced';
CREATE INDEX experiences_received_on ON experiences (received_on);

CREATE TABLE pictures (
    id BIGINT PRIMARY KEY,
    experience BIGINT NOT NULL,
    place BIGINT NOT NULL,
    content BYTEA NOT NULL,
    UNIQUE (experience, place)
);

CREATE TABLE cases (
    id BIGINT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    language TEXT NOT NULL,
    field TEXT NOT NULL,
    danger BIGINT NOT NULL,
    flags TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by BIGINT,
    claimed_until BIGINT,
    first_by BIGINT,
    first_at BIGINT,
    decision TEXT,
    reason TEXT,
    decided_by BIGINT,
    decided_at BIGINT,
    undo BYTEA
);
CREATE UNIQUE INDEX cases_open ON cases (kind, subject) WHERE state = 'open';
CREATE INDEX cases_next ON cases (danger, due_at, id) WHERE state = 'open';
CREATE INDEX cases_decided_at ON cases (decided_at) WHERE decided_at IS NOT NULL;
