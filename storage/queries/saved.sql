-- name: add(target, stamp, card, most)!
INSERT INTO saved (target, stamp, card, place)
SELECT :target, :stamp, :card, (SELECT coalesce(max(place), 0) + 1 FROM saved WHERE target = :target)
WHERE (SELECT count(*) FROM saved WHERE target = :target) < :most
ON CONFLICT (target, stamp) DO NOTHING;

-- name: of(target)
SELECT stamp, card FROM saved WHERE target = :target ORDER BY place DESC;

-- name: remove(target, stamp)!
DELETE FROM saved WHERE target = :target AND stamp = :stamp;
