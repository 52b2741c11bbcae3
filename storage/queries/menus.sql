-- name: show(target, person, choices, now)!
INSERT INTO menus (target, person, choices, shown_at) VALUES (:target, :person, :choices, :now)
ON CONFLICT (target, person) DO UPDATE SET choices = excluded.choices, shown_at = excluded.shown_at;

-- name: find(target, person)^
SELECT choices, shown_at FROM menus WHERE target = :target AND person = :person;

-- name: clear(target, person)!
DELETE FROM menus WHERE target = :target AND person = :person;

-- name: prune(before)!
DELETE FROM menus WHERE shown_at < :before;
