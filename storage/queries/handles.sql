-- name: find(target, handle)$
SELECT message_id FROM handles WHERE target = :target AND handle = :handle;

-- name: keep(target, handle, message_id, now)!
INSERT INTO handles (target, handle, message_id, kept_at) VALUES (:target, :handle, :message_id, :now)
ON CONFLICT (target, handle) DO UPDATE SET message_id = excluded.message_id, kept_at = excluded.kept_at;

-- name: drop(target, handle)!
DELETE FROM handles WHERE target = :target AND handle = :handle;

-- name: prune(before)!
DELETE FROM handles WHERE kept_at < :before;
