-- Which cards a member keeps at hand. What someone reads is nobody's business: the card is sealed.

CREATE TABLE saved (
    target BIGINT NOT NULL,
    stamp TEXT NOT NULL,
    card BYTEA NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (target, stamp)
);
