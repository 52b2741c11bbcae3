-- name: add(id, receipt, author, contact, kind, country, region, language, body, picture, received_on)!
INSERT INTO hazards (
    id, receipt, author, contact, kind, country, region, language, state, body, picture, revision, received_on
)
VALUES (
    :id, :receipt, :author, :contact, :kind, :country, :region, :language, 'waiting', :body, :picture, 1, :received_on
)
ON CONFLICT (receipt) DO NOTHING;

-- name: get(id)^
SELECT * FROM hazards WHERE id = :id;

-- name: by_receipt(receipt)^
SELECT * FROM hazards WHERE receipt = :receipt;

-- name: by_author(author)
SELECT * FROM hazards WHERE author = :author ORDER BY received_on DESC, id;

-- name: change(id, body, revision)!
UPDATE hazards SET body = :body, revision = revision + 1
WHERE id = :id AND state = 'waiting' AND revision = :revision;

-- name: tell(id, shown, reach, now, ends_at, revision)!
UPDATE hazards
SET state = 'told', shown = :shown, reach = :reach, told_at = :now, ends_at = :ends_at, body = NULL, picture = NULL,
    revision = revision + 1
WHERE id = :id AND state = 'waiting' AND revision = :revision;

-- name: finish(id, state)!
UPDATE hazards SET state = :state, body = NULL, picture = NULL, revision = revision + 1
WHERE id = :id AND state = 'waiting';

-- name: be_over(id)!
UPDATE hazards SET state = 'over', shown = NULL, revision = revision + 1 WHERE id = :id AND state = 'told';

-- name: withdraw(id)!
UPDATE hazards
SET state = 'withdrawn', author = NULL, contact = NULL, body = NULL, shown = NULL, picture = NULL,
    revision = revision + 1
WHERE id = :id AND state <> 'withdrawn';

-- name: alike(kind, country, region, since)
SELECT * FROM hazards
WHERE country = :country AND region = :region AND kind = :kind AND received_on >= :since
    AND state IN ('waiting', 'told')
ORDER BY received_on DESC, id;

-- name: running(now)
SELECT * FROM hazards WHERE ends_at > :now AND state = 'told' ORDER BY told_at DESC, id;

-- name: ended(after)
SELECT * FROM hazards WHERE ends_at > :after AND state IN ('over', 'withdrawn') ORDER BY told_at DESC, id;

-- name: heard(target, lost)
SELECT hazard, what FROM hazards_heard WHERE target = :target AND period <> :lost;

-- name: note_heard(target, hazard, what, period)!
INSERT INTO hazards_heard (target, hazard, what, period) VALUES (:target, :hazard, :what, :period)
ON CONFLICT (target, hazard, what) DO UPDATE SET period = excluded.period;

-- name: unhear(target, period)!
DELETE FROM hazards_heard WHERE target = :target AND period = :period;

-- name: unread(before, most)
SELECT id FROM hazards WHERE state = 'waiting' AND received_on < :before ORDER BY received_on, id LIMIT :most;

-- name: outdated(received, ended, most)
SELECT id FROM hazards
WHERE (ends_at IS NULL AND received_on < :received) OR ends_at < :ended
ORDER BY received_on, id LIMIT :most;

-- name: forget_heard(hazard)!
DELETE FROM hazards_heard WHERE hazard = :hazard;

-- name: drop(id)!
DELETE FROM hazards WHERE id = :id;
