-- name: member(target)!
DELETE FROM members WHERE id = :target;

-- name: group(target)!
DELETE FROM groups WHERE id = :target;

-- name: outbox(target)!
DELETE FROM outbox WHERE target = :target;

-- name: menus(target)!
DELETE FROM menus WHERE target = :target OR person = :target;

-- name: drafts(target)!
DELETE FROM drafts WHERE target = :target OR person = :target;

-- name: drafts_aside(target)!
DELETE FROM drafts_aside WHERE target = :target OR person = :target;

-- name: staff(target)!
DELETE FROM staff WHERE member = :target;

-- name: grants(target)!
DELETE FROM grants WHERE member = :target;

-- name: put_aside(target)!
DELETE FROM put_aside WHERE member = :target;

-- name: saved(target)!
DELETE FROM saved WHERE target = :target;

-- name: price_choices(target)!
DELETE FROM price_choices WHERE target = :target;

-- name: price_alerts(target)!
DELETE FROM price_alerts WHERE target = :target;

-- name: unasked(target)!
DELETE FROM unasked WHERE target = :target;

-- name: unasked_limits(target)!
DELETE FROM unasked_limits WHERE target = :target;

-- name: subscriptions(target)!
DELETE FROM subscriptions WHERE target = :target;

-- name: editions(target)!
DELETE FROM editions WHERE target = :target;

-- name: presses(target)!
DELETE FROM presses WHERE target = :target;

-- name: hazards_heard(target)!
DELETE FROM hazards_heard WHERE target = :target;

-- name: recipients(target)!
DELETE FROM alert_recipients WHERE target = :target;

-- name: alerts(target)!
UPDATE alerts
SET author = CASE WHEN author = :target THEN NULL ELSE author END,
    agreed_by = CASE WHEN agreed_by = :target THEN NULL ELSE agreed_by END,
    progress_message = CASE WHEN author = :target THEN NULL ELSE progress_message END
WHERE author = :target OR agreed_by = :target;

-- name: jobs(target)!
DELETE FROM jobs WHERE target = :target;

-- name: inbox(target)!
UPDATE inbox SET target = NULL, message_id = NULL, body = NULL WHERE target = :target;

-- name: dead_letters()
SELECT update_id, body FROM inbox WHERE state = 'dead' AND body IS NOT NULL;

-- name: dead_letter(update_id)!
UPDATE inbox SET body = NULL WHERE update_id = :update_id;
