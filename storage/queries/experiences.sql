-- name: add(id, receipt, author, contact, language, body, card, gap, audience, consent, received_on)!
INSERT INTO experiences (
    id, receipt, author, contact, language, state, body, card, gap, audience, consent, revision, received_on,
    readers, helped, tried
)
VALUES (
    :id, :receipt, :author, :contact, :language, 'waiting', :body, :card, :gap, :audience, :consent, 1, :received_on,
    0, 0, 0
)
ON CONFLICT (receipt) DO NOTHING;

-- name: get(id)^
SELECT * FROM experiences WHERE id = :id;

-- name: by_receipt(receipt)^
SELECT * FROM experiences WHERE receipt = :receipt;

-- name: by_author(author)
SELECT * FROM experiences WHERE author = :author ORDER BY received_on DESC, id;

-- name: change(id, body, card, audience, consent, revision)!
UPDATE experiences
SET body = :body, card = :card, audience = :audience, consent = :consent, revision = revision + 1
WHERE id = :id AND state = 'waiting' AND revision = :revision;

-- name: publish(id, shown, card, now, revision)!
UPDATE experiences
SET state = 'published', shown = :shown, card = :card, published_at = :now, publish_at = NULL, body = NULL,
    revision = revision + 1
WHERE id = :id AND state IN ('waiting', 'announced') AND revision = :revision;

-- name: announce(id, shown, card, publish_at, revision)!
UPDATE experiences
SET state = 'announced', shown = :shown, card = :card, publish_at = :publish_at, revision = revision + 1
WHERE id = :id AND state = 'waiting' AND revision = :revision;

-- name: announced(now, most)
SELECT * FROM experiences WHERE state = 'announced' AND publish_at <= :now ORDER BY publish_at, id LIMIT :most;

-- name: review_again(id, body, revision)!
UPDATE experiences
SET state = 'waiting', body = :body, shown = NULL, concepts = NULL, publish_at = NULL, published_at = NULL,
    revision = revision + 1
WHERE id = :id AND state IN ('announced', 'published', 'rejected') AND revision = :revision;

-- name: reject(id, revision)!
UPDATE experiences SET state = 'rejected', body = NULL, shown = NULL, publish_at = NULL, revision = revision + 1
WHERE id = :id AND state IN ('waiting', 'announced') AND revision = :revision;

-- name: withdraw(id)!
UPDATE experiences
SET state = 'withdrawn', body = NULL, shown = NULL, concepts = NULL, publish_at = NULL, contact = NULL, author = NULL,
    revision = revision + 1
WHERE id = :id AND state <> 'withdrawn';

-- name: stop_waiting(kind, about, quoted, now)!
UPDATE outbox SET state = 'cancelled', why = 'withdrawn', call = NULL, ended_at = :now
WHERE state = 'waiting' AND (stories LIKE :quoted OR (kind = :kind AND period LIKE :about));

-- name: stop_unknown(kind, about, quoted, now)!
UPDATE outbox SET state = 'expired', why = 'unknown', call = NULL, ended_at = :now
WHERE state = 'unknown' AND (stories LIKE :quoted OR (kind = :kind AND period LIKE :about));

-- name: stop_failed(quoted, now)!
UPDATE outbox SET state = 'cancelled', why = 'withdrawn', call = NULL, ended_at = :now
WHERE state = 'failed' AND call IS NOT NULL AND stories LIKE :quoted;

-- name: stop_sending(quoted)!
UPDATE outbox SET why = 'withdrawn' WHERE state = 'sending' AND stories LIKE :quoted;

-- name: published(after, most)
SELECT * FROM experiences WHERE state = 'published' AND id > :after ORDER BY id LIMIT :most;

-- name: under_card(card, most)
SELECT * FROM experiences WHERE state = 'published' AND card = :card ORDER BY published_at DESC, id LIMIT :most;

-- name: answers_to(gap)
SELECT * FROM experiences WHERE state = 'published' AND gap = :gap ORDER BY published_at, id;

-- name: count_reader(id, by)!
UPDATE experiences SET readers = readers + :by WHERE id = :id AND state = 'published';

-- name: count_helped(id, by)!
UPDATE experiences SET helped = helped + :by WHERE id = :id AND state = 'published';

-- name: count_tried(id, by)!
UPDATE experiences SET tried = tried + :by WHERE id = :id AND state = 'published';

-- name: show_anew(id, shown, revision)!
UPDATE experiences SET shown = :shown WHERE id = :id AND state = 'published' AND revision = :revision;

-- name: keep_concepts(id, concepts)!
UPDATE experiences SET concepts = :concepts WHERE id = :id AND state = 'published';

-- name: react(experience, mark, kind)!
INSERT INTO reactions (experience, mark, kind) VALUES (:experience, :mark, :kind)
ON CONFLICT (experience, mark, kind) DO NOTHING;

-- name: has_reacted(experience, mark, kind)$
SELECT 1 FROM reactions WHERE experience = :experience AND mark = :mark AND kind = :kind;

-- name: drop_reactions(experience)!
DELETE FROM reactions WHERE experience = :experience;

-- name: forget_reactions(mark)!
DELETE FROM reactions WHERE mark = :mark;

-- name: card_counts(audience)
SELECT card, count(*) AS times FROM experiences
WHERE state = 'published' AND card IS NOT NULL AND audience LIKE :audience GROUP BY card;

-- name: count_kept_from(audience, since)$
SELECT count(*) FROM experiences
WHERE state = 'published' AND published_at > :since AND audience NOT LIKE :audience;

-- name: counts()
SELECT state, count(*) AS times FROM experiences GROUP BY state;

-- name: add_picture(id, experience, place, content)!
INSERT INTO pictures (id, experience, place, content) VALUES (:id, :experience, :place, :content)
ON CONFLICT (experience, place) DO NOTHING;

-- name: pictures(experience)
SELECT id, content FROM pictures WHERE experience = :experience ORDER BY place;

-- name: drop_pictures(experience)!
DELETE FROM pictures WHERE experience = :experience;

-- name: count_pictures(experience)$
SELECT count(*) FROM pictures WHERE experience = :experience;

-- name: withdrawn()
SELECT id FROM experiences WHERE state = 'withdrawn';

-- name: lose_author(author)!
UPDATE experiences SET contact = NULL, author = NULL WHERE author = :author;

-- name: lose_contact(before)!
UPDATE experiences SET contact = NULL, author = NULL WHERE contact IS NOT NULL AND received_on < :before;

-- name: outdated(before, most)
SELECT id FROM experiences
WHERE received_on < :before AND state <> 'withdrawn' ORDER BY received_on, id LIMIT :most;
