-- name: members(after, most)
SELECT members.id, members.language, members.guessed, members.country, subscriptions.languages, subscriptions.minerals,
    subscriptions.country AS news_country, subscriptions.region, subscriptions.state
FROM members LEFT JOIN subscriptions ON subscriptions.target = members.id
WHERE members.id > :after AND members.closed IS NULL
ORDER BY members.id LIMIT :most;

-- name: groups(after, most)
SELECT groups.id, groups.language, groups.guessed, NULL AS country, subscriptions.languages, subscriptions.minerals,
    subscriptions.country AS news_country, subscriptions.region, subscriptions.state
FROM groups LEFT JOIN subscriptions ON subscriptions.target = groups.id
WHERE groups.id > :after AND groups.closed IS NULL
ORDER BY groups.id LIMIT :most;

-- name: prices_awaited(after, last)
SELECT DISTINCT target, mineral FROM price_alerts WHERE target > :after AND target <= :last ORDER BY target, mineral;

-- name: threads(target)
SELECT target, thread FROM subscriptions WHERE thread IS NOT NULL AND target IN (:target);

-- name: hours(target)
SELECT members.id AS target, 0 AS is_group, members.country, subscriptions.kind, subscriptions.zone,
    subscriptions.quiet_from, subscriptions.quiet_until
FROM members LEFT JOIN subscriptions ON subscriptions.target = members.id
WHERE members.id = :target
UNION ALL
SELECT groups.id AS target, 1 AS is_group, NULL AS country, NULL AS kind, subscriptions.zone,
    subscriptions.quiet_from, subscriptions.quiet_until
FROM groups LEFT JOIN subscriptions ON subscriptions.target = groups.id
WHERE groups.id = :target;
