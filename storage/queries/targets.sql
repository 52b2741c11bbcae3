-- name: address(target)^
SELECT chat, 0 AS is_group, closed, NULL AS muted_at FROM members WHERE id = :target
UNION ALL
SELECT chat, 1 AS is_group, closed, muted_at FROM groups WHERE id = :target;

-- name: members(target)
SELECT id AS target, chat, 0 AS is_group, closed, NULL AS muted_at FROM members WHERE id IN (:target);

-- name: groups(target)
SELECT id AS target, chat, 1 AS is_group, closed, muted_at FROM groups WHERE id IN (:target);

-- name: close_member(target, why)!
UPDATE members SET closed = :why WHERE id = :target AND closed IS NULL;

-- name: close_group(target, why)!
UPDATE groups SET closed = :why WHERE id = :target AND closed IS NULL;

-- name: hold_member(target, until)!
UPDATE members SET held_until = :until WHERE id = :target;

-- name: hold_group(target, until)!
UPDATE groups SET held_until = :until WHERE id = :target;

-- name: held()
SELECT id, held_until FROM members WHERE held_until IS NOT NULL
UNION ALL
SELECT id, held_until FROM groups WHERE held_until IS NOT NULL;

-- name: held_until(target)$
SELECT held_until FROM members WHERE id = :target
UNION ALL
SELECT held_until FROM groups WHERE id = :target;

-- name: release_members(now)!
UPDATE members SET held_until = NULL WHERE held_until <= :now;

-- name: release_groups(now)!
UPDATE groups SET held_until = NULL WHERE held_until <= :now;
