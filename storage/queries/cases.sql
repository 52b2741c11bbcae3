-- name: open_case(id, number, kind, subject, language, field, danger, flags, now, due_at)!
INSERT INTO cases (id, number, kind, subject, language, field, danger, flags, state, opened_at, due_at)
VALUES (:id, :number, :kind, :subject, :language, :field, :danger, :flags, 'open', :now, :due_at)
ON CONFLICT DO NOTHING;

-- name: get(id)^
SELECT * FROM cases WHERE id = :id;

-- name: by_number(number)^
SELECT * FROM cases WHERE number = :number;

-- name: of_subject(kind, subject)^
SELECT * FROM cases WHERE kind = :kind AND subject = :subject ORDER BY opened_at DESC, id LIMIT 1;

-- name: waiting(now, danger, due_at, id, most)
SELECT * FROM cases
WHERE state = 'open' AND (claimed_until IS NULL OR claimed_until <= :now)
    AND (danger < :danger OR (danger = :danger AND (due_at > :due_at OR (due_at = :due_at AND id > :id))))
ORDER BY danger DESC, due_at, id LIMIT :most;

-- name: waiting_for(staff, languages, now, danger, due_at, id, most)
SELECT * FROM cases
WHERE state = 'open' AND danger = :danger AND (due_at > :due_at OR (due_at = :due_at AND id > :id))
    AND (claimed_until IS NULL OR claimed_until <= :now) AND :languages LIKE '%,' || language || ',%'
    AND NOT EXISTS (SELECT 1 FROM put_aside WHERE member = :staff AND case_id = cases.id AND until > :now)
ORDER BY due_at, id LIMIT :most;

-- name: dangers(now, most)
SELECT * FROM cases
WHERE state = 'open' AND danger = 2 AND (claimed_until IS NULL OR claimed_until <= :now)
ORDER BY due_at, id LIMIT :most;

-- name: handed_on(now, before, most)
SELECT * FROM cases
WHERE state = 'open' AND danger = 1 AND field <> '' AND opened_at <= :before
    AND (claimed_until IS NULL OR claimed_until <= :now)
ORDER BY due_at, id LIMIT :most;

-- name: put_aside(member, case_id, until)!
INSERT INTO put_aside (member, case_id, until) VALUES (:member, :case_id, :until)
ON CONFLICT (member, case_id) DO UPDATE SET until = excluded.until;

-- name: forget_put_aside(now)!
DELETE FROM put_aside WHERE until <= :now;

-- name: park(id, staff, now, until)!
UPDATE cases SET claimed_by = NULL, claimed_until = :until
WHERE id = :id AND state = 'open' AND claimed_by = :staff AND claimed_until > :now;

-- name: wake(kind, subject)!
UPDATE cases SET claimed_until = NULL WHERE kind = :kind AND subject = :subject AND state = 'open' AND claimed_by IS NULL;

-- name: note_expert(id, verdict)!
UPDATE cases SET expert_said = :verdict, field = '', claimed_by = NULL, claimed_until = NULL
WHERE id = :id AND state = 'open';

-- name: holders(now)
SELECT claimed_by, count(*) AS times FROM cases
WHERE state = 'open' AND claimed_by IS NOT NULL AND claimed_until > :now GROUP BY claimed_by;

-- name: claimed(staff, now)^
SELECT * FROM cases
WHERE state = 'open' AND claimed_by = :staff AND claimed_until > :now ORDER BY claimed_until DESC, id LIMIT 1;

-- name: claim(id, staff, now, until)!
UPDATE cases SET claimed_by = :staff, claimed_until = :until
WHERE id = :id AND state = 'open' AND (claimed_by IS NULL OR claimed_by = :staff OR claimed_until <= :now);

-- name: release(id, staff)!
UPDATE cases SET claimed_by = NULL, claimed_until = NULL WHERE id = :id AND state = 'open' AND claimed_by = :staff;

-- name: pass_first(id, staff, field, now)!
UPDATE cases SET first_by = :staff, first_at = :now, field = :field, claimed_by = NULL, claimed_until = NULL
WHERE id = :id AND state = 'open' AND claimed_by = :staff AND claimed_until > :now AND first_by IS NULL;

-- name: lose_first(staff)!
UPDATE cases SET first_by = NULL, first_at = NULL WHERE state = 'open' AND first_by = :staff;

-- name: escalate(id, staff, field, danger, now)!
UPDATE cases SET field = :field, danger = :danger, claimed_by = NULL, claimed_until = NULL
WHERE id = :id AND state = 'open' AND claimed_by = :staff AND claimed_until > :now;

-- name: decide(id, staff, decision, reason, undo, now)!
UPDATE cases
SET state = 'done', decision = :decision, reason = :reason, decided_by = :staff, decided_at = :now, undo = :undo,
    claimed_by = NULL, claimed_until = NULL
WHERE id = :id AND state = 'open' AND claimed_by = :staff AND claimed_until > :now;

-- name: count_open(kind)$
SELECT count(*) FROM cases WHERE kind = :kind AND state = 'open';

-- name: rejected(kind, since)
SELECT reason, count(*) AS times FROM cases
WHERE kind = :kind AND decision = 'rejected' AND decided_at > :since GROUP BY reason;

-- name: close(kind, subject, decision, now)!
UPDATE cases
SET state = 'done', decision = :decision, decided_at = :now, undo = NULL, claimed_by = NULL, claimed_until = NULL
WHERE kind = :kind AND subject = :subject AND state = 'open';

-- name: reweigh(kind, subject, field, danger, flags)!
UPDATE cases
SET flags = :flags, first_by = NULL, first_at = NULL, expert_said = NULL,
    danger = CASE WHEN danger > :danger THEN danger ELSE :danger END,
    field = CASE WHEN field = '' THEN :field ELSE field END
WHERE kind = :kind AND subject = :subject AND state = 'open';

-- name: undo(id, after)!
UPDATE cases
SET state = 'open', decision = NULL, reason = NULL, decided_by = NULL, decided_at = NULL, undo = NULL,
    claimed_by = NULL, claimed_until = NULL, first_by = NULL, first_at = NULL
WHERE id = :id AND state = 'done' AND undo IS NOT NULL AND decided_at > :after;

-- name: decided_by(staff, after, most)
SELECT * FROM cases WHERE decided_by = :staff AND decided_at > :after ORDER BY decided_at DESC, id LIMIT :most;

-- name: open_counts(now, due_before)
SELECT kind, language, field, danger, first_by, expert_said, count(*) AS times, min(opened_at) AS oldest,
    min(due_at) AS first_due, count(CASE WHEN claimed_until > :now THEN 1 END) AS claimed
FROM cases WHERE state = 'open' AND due_at <= :due_before
GROUP BY kind, language, field, danger, first_by, expert_said;

-- name: forget_undo(before)!
UPDATE cases SET undo = NULL WHERE undo IS NOT NULL AND decided_at <= :before;

-- name: drop_undo(kind, subject)!
UPDATE cases SET undo = NULL WHERE kind = :kind AND subject = :subject;

-- name: prune(before, most)!
DELETE FROM cases WHERE id IN (SELECT id FROM cases WHERE decided_at < :before LIMIT :most);
