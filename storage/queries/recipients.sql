-- name: add(alert, target, languages, due_at)
INSERT INTO alert_recipients (alert, target, languages, state, due_at)
VALUES (:alert, :target, :languages, 'planned', :due_at)
ON CONFLICT (alert, target) DO NOTHING
RETURNING target;

-- name: reached(root, after, most)
SELECT target, min(languages) AS languages FROM alert_recipients
WHERE alert IN (SELECT id FROM alerts WHERE root = :root AND relation <> 'clear')
    AND state IN ('sent', 'unknown') AND target > :after
GROUP BY target ORDER BY target LIMIT :most;

-- name: members_reached(root)$
SELECT count(DISTINCT target) FROM alert_recipients
WHERE alert IN (SELECT id FROM alerts WHERE root = :root AND relation <> 'clear') AND state IN ('sent', 'unknown')
    AND target IN (SELECT id FROM members);

-- name: groups_reached(root)$
SELECT count(DISTINCT target) FROM alert_recipients
WHERE alert IN (SELECT id FROM alerts WHERE root = :root AND relation <> 'clear') AND state IN ('sent', 'unknown')
    AND target IN (SELECT id FROM groups);

-- name: due(alert, now, most)
SELECT target, languages FROM alert_recipients
WHERE alert = :alert AND state = 'planned' AND due_at <= :now ORDER BY due_at, target LIMIT :most;

-- name: move(alert, target, languages, state, due_at)
INSERT INTO alert_recipients (alert, target, languages, state, due_at)
VALUES (:alert, :target, :languages, :state, :due_at)
ON CONFLICT (alert, target) DO UPDATE SET state = excluded.state, due_at = excluded.due_at
WHERE alert_recipients.state = 'planned'
RETURNING target;

-- name: settle(alert, kind, period)!
UPDATE alert_recipients
SET state = coalesce((
    SELECT outbox.state FROM outbox
    WHERE outbox.target = alert_recipients.target AND outbox.kind = :kind AND outbox.period = :period
), 'unknown')
WHERE alert = :alert AND state = 'queued' AND NOT EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.target = alert_recipients.target AND outbox.kind = :kind AND outbox.period = :period
        AND outbox.state IN ('waiting', 'sending')
);

-- name: catch_up(alert, kind, period)!
UPDATE alert_recipients SET state = 'sent'
WHERE alert = :alert AND state IN ('failed', 'unknown') AND EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.target = alert_recipients.target AND outbox.kind = :kind AND outbox.period = :period
        AND outbox.state = 'sent'
);

-- name: cancel(alert, most)!
UPDATE alert_recipients SET state = 'cancelled' WHERE alert = :alert AND target IN (
    SELECT target FROM alert_recipients WHERE alert = :alert AND state = 'planned' LIMIT :most
);

-- name: cancel_notices(alert, kind, period, now)!
UPDATE outbox SET state = 'cancelled', why = 'stopped', call = NULL, ended_at = :now
WHERE kind = :kind AND period = :period AND state = 'waiting'
    AND target IN (SELECT target FROM alert_recipients WHERE alert = :alert AND state = 'queued');

-- name: counts(alert)
SELECT state, count(*) AS times FROM alert_recipients WHERE alert = :alert GROUP BY state;

-- name: queued(alert)$
SELECT count(*) FROM alert_recipients WHERE alert = :alert AND state = 'queued';

-- name: times_of(target)$
SELECT count(*) FROM alert_recipients WHERE target = :target;

-- name: past(before)$
SELECT id FROM alerts
WHERE ended_at < :before AND EXISTS (SELECT 1 FROM alert_recipients WHERE alert_recipients.alert = alerts.id) LIMIT 1;

-- name: drop(alert, most)!
DELETE FROM alert_recipients WHERE alert = :alert AND target IN (
    SELECT target FROM alert_recipients WHERE alert = :alert LIMIT :most
);
