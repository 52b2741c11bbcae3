-- name: find(lookup)^
SELECT * FROM members WHERE lookup = :lookup;

-- name: get(id)^
SELECT * FROM members WHERE id = :id;

-- name: add(id, lookup, key_version, chat, guessed, seen_on)!
INSERT INTO members (id, lookup, key_version, chat, guessed, introduced, seen_on)
VALUES (:id, :lookup, :key_version, :chat, :guessed, 0, :seen_on);

-- name: rekey(id, lookup, key_version, chat)!
UPDATE members SET lookup = :lookup, key_version = :key_version, chat = :chat WHERE id = :id;

-- name: set_language(id, language)!
UPDATE members SET language = :language WHERE id = :id;

-- name: set_guess(id, guessed)!
UPDATE members SET guessed = :guessed WHERE id = :id;

-- name: set_country(id, country)!
UPDATE members SET country = :country WHERE id = :id;

-- name: introduce(id)!
UPDATE members SET introduced = 1 WHERE id = :id;

-- name: touch(id, seen_on)!
UPDATE members SET seen_on = :seen_on WHERE id = :id AND seen_on < :seen_on;

-- name: close(id, why)!
UPDATE members SET closed = :why WHERE id = :id;

-- name: reopen(id)!
UPDATE members SET closed = NULL WHERE id = :id;

-- name: idle(before, most)
SELECT id FROM members WHERE seen_on < :before ORDER BY seen_on LIMIT :most;
