-- name: add(id, body, stamp, language, kind, danger, today)!
INSERT INTO gaps (id, body, stamp, language, kind, state, danger, times, first_on, last_on, groups_asked)
VALUES (:id, :body, :stamp, :language, :kind, 'open', :danger, 1, :today, :today, 0);

-- name: is_about(gap, concept)!
INSERT INTO gap_concepts (concept, gap) VALUES (:concept, :gap) ON CONFLICT (concept, gap) DO NOTHING;

-- name: worded(stamp)^
SELECT * FROM gaps WHERE stamp = :stamp AND state IN ('open', 'passed') ORDER BY times DESC, id LIMIT 1;

-- name: about(concept, most)
SELECT gaps.id FROM gap_concepts JOIN gaps ON gaps.id = gap_concepts.gap
WHERE gap_concepts.concept = :concept AND gaps.state IN ('open', 'passed')
ORDER BY gaps.last_on DESC, gaps.id LIMIT :most;

-- name: passed()
SELECT * FROM gaps WHERE state = 'passed' ORDER BY danger DESC, times DESC, first_on, id;

-- name: again(id, danger, today)!
UPDATE gaps
SET times = times + 1, last_on = :today, danger = CASE WHEN danger < :danger THEN :danger ELSE danger END
WHERE id = :id AND state IN ('open', 'passed');

-- name: get(id)^
SELECT * FROM gaps WHERE id = :id;

-- name: living(most, skip)
SELECT * FROM gaps WHERE state IN ('open', 'passed') ORDER BY danger DESC, times DESC, first_on, id LIMIT :most OFFSET :skip;

-- name: pass_wording(id, passed)!
UPDATE gaps SET state = 'passed', passed = :passed WHERE id = :id AND state IN ('open', 'passed');

-- name: wait_again(id)!
UPDATE gaps SET state = 'passed', answered_on = NULL WHERE id = :id AND state = 'answered' AND passed IS NOT NULL;

-- name: reopen(id)!
UPDATE gaps SET state = 'open', passed = NULL, answered_on = NULL WHERE id = :id AND state IN ('passed', 'answered', 'closed');

-- name: finish(id, state, answered_on)!
UPDATE gaps SET state = :state, answered_on = :answered_on WHERE id = :id AND state IN ('open', 'passed');

-- name: answered(most)
SELECT first_on, answered_on FROM gaps
WHERE state = 'answered' AND answered_on IS NOT NULL ORDER BY answered_on DESC, id LIMIT :most;

-- name: waiting()
SELECT gap, count(*) AS times FROM askers GROUP BY gap;

-- name: count_group(id)!
UPDATE gaps SET groups_asked = groups_asked + 1 WHERE id = :id;

-- name: ask(id, gap, mark, contact, language, now, ends_at)!
INSERT INTO askers (id, gap, mark, contact, language, asked_at, ends_at)
VALUES (:id, :gap, :mark, :contact, :language, :now, :ends_at)
ON CONFLICT (gap, mark) DO NOTHING;

-- name: asker(id)^
SELECT * FROM askers WHERE id = :id;

-- name: askers(gap)
SELECT * FROM askers WHERE gap = :gap ORDER BY asked_at, id;

-- name: marked(mark)
SELECT * FROM askers WHERE mark = :mark ORDER BY asked_at, id;

-- name: renew(id, ends_at, latest_start)!
UPDATE askers SET ends_at = :ends_at WHERE id = :id AND ends_at < :ends_at AND asked_at >= :latest_start;

-- name: drop_asker(id)!
DELETE FROM askers WHERE id = :id;

-- name: ended(now, most)
SELECT * FROM askers WHERE ends_at <= :now ORDER BY ends_at, id LIMIT :most;

-- name: drop_mark(mark)!
DELETE FROM askers WHERE mark = :mark;

-- name: be_willing(target, topics, language)!
INSERT INTO willing (target, topics, language) VALUES (:target, :topics, :language)
ON CONFLICT (target) DO UPDATE SET topics = :topics, language = :language;

-- name: unwilling(target)!
DELETE FROM willing WHERE target = :target;

-- name: willingness(target)^
SELECT * FROM willing WHERE target = :target;

-- name: languages_asked_in()
SELECT DISTINCT language FROM willing;

-- name: may_be_asked(gap, languages, before, most)
SELECT * FROM willing
WHERE (asked_at IS NULL OR asked_at < :before) AND :languages LIKE '%,' || language || ',%'
    AND NOT EXISTS (SELECT 1 FROM asked WHERE asked.gap = :gap AND asked.target = willing.target)
ORDER BY coalesce(asked_at, 0), target LIMIT :most;

-- name: note_asked(gap, target, now)!
INSERT INTO asked (gap, target, asked_at) VALUES (:gap, :target, :now) ON CONFLICT (gap, target) DO NOTHING;

-- name: note_asked_member(target, now, before)!
UPDATE willing SET asked_at = :now WHERE target = :target AND (asked_at IS NULL OR asked_at < :before);

-- name: count_asked(gap)$
SELECT count(*) FROM asked WHERE gap = :gap;

-- name: drop_asked(target)!
DELETE FROM asked WHERE target = :target;

-- name: outdated(before, most)
SELECT id FROM gaps
WHERE last_on < :before AND NOT EXISTS (SELECT 1 FROM askers WHERE askers.gap = gaps.id)
ORDER BY last_on, id LIMIT :most;

-- name: drop(id)!
DELETE FROM gaps WHERE id = :id;

-- name: drop_concepts(gap)!
DELETE FROM gap_concepts WHERE gap = :gap;

-- name: forget_asked(gap)!
DELETE FROM asked WHERE gap = :gap;
