-- name: note(id, target, now, after, usual)!
INSERT INTO unasked (id, target, sent_at)
SELECT :id, :target, :now
WHERE (SELECT count(*) FROM unasked WHERE target = :target AND sent_at > :after)
    < coalesce((SELECT most FROM unasked_limits WHERE target = :target), :usual);

-- name: most(target)$
SELECT most FROM unasked_limits WHERE target = :target;

-- name: set_most(target, most)!
INSERT INTO unasked_limits (target, most) VALUES (:target, :most)
ON CONFLICT (target) DO UPDATE SET most = :most;

-- name: prune(before, most)!
DELETE FROM unasked WHERE id IN (SELECT id FROM unasked WHERE sent_at <= :before LIMIT :most);
