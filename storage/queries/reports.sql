-- name: note_reporter(mark, day)!
INSERT INTO reporters (mark, day) VALUES (:mark, :day) ON CONFLICT (mark) DO NOTHING;

-- name: add(id, mineral, country, region, step, share, week, state)!
INSERT INTO reports (id, mineral, country, region, step, share, week, state)
VALUES (:id, :mineral, :country, :region, :step, :share, :week, :state);

-- name: note_day(mineral, country, region, step, day)!
INSERT INTO report_days (mineral, country, region, step, day) VALUES (:mineral, :country, :region, :step, :day)
ON CONFLICT (mineral, country, region, step, day) DO NOTHING;

-- name: shares(mineral, country, region, step, since)
SELECT share, week FROM reports
WHERE mineral = :mineral AND country = :country AND region = :region AND step = :step AND week >= :since
    AND state = 'counted'
ORDER BY week, id;

-- name: shares_of_country(mineral, country, step, since)
SELECT share, week FROM reports
WHERE mineral = :mineral AND country = :country AND step = :step AND week >= :since AND state = 'counted'
ORDER BY week, id;

-- name: days(mineral, country, region, step, since)$
SELECT count(*) FROM report_days
WHERE mineral = :mineral AND country = :country AND region = :region AND step = :step AND day >= :since;

-- name: days_of_country(mineral, country, step, since)$
SELECT count(DISTINCT day) FROM report_days
WHERE mineral = :mineral AND country = :country AND step = :step AND day >= :since;

-- name: held()
SELECT mineral, country, region, step, count(*) AS times, min(week) AS week
FROM reports WHERE state = 'held' GROUP BY mineral, country, region, step
ORDER BY mineral, country, region, step;

-- name: held_shares(mineral, country, region, step)
SELECT share FROM reports
WHERE mineral = :mineral AND country = :country AND region = :region AND step = :step AND state = 'held' ORDER BY id;

-- name: settle(mineral, country, region, step, state)!
UPDATE reports SET state = :state
WHERE mineral = :mineral AND country = :country AND region = :region AND step = :step AND state = 'held';

-- name: forget_reporters(before)!
DELETE FROM reporters WHERE day < :before;

-- name: forget_days(before)!
DELETE FROM report_days WHERE day < :before;

-- name: prune(before, most)!
DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE week < :before LIMIT :most);
