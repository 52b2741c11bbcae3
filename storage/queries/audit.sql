-- name: record(id, now, act, role, staff, subject)!
INSERT INTO audit (id, at, act, role, staff, subject) VALUES (:id, :now, :act, :role, :staff, :subject);

-- name: since(since)
SELECT at, act, role, staff, subject FROM audit WHERE at >= :since ORDER BY at, id;

-- name: last_staff()$
SELECT coalesce(max(staff), 0) FROM audit;

-- name: prune(before)!
DELETE FROM audit WHERE at < :before;
