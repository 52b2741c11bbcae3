-- Who gets a digest, and when: one row for a group or a member. A group's own line is sealed, as all that people wrote.
-- `last_period` is the local day of the last digest; it is never dropped, so that no day gets a second one.
-- Of presses only counts stay: `marks` are pseudonyms of a person in one edition, and go with its buttons.

CREATE TABLE subscriptions (
    target BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    languages TEXT NOT NULL,
    minerals TEXT NOT NULL,
    topics TEXT NOT NULL,
    country TEXT,
    region TEXT,
    weekdays TEXT NOT NULL,
    hour BIGINT NOT NULL,
    zone TEXT NOT NULL,
    every_weeks BIGINT NOT NULL,
    currency TEXT,
    unit TEXT,
    when_empty TEXT NOT NULL,
    thread BIGINT,
    own_line BYTEA,
    changed_by TEXT NOT NULL,
    quiet_from BIGINT,
    quiet_until BIGINT,
    state TEXT NOT NULL,
    paused_until BIGINT,
    next_due_at BIGINT,
    last_period BIGINT,
    shown_until BIGINT NOT NULL,
    cards TEXT NOT NULL,
    editions BIGINT NOT NULL,
    unpressed BIGINT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX subscriptions_next_due_at ON subscriptions (next_due_at, target) WHERE state = 'active';
CREATE INDEX experiences_published_at ON experiences (published_at) WHERE state = 'published';

CREATE TABLE editions (
    target BIGINT NOT NULL,
    period BIGINT NOT NULL,
    question TEXT,
    PRIMARY KEY (target, period)
);
CREATE INDEX editions_period ON editions (period);

CREATE TABLE presses (
    target BIGINT NOT NULL,
    period BIGINT NOT NULL,
    act TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (target, period, act)
);
CREATE INDEX presses_period ON presses (period);

CREATE TABLE marks (
    mark TEXT PRIMARY KEY,
    period BIGINT NOT NULL
);
CREATE INDEX marks_period ON marks (period);
