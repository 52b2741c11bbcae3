-- That a row was erased, by our own random id and nothing else of it: a copy from before, put back, erases it again.

CREATE TABLE erased (
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX erased_at ON erased (at);
