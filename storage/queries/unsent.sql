-- name: tally()
SELECT state, kind, priority, why, count(*) AS times, min(staged_at) AS oldest
FROM outbox GROUP BY state, kind, priority, why ORDER BY state, kind;

-- name: resting()
SELECT quiet, count(*) AS times FROM outbox WHERE state = 'waiting' AND quiet IS NOT NULL GROUP BY quiet;

-- name: page(start, most)
SELECT id, target, kind, period, priority, state, why, ended_at, CASE WHEN call IS NULL THEN 0 ELSE 1 END AS has_text
FROM outbox WHERE state IN ('unknown', 'failed') AND ended_at IS NOT NULL
ORDER BY state DESC, ended_at DESC, id LIMIT :most OFFSET :start;

-- name: get(id)^
SELECT id, target, kind, period, priority, state, why, ended_at, CASE WHEN call IS NULL THEN 0 ELSE 1 END AS has_text
FROM outbox WHERE id = :id AND state IN ('unknown', 'failed') AND ended_at IS NOT NULL;
