-- Alerts that coordinators write. `audience` and counts are words and numbers of ours; what is said is sealed. `root` is
-- the alert that this one repeats or calls off, or itself. `source` and `after` say up to where its audience was read.
-- A recipient is one target of one alert, so that nobody gets it twice; it goes a month after the alert has ended.

CREATE TABLE alerts (
    id BIGINT PRIMARY KEY,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    relation TEXT NOT NULL,
    root BIGINT NOT NULL,
    audience TEXT NOT NULL,
    content BYTEA,
    state TEXT NOT NULL,
    author BIGINT,
    agreed_by BIGINT,
    member_count BIGINT NOT NULL,
    group_count BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    begun_at BIGINT,
    ended_at BIGINT,
    source TEXT NOT NULL,
    after BIGINT NOT NULL,
    progress BIGINT NOT NULL,
    progress_at BIGINT,
    progress_message BIGINT,
    UNIQUE (number)
);
CREATE INDEX alerts_state ON alerts (state);
CREATE INDEX alerts_root ON alerts (root);

CREATE TABLE alert_recipients (
    alert BIGINT NOT NULL,
    target BIGINT NOT NULL,
    languages TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (alert, target)
);
CREATE INDEX alert_recipients_due ON alert_recipients (alert, state, due_at, target);
CREATE INDEX alert_recipients_target ON alert_recipients (target);
