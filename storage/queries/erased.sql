-- name: note(kind, id, at)!
INSERT INTO erased (kind, id, at) VALUES (:kind, :id, :at) ON CONFLICT (kind, id) DO NOTHING;

-- name: drop(kind, id)!
DELETE FROM erased WHERE kind = :kind AND id = :id;

-- name: all()
SELECT * FROM erased ORDER BY at, id;

-- name: prune(before, most)!
DELETE FROM erased WHERE at IN (SELECT at FROM erased WHERE at < :before ORDER BY at LIMIT :most);
