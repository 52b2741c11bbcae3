-- name: prepare()!
CREATE TABLE IF NOT EXISTS migrations (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
);

-- name: applied()
SELECT number, name, checksum FROM migrations ORDER BY number;

-- name: record(number, name, checksum)!
INSERT INTO migrations (number, name, checksum) VALUES (:number, :name, :checksum);
