-- name: add(id, author, body, language, now)!
INSERT INTO voices (id, author, body, language, received_at) VALUES (:id, :author, :body, :language, :now);

-- name: get(id)^
SELECT * FROM voices WHERE id = :id;

-- name: drop(id)!
DELETE FROM voices WHERE id = :id;

-- name: by_author(author)
SELECT id FROM voices WHERE author = :author;

-- name: outdated(before, most)
SELECT id FROM voices WHERE received_at < :before ORDER BY received_at, id LIMIT :most;
