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
