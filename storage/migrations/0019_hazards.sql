-- Dangers that members report. `author` is a keyed pseudonym, `contact` the sealed member; `body` is what was written
-- and what the team asked about it, sealed until it is decided; `shown` the words that groups may read, sealed as all
-- that people wrote; `picture` is for the team alone. `reach` is "region" or "country" once it was passed on: groups
-- hear of it until `ends_at`, and `hazards_heard` keeps which of them heard of it, and that it is over.

CREATE TABLE hazards (
    id BIGINT PRIMARY KEY,
    receipt TEXT NOT NULL UNIQUE,
    author TEXT,
    contact BYTEA,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    body BYTEA,
    shown BYTEA,
    picture BYTEA,
    reach TEXT,
    revision BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    told_at BIGINT,
    ends_at BIGINT
);
CREATE INDEX hazards_author ON hazards (author);
CREATE INDEX hazards_place ON hazards (country, region, kind, received_on);
CREATE INDEX hazards_ends_at ON hazards (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX hazards_received_on ON hazards (received_on);

CREATE TABLE hazards_heard (
    target BIGINT NOT NULL,
    hazard BIGINT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (target, hazard, what)
);
CREATE INDEX hazards_heard_hazard ON hazards_heard (hazard);
