-- What the spine remembers. Columns are BIGINT, TEXT and BYTEA; BYTEA is always sealed by the vault.
-- Times are UTC milliseconds, days their UTC midnight, yes and no are 1 and 0.

CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE members (
    id BIGINT PRIMARY KEY,
    lookup TEXT NOT NULL UNIQUE,
    key_version BIGINT NOT NULL,
    chat BYTEA NOT NULL,
    language TEXT,
    guessed TEXT NOT NULL,
    country TEXT,
    introduced BIGINT NOT NULL,
    closed TEXT,
    seen_on BIGINT NOT NULL,
    held_until BIGINT
);
CREATE INDEX members_seen_on ON members (seen_on);
CREATE INDEX members_held_until ON members (held_until) WHERE held_until IS NOT NULL;

CREATE TABLE groups (
    id BIGINT PRIMARY KEY,
    lookup TEXT NOT NULL UNIQUE,
    key_version BIGINT NOT NULL,
    chat BYTEA NOT NULL,
    language TEXT,
    guessed TEXT NOT NULL,
    closed TEXT,
    held_until BIGINT
);
CREATE INDEX groups_held_until ON groups (held_until) WHERE held_until IS NOT NULL;

CREATE TABLE inbox (
    update_id BIGINT PRIMARY KEY,
    body BYTEA,
    urgent BIGINT NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    runs BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    retry_at BIGINT,
    received_at BIGINT NOT NULL,
    target BIGINT,
    message_id BIGINT
);
CREATE INDEX inbox_undone ON inbox (update_id) WHERE state = 'new';
CREATE INDEX inbox_dead ON inbox (received_at) WHERE state = 'dead';
CREATE INDEX inbox_received_at ON inbox (received_at);
CREATE INDEX inbox_message_ids ON inbox (target, received_at) WHERE message_id IS NOT NULL;

CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    sequence BIGINT NOT NULL,
    target BIGINT NOT NULL,
    kind TEXT NOT NULL,
    period TEXT NOT NULL,
    priority BIGINT NOT NULL,
    call BYTEA,
    handle TEXT,
    state TEXT NOT NULL,
    why TEXT,
    sends BIGINT NOT NULL,
    staged_at BIGINT NOT NULL,
    due_at BIGINT,
    expires_at BIGINT,
    not_before BIGINT,
    ended_at BIGINT,
    message_id BIGINT,
    UNIQUE (target, kind, period)
);
CREATE INDEX outbox_sequence ON outbox (sequence);
CREATE INDEX outbox_waiting ON outbox (priority, sequence) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (sequence) WHERE state = 'sending';
CREATE INDEX outbox_unknown ON outbox (ended_at) WHERE state = 'unknown';
CREATE INDEX outbox_ended_at ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX outbox_message_ids ON outbox (ended_at) WHERE message_id IS NOT NULL;

CREATE TABLE handles (
    target BIGINT NOT NULL,
    handle TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (target, handle)
);
CREATE INDEX handles_kept_at ON handles (kept_at);

CREATE TABLE menus (
    target BIGINT NOT NULL,
    person BIGINT NOT NULL,
    choices BYTEA NOT NULL,
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (target, person)
);
CREATE INDEX menus_shown_at ON menus (shown_at);

CREATE TABLE drafts (
    target BIGINT NOT NULL,
    person BIGINT NOT NULL,
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (target, person)
);
CREATE INDEX drafts_updated_at ON drafts (updated_at);

CREATE TABLE questions (
    id BIGINT PRIMARY KEY,
    body BYTEA NOT NULL,
    stamp TEXT NOT NULL,
    language TEXT NOT NULL,
    outcome TEXT NOT NULL,
    gap TEXT,
    asked_on BIGINT NOT NULL,
    asker BYTEA
);
CREATE INDEX questions_asked_on ON questions (asked_on);
CREATE INDEX questions_gaps ON questions (language, stamp, gap) WHERE gap IS NOT NULL;
CREATE INDEX questions_asked_others ON questions (id) WHERE asker IS NOT NULL;

CREATE TABLE feedback (
    card TEXT NOT NULL,
    language TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    day BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (card, language, verdict, reason, day)
);

CREATE TABLE jobs (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    target BIGINT,
    due_at BIGINT NOT NULL,
    detail BYTEA NOT NULL,
    uniqueness TEXT UNIQUE,
    claimed_at BIGINT
);
CREATE INDEX jobs_due_at ON jobs (due_at);
CREATE INDEX jobs_target ON jobs (target);
