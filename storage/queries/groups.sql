-- name: find(lookup)^
SELECT * FROM groups WHERE lookup = :lookup;

-- name: get(id)^
SELECT * FROM groups WHERE id = :id;

-- name: add(id, lookup, key_version, chat, guessed)!
INSERT INTO groups (id, lookup, key_version, chat, guessed) VALUES (:id, :lookup, :key_version, :chat, :guessed);

-- name: rekey(id, lookup, key_version, chat)!
UPDATE groups SET lookup = :lookup, key_version = :key_version, chat = :chat WHERE id = :id;

-- name: set_language(id, language)!
UPDATE groups SET language = :language WHERE id = :id;

-- name: close(id, why)!
UPDATE groups SET closed = :why WHERE id = :id;

-- name: reopen(id)!
UPDATE groups SET closed = NULL WHERE id = :id;

-- name: mute(id, now)!
UPDATE groups SET muted_at = :now WHERE id = :id AND muted_at IS NULL;

-- name: unmute(id)!
UPDATE groups SET muted_at = NULL WHERE id = :id AND muted_at IS NOT NULL;

-- name: move_notices(old, new)!
UPDATE outbox SET target = :new WHERE target = :old AND NOT EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.target = :new AND other.kind = outbox.kind AND other.period = outbox.period
);
