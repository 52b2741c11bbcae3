-- name: add(id, target, mineral, currency, kind, threshold, base, now, most)!
INSERT INTO price_alerts (id, target, mineral, currency, kind, threshold, base, made_at)
SELECT :id, :target, :mineral, :currency, :kind, :threshold, :base, :now
WHERE (SELECT count(*) FROM price_alerts WHERE target = :target) < :most;

-- name: of(target)
SELECT * FROM price_alerts WHERE target = :target ORDER BY made_at, id;

-- name: page(after, most)
SELECT * FROM price_alerts WHERE id > :after ORDER BY id LIMIT :most;

-- name: fire(id, today, base)!
UPDATE price_alerts SET fired_on = :today, base = :base
WHERE id = :id AND (fired_on IS NULL OR fired_on < :today);

-- name: rearm(id, base)!
UPDATE price_alerts SET base = :base WHERE id = :id AND base <> :base;

-- name: drop(id, target)!
DELETE FROM price_alerts WHERE id = :id AND target = :target;
