-- Which stories a message quotes, as ",id,id,": one that is taken back must not go out with it.
-- How many people of a country looked for a card, by day; `looked` are keyed pseudonyms of a person and a card, so that
-- nobody counts twice in a week. `country` is empty for who named none.

ALTER TABLE outbox ADD COLUMN stories TEXT;

CREATE TABLE themes (
    country TEXT NOT NULL,
    day BIGINT NOT NULL,
    card TEXT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (country, day, card)
);
CREATE INDEX themes_day ON themes (day);

CREATE TABLE looked (
    mark TEXT PRIMARY KEY,
    day BIGINT NOT NULL
);
CREATE INDEX looked_day ON looked (day);
