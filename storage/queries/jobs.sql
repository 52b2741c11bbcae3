-- name: plan(id, kind, target, due_at, detail, uniqueness)!
INSERT INTO jobs (id, kind, target, due_at, detail, uniqueness)
VALUES (:id, :kind, :target, :due_at, :detail, :uniqueness)
ON CONFLICT (uniqueness) DO NOTHING;

-- name: known(uniqueness)$
SELECT id FROM jobs WHERE uniqueness = :uniqueness;

-- name: due(now, lapsed, most)
SELECT id, kind, target, due_at, detail FROM jobs
WHERE due_at <= :now AND (retry_at IS NULL OR retry_at <= :now) AND (claimed_at IS NULL OR claimed_at < :lapsed)
ORDER BY due_at, id LIMIT :most;

-- name: get(id)^
SELECT id, kind, target, due_at, detail FROM jobs WHERE id = :id;

-- name: of(kind, target)
SELECT id, kind, target, due_at, detail FROM jobs WHERE kind = :kind AND target = :target ORDER BY due_at, id;

-- name: claim(id, now, lapsed)!
UPDATE jobs SET claimed_at = :now WHERE id = :id AND (claimed_at IS NULL OR claimed_at < :lapsed);

-- name: done(id)!
DELETE FROM jobs WHERE id = :id;

-- name: again(id, retry_at)!
UPDATE jobs SET retry_at = :retry_at, claimed_at = NULL WHERE id = :id;

-- name: drop(kind, target)!
DELETE FROM jobs WHERE kind = :kind AND target = :target;

-- name: due_at(kind, target)$
SELECT min(due_at) FROM jobs WHERE kind = :kind AND target = :target;

-- name: next_due_at()$
SELECT min(COALESCE(retry_at, due_at)) FROM jobs WHERE claimed_at IS NULL;

-- name: release()!
UPDATE jobs SET claimed_at = NULL WHERE claimed_at IS NOT NULL;
