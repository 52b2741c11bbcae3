-- Cards that are held back from readers until someone has looked at them again. `because` is sealed: staff write it.

CREATE TABLE holds (
    card TEXT PRIMARY KEY,
    because BYTEA NOT NULL,
    held_at BIGINT NOT NULL
);
