-- What a member likes to see prices in, the alerts they set, and what people say they get. A report keeps nobody: only
-- which week and what share; `reporters` are pseudonyms of a day, gone the next.

CREATE TABLE price_choices (
    target BIGINT PRIMARY KEY,
    currency TEXT,
    unit TEXT,
    purity TEXT,
    own_rate TEXT,
    own_rate_currency TEXT,
    own_rate_at BIGINT
);

CREATE TABLE price_alerts (
    id BIGINT PRIMARY KEY,
    target BIGINT NOT NULL,
    mineral TEXT NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL,
    threshold TEXT NOT NULL,
    base TEXT NOT NULL,
    fired_on BIGINT,
    made_at BIGINT NOT NULL
);
CREATE INDEX price_alerts_target ON price_alerts (target);

CREATE TABLE reports (
    id BIGINT PRIMARY KEY,
    mineral TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    step TEXT NOT NULL,
    share TEXT NOT NULL,
    week BIGINT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX reports_place ON reports (mineral, country, region, step, week);
CREATE INDEX reports_week ON reports (week);

CREATE TABLE report_days (
    mineral TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    step TEXT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (mineral, country, region, step, day)
);

CREATE TABLE reporters (
    mark TEXT PRIMARY KEY,
    day BIGINT NOT NULL
);
