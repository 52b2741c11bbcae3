-- name: accept(update_id, body, urgent, received_at)
INSERT INTO inbox (update_id, body, urgent, state, runs, failures, received_at)
VALUES (:update_id, :body, :urgent, 'new', 0, 0, :received_at)
ON CONFLICT (update_id) DO NOTHING
RETURNING update_id;

-- name: undone()
SELECT update_id, body, runs, failures, retry_at, received_at, urgent FROM inbox WHERE state = 'new' ORDER BY update_id;

-- name: kept()
SELECT update_id, body FROM inbox WHERE state = 'new'
UNION ALL
SELECT update_id, body FROM inbox WHERE state = 'dead' AND body IS NOT NULL;

-- name: forget(update_id)!
UPDATE inbox SET state = 'forgotten', body = NULL, retry_at = NULL WHERE update_id = :update_id AND state = 'new';

-- name: begin(update_id)!
UPDATE inbox SET runs = runs + 1 WHERE state = 'new' AND update_id IN (:update_id);

-- name: finish(update_id, state, target, message_id)!
UPDATE inbox SET state = :state, body = NULL, retry_at = NULL, target = :target, message_id = :message_id
WHERE update_id = :update_id AND state = 'new';

-- name: fail(update_id, retry_at)!
UPDATE inbox SET failures = failures + 1, retry_at = :retry_at WHERE update_id = :update_id AND state = 'new';

-- name: bury(update_id, why)!
UPDATE inbox SET state = 'dead', why = :why, retry_at = NULL WHERE update_id = :update_id AND state = 'new';

-- name: get_state(update_id)$
SELECT state FROM inbox WHERE update_id = :update_id;

-- name: oldest()$
SELECT min(received_at) FROM inbox WHERE state = 'new';

-- name: counts()
SELECT state, count(*) AS times FROM inbox GROUP BY state;

-- name: message_ids(target, since)
SELECT message_id FROM inbox WHERE target = :target AND message_id IS NOT NULL AND received_at >= :since
ORDER BY message_id;

-- name: empty_dead(before, most)!
UPDATE inbox SET body = NULL WHERE update_id IN (
    SELECT update_id FROM inbox WHERE state = 'dead' AND body IS NOT NULL AND received_at < :before LIMIT :most
);

-- name: drop_message_ids(before, most)!
UPDATE inbox SET message_id = NULL, target = NULL WHERE update_id IN (
    SELECT update_id FROM inbox WHERE message_id IS NOT NULL AND received_at < :before LIMIT :most
);

-- name: drop_done(before, most)!
DELETE FROM inbox WHERE update_id IN (
    SELECT update_id FROM inbox WHERE state <> 'new' AND received_at < :before LIMIT :most
);
