-- name: last_sequence()$
SELECT max(sequence) FROM outbox;

-- name: stage(id, sequence, target, kind, period, priority, call, staged_at, due_at, expires_at, stories, quiet)!
INSERT INTO outbox (
    id, sequence, target, kind, period, priority, call, state, sends, staged_at, due_at, expires_at, stories, quiet
)
VALUES (
    :id, :sequence, :target, :kind, :period, :priority, :call, 'waiting', 0, :staged_at, :due_at, :expires_at,
    :stories, :quiet
)
ON CONFLICT (target, kind, period) DO NOTHING;

-- name: stage_all(id, sequence, target, kind, period, priority, call, staged_at, due_at, expires_at, stories, quiet)
INSERT INTO outbox (
    id, sequence, target, kind, period, priority, call, state, sends, staged_at, due_at, expires_at, stories, quiet
)
VALUES (
    :id, :sequence, :target, :kind, :period, :priority, :call, 'waiting', 0, :staged_at, :due_at, :expires_at,
    :stories, :quiet
)
ON CONFLICT (target, kind, period) DO NOTHING
RETURNING id;

-- name: find(target, kind, period)^
SELECT state, message_id FROM outbox WHERE target = :target AND kind = :kind AND period = :period;

-- name: waiting()
SELECT * FROM outbox WHERE state = 'waiting' ORDER BY priority, sequence;

-- name: orphans()
SELECT * FROM outbox WHERE state = 'sending' ORDER BY priority, sequence;

-- name: unknown()
SELECT * FROM outbox WHERE state = 'unknown' ORDER BY sequence;

-- name: claim(id)
UPDATE outbox SET state = 'sending', sends = sends + 1 WHERE state = 'waiting' AND id IN (:id) RETURNING id;

-- name: mark_sent(id, message_id, now)!
UPDATE outbox SET state = 'sent', call = NULL, message_id = :message_id, ended_at = :now
WHERE id = :id AND state = 'sending';

-- name: mark_failed(id, why, keeps_text, now)!
UPDATE outbox
SET state = 'failed', ended_at = :now, why = CASE WHEN why = 'withdrawn' THEN why ELSE :why END,
    call = CASE WHEN :keeps_text = 1 AND why IS NULL THEN call ELSE NULL END
WHERE id = :id AND state = 'sending';

-- name: get(id)^
SELECT * FROM outbox WHERE id = :id;

-- name: take_up_muted(target, now)
UPDATE outbox SET state = 'waiting', why = NULL, ended_at = NULL
WHERE target = :target AND state = 'failed' AND why = 'muted' AND call IS NOT NULL
    AND (expires_at IS NULL OR expires_at > :now)
RETURNING id;

-- name: fates(target, kind)
SELECT period, state, why FROM outbox WHERE target = :target AND kind = :kind;

-- name: taken_back(kind, now, most)
SELECT target, period FROM outbox
WHERE state = 'cancelled' AND why = 'withdrawn' AND kind = :kind AND expires_at > :now ORDER BY target, period LIMIT :most;

-- name: drop_taken_back(target, kind, period)!
DELETE FROM outbox
WHERE target = :target AND kind = :kind AND period LIKE :period AND state = 'cancelled' AND why = 'withdrawn';

-- name: addressees(kind, about)
SELECT target, state, why FROM outbox WHERE kind = :kind AND period LIKE :about;

-- name: give_way(target, kind, now)!
UPDATE outbox SET state = 'cancelled', why = 'gave-way', call = NULL, ended_at = :now
WHERE target = :target AND kind = :kind AND state IN ('waiting', 'failed');

-- name: expire(id, now)!
UPDATE outbox SET state = 'expired', call = NULL, ended_at = :now WHERE id = :id AND state = 'waiting';

-- name: mark_unknown(id, now)!
UPDATE outbox SET ended_at = :now, state = CASE WHEN why = 'withdrawn' THEN 'expired' ELSE 'unknown' END,
    why = CASE WHEN why = 'withdrawn' THEN 'unknown' ELSE why END,
    call = CASE WHEN why = 'withdrawn' THEN NULL ELSE call END
WHERE id = :id AND state = 'sending';

-- name: retry(id, not_before, taken_back)!
UPDATE outbox SET state = CASE WHEN why = 'withdrawn' THEN 'cancelled' ELSE 'waiting' END,
    call = CASE WHEN why = 'withdrawn' THEN NULL ELSE call END,
    ended_at = CASE WHEN why = 'withdrawn' THEN :not_before ELSE ended_at END,
    not_before = :not_before, sends = sends - :taken_back
WHERE id = :id AND state = 'sending';

-- name: take_up(id, call, expires_at)!
UPDATE outbox
SET state = 'waiting', why = NULL, ended_at = NULL, not_before = NULL, call = :call, expires_at = :expires_at
WHERE id = :id AND state IN ('unknown', 'failed') AND call IS NOT NULL;

-- name: give_up(id, now)!
UPDATE outbox SET state = 'cancelled', why = 'given-up', call = NULL, ended_at = :now
WHERE id = :id AND state IN ('unknown', 'failed');

-- name: cancel_for(target, why, now)!
UPDATE outbox SET state = 'cancelled', why = :why, call = NULL, ended_at = :now
WHERE target = :target AND state IN ('waiting', 'unknown');

-- name: skip_unsent(now)!
UPDATE outbox SET state = 'expired', why = 'unknown', call = NULL, ended_at = :now
WHERE state IN ('waiting', 'sending', 'unknown');

-- name: counts()
SELECT state, count(*) AS times FROM outbox GROUP BY state;

-- name: oldest_due(now, rested)$
SELECT min(COALESCE(due_at, staged_at)) FROM outbox
WHERE state = 'waiting' AND COALESCE(due_at, staged_at) <= :now
    AND (quiet IS NULL OR COALESCE(due_at, staged_at) <= :rested);

-- name: get_state(id)$
SELECT state FROM outbox WHERE id = :id;

-- name: last_of(target, kind)$
SELECT max(staged_at) FROM outbox
WHERE target = :target AND kind = :kind AND state IN ('waiting', 'sending', 'sent', 'unknown');

-- name: message_ids(target, since)
SELECT message_id FROM outbox WHERE target = :target AND message_id IS NOT NULL AND ended_at >= :since
ORDER BY message_id;

-- name: expire_unknown(now, before, most)
UPDATE outbox SET state = 'expired', why = 'unknown', call = NULL, ended_at = :now WHERE id IN (
    SELECT id FROM outbox WHERE state = 'unknown' AND ended_at < :before LIMIT :most
) RETURNING id;

-- name: empty_failed(before, most)!
UPDATE outbox SET call = NULL WHERE id IN (
    SELECT id FROM outbox WHERE state = 'failed' AND call IS NOT NULL AND ended_at < :before LIMIT :most
);

-- name: expire_waiting(now, most)!
UPDATE outbox SET state = 'expired', call = NULL, ended_at = :now WHERE id IN (
    SELECT id FROM outbox WHERE state = 'waiting' AND expires_at <= :now LIMIT :most
);

-- name: drop_message_ids(before, most)!
UPDATE outbox SET message_id = NULL WHERE id IN (
    SELECT id FROM outbox WHERE message_id IS NOT NULL AND ended_at < :before LIMIT :most
);

-- name: drop_ended(before, long_before, most)!
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox
    WHERE ended_at < :before AND state IN ('sent', 'failed', 'expired', 'cancelled')
        AND (kind <> 'digest' OR state = 'sent' OR ended_at < :long_before)
    LIMIT :most
);
