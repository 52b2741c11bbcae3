-- name: invite(hash, grants, now, expires_at)!
INSERT INTO invitations (hash, grants, made_at, expires_at, used_at)
VALUES (:hash, :grants, :now, :expires_at, NULL);

-- name: invitation(hash)^
SELECT grants, expires_at, used_at FROM invitations WHERE hash = :hash;

-- name: use(hash, now)!
UPDATE invitations SET used_at = :now WHERE hash = :hash AND used_at IS NULL AND expires_at > :now;

-- name: prune_invitations(before)!
DELETE FROM invitations WHERE expires_at < :before;

-- name: last_number()$
SELECT coalesce(max(number), 0) FROM staff;

-- name: add(member, number, languages, zone, from_hour, to_hour, daily_cap)!
INSERT INTO staff (
    member, number, languages, zone, from_hour, to_hour, daily_cap, on_duty, distress_day, distress_seen
)
VALUES (:member, :number, :languages, :zone, :from_hour, :to_hour, :daily_cap, 0, 0, 0)
ON CONFLICT (member) DO NOTHING;

-- name: grant(member, role, scope)!
INSERT INTO grants (member, role, scope, paused) VALUES (:member, :role, :scope, NULL)
ON CONFLICT (member, role, scope) DO UPDATE SET paused = NULL;

-- name: find(member)^
SELECT member, number, languages, zone, from_hour, to_hour, daily_cap, on_duty FROM staff WHERE member = :member;

-- name: by_number(number)^
SELECT member, number, languages, zone, from_hour, to_hour, daily_cap, on_duty FROM staff WHERE number = :number;

-- name: all()
SELECT member, number, languages, zone, from_hour, to_hour, daily_cap, on_duty FROM staff ORDER BY number;

-- name: grants(member)
SELECT role, scope, paused FROM grants WHERE member = :member ORDER BY role, scope;

-- name: every_grant()
SELECT member, role, scope, paused FROM grants ORDER BY role, scope;

-- name: remove(member)!
DELETE FROM staff WHERE member = :member;

-- name: remove_grants(member)!
DELETE FROM grants WHERE member = :member;

-- name: set_languages(member, known, languages)!
UPDATE staff SET languages = :languages WHERE member = :member AND languages = :known;

-- name: set_hours(member, from_hour, to_hour)!
UPDATE staff SET from_hour = :from_hour, to_hour = :to_hour WHERE member = :member;

-- name: set_zone(member, zone)!
UPDATE staff SET zone = :zone WHERE member = :member;

-- name: set_daily_cap(member, daily_cap)!
UPDATE staff SET daily_cap = :daily_cap WHERE member = :member;

-- name: set_duty(member, on_duty)!
UPDATE staff SET on_duty = :on_duty WHERE member = :member;

-- name: pause(member, role, scope, now)!
UPDATE grants SET paused = :now WHERE member = :member AND role = :role AND scope = :scope AND paused IS NULL;

-- name: take_up(member, role, scope)!
UPDATE grants SET paused = NULL
WHERE member = :member AND role = :role AND scope = :scope AND paused IS NOT NULL;

-- name: can_see_distressing(member, day)$
SELECT count(*) FROM staff
WHERE member = :member AND daily_cap > 0 AND (distress_day <> :day OR distress_seen < daily_cap);

-- name: see_distressing(member, day)!
UPDATE staff
SET distress_seen = CASE WHEN distress_day = :day THEN distress_seen + 1 ELSE 1 END, distress_day = :day
WHERE member = :member AND daily_cap > 0 AND (distress_day <> :day OR distress_seen < daily_cap);
