-- name: find(target, person)^
SELECT body, revision, updated_at FROM drafts WHERE target = :target AND person = :person;

-- name: begin(target, person, body, revision, now)!
INSERT INTO drafts (target, person, body, revision, updated_at) VALUES (:target, :person, :body, :revision, :now)
ON CONFLICT (target, person) DO NOTHING;

-- name: change(target, person, body, known, revision, now)!
UPDATE drafts SET body = :body, revision = :revision, updated_at = :now
WHERE target = :target AND person = :person AND revision = :known;

-- name: drop(target, person)!
DELETE FROM drafts WHERE target = :target AND person = :person;

-- name: prune(before)!
DELETE FROM drafts WHERE updated_at < :before;

-- name: end(target, person, revision)!
DELETE FROM drafts WHERE target = :target AND person = :person AND revision = :revision;

-- name: lay_aside(target, person, stamp, body, now)!
INSERT INTO drafts_aside (target, person, stamp, body, updated_at) VALUES (:target, :person, :stamp, :body, :now)
ON CONFLICT (target, person, stamp) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at;

-- name: all_aside(target, person)
SELECT stamp, body, updated_at FROM drafts_aside WHERE target = :target AND person = :person
ORDER BY updated_at DESC, stamp;

-- name: drop_aside(target, person, stamp)!
DELETE FROM drafts_aside WHERE target = :target AND person = :person AND stamp = :stamp;

-- name: prune_aside(before)!
DELETE FROM drafts_aside WHERE updated_at < :before;
