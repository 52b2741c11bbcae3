-- name: get(name)$
SELECT content FROM facts WHERE name = :name;

-- name: put(name, content)!
INSERT INTO facts (name, content) VALUES (:name, :content)
ON CONFLICT (name) DO UPDATE SET content = excluded.content;
