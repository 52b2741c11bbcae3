-- What sources said minerals and money cost, and what of it was believed. Prices are public: nothing here is sealed.
-- A series is a mineral (USD per its quoted unit) or a currency (its units per USD).

CREATE TABLE quotes (
    series TEXT NOT NULL,
    source TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    day BIGINT NOT NULL,
    value TEXT NOT NULL,
    kind TEXT NOT NULL,
    coarse BIGINT NOT NULL,
    fetched_at BIGINT NOT NULL,
    PRIMARY KEY (series, source, as_of)
);

CREATE TABLE accepted (
    series TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    value TEXT NOT NULL,
    kind TEXT NOT NULL,
    decision TEXT NOT NULL,
    sources TEXT NOT NULL,
    PRIMARY KEY (series, accepted_at)
);

CREATE TABLE quarantine (
    id BIGINT PRIMARY KEY,
    series TEXT NOT NULL,
    value TEXT NOT NULL,
    last_good TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    kind TEXT NOT NULL,
    sources TEXT NOT NULL,
    state TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    settled_at BIGINT
);

CREATE TABLE price_sources (
    source TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    day BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    worked_at BIGINT,
    fault TEXT NOT NULL
);
