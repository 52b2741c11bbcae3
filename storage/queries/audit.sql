-- name: record(now, act, role, staff, subject)!
INSERT INTO audit (id, at, act, role, staff, subject)
SELECT coalesce(max(id), 0) + 1, :now, :act, :role, :staff, :subject FROM audit;

-- name: since(since)
SELECT at, act, role, staff, subject FROM audit WHERE at >= :since ORDER BY id;

-- name: last_staff()$
SELECT coalesce(max(staff), 0) FROM audit;

-- name: prune(before)!
DELETE FROM audit WHERE at < :before;
