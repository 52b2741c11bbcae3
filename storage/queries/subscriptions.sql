-- name: add(target, kind, languages, minerals, topics, country, region, weekdays, hour, zone, every_weeks, currency, unit, when_empty, thread, own_line, changed_by, quiet_from, quiet_until, next_due_at, shown_until)!
INSERT INTO subscriptions (
    target, kind, languages, minerals, topics, country, region, weekdays, hour, zone, every_weeks, currency, unit, when_empty,
    thread, own_line, changed_by, quiet_from, quiet_until, state, next_due_at, shown_until, cards, editions, unpressed,
    revision
)
VALUES (
    :target, :kind, :languages, :minerals, :topics, :country, :region, :weekdays, :hour, :zone, :every_weeks, :currency,
    :unit, :when_empty, :thread, :own_line, :changed_by, :quiet_from, :quiet_until, 'active', :next_due_at, :shown_until, '[]',
    0, 0, 1
)
ON CONFLICT (target) DO NOTHING;

-- name: change(target, kind, languages, minerals, topics, country, region, weekdays, hour, zone, every_weeks, currency, unit, when_empty, thread, own_line, changed_by, quiet_from, quiet_until, next_due_at, revision)!
UPDATE subscriptions
SET kind = :kind, languages = :languages, minerals = :minerals, topics = :topics, country = :country,
    region = :region, weekdays = :weekdays, hour = :hour, zone = :zone,
    every_weeks = :every_weeks, currency = :currency, unit = :unit,
    when_empty = :when_empty, thread = :thread, own_line = :own_line, changed_by = :changed_by,
    quiet_from = :quiet_from, quiet_until = :quiet_until,
    next_due_at = CASE WHEN state = 'active' AND held_until IS NULL THEN :next_due_at ELSE next_due_at END,
    held_until = CASE WHEN held_until IS NULL THEN NULL ELSE 0 END, revision = revision + 1
WHERE target = :target AND revision = :revision;

-- name: get(target)^
SELECT * FROM subscriptions WHERE target = :target;

-- name: due(now, longest, after_at, after, most)
SELECT target, next_due_at FROM subscriptions
WHERE state = 'active' AND next_due_at <= :now
    AND (held_until IS NULL OR held_until <= :now OR held_until > :longest)
    AND (next_due_at > :after_at OR (next_due_at = :after_at AND target > :after))
ORDER BY next_due_at, target LIMIT :most;

-- name: unplanned(now, too_far, most)
SELECT target FROM subscriptions WHERE state = 'active' AND next_due_at IS NULL
UNION ALL
SELECT target FROM subscriptions
WHERE state = 'active' AND next_due_at > :too_far AND (paused_until IS NULL OR paused_until <= :now)
LIMIT :most;

-- name: publish(target, due_at, period, next_due_at, shown_until, cards)!
UPDATE subscriptions
SET last_period = :period, next_due_at = :next_due_at, held_until = NULL, paused_until = NULL,
    shown_until = :shown_until, cards = :cards, editions = editions + 1, unpressed = unpressed + 1, revision = revision + 1
WHERE target = :target AND state = 'active' AND next_due_at = :due_at
    AND (last_period IS NULL OR last_period < :period);

-- name: postpone(target, due_at, next_due_at)!
UPDATE subscriptions SET next_due_at = :next_due_at, held_until = NULL, revision = revision + 1
WHERE target = :target AND state = 'active' AND next_due_at = :due_at;

-- name: hold(target, until, revision)!
UPDATE subscriptions SET held_until = :until
WHERE target = :target AND state = 'active' AND revision = :revision;

-- name: replan(target, next_due_at, last_period, revision)!
UPDATE subscriptions
SET next_due_at = :next_due_at, held_until = NULL, last_period = :last_period, revision = revision + 1
WHERE target = :target AND state = 'active' AND revision = :revision;

-- name: skip_overdue(now)!
UPDATE subscriptions
SET next_due_at = NULL, held_until = NULL, revision = revision + 1,
    shown_until = CASE WHEN next_due_at > shown_until THEN next_due_at ELSE shown_until END
WHERE state = 'active' AND next_due_at <= :now;

-- name: pause(target)!
UPDATE subscriptions
SET state = 'paused', paused_until = NULL, next_due_at = NULL, held_until = NULL, revision = revision + 1
WHERE target = :target AND state = 'active';

-- name: pause_until(target, until, next_due_at)!
UPDATE subscriptions
SET state = 'active', paused_until = :until, next_due_at = :next_due_at, held_until = NULL, revision = revision + 1
WHERE target = :target;

-- name: resume(target, next_due_at)!
UPDATE subscriptions
SET state = 'active', paused_until = NULL, next_due_at = :next_due_at, held_until = NULL, unpressed = 0,
    revision = revision + 1
WHERE target = :target AND (state = 'paused' OR paused_until IS NOT NULL);

-- name: touched(target)!
UPDATE subscriptions SET unpressed = 0 WHERE target = :target AND unpressed > 0;

-- name: move(old, new, own_line)!
UPDATE subscriptions SET target = :new, own_line = :own_line
WHERE target = :old AND NOT EXISTS (SELECT 1 FROM subscriptions AS other WHERE other.target = :new);

-- name: drop(target)!
DELETE FROM subscriptions WHERE target = :target;

-- name: page(after, most)
SELECT * FROM subscriptions WHERE target > :after ORDER BY target LIMIT :most;

-- name: languages()
SELECT DISTINCT languages FROM subscriptions WHERE state = 'active';

-- name: counts()
SELECT kind, state, count(*) AS times FROM subscriptions GROUP BY kind, state;

-- name: held(now)$
SELECT count(*) FROM subscriptions WHERE state = 'active' AND next_due_at <= :now AND held_until > :now;

-- name: late(before)$
SELECT count(*) FROM subscriptions
WHERE state = 'active' AND next_due_at <= :before AND (held_until IS NULL OR held_until <= :before);
