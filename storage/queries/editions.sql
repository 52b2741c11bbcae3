-- name: add(target, period, question, told_from)!
INSERT INTO editions (target, period, question, told_from) VALUES (:target, :period, :question, :told_from)
ON CONFLICT (target, period) DO NOTHING;

-- name: get(target, period)^
SELECT * FROM editions WHERE target = :target AND period = :period;

-- name: ask(target, period, question)!
UPDATE editions SET question = :question WHERE target = :target AND period = :period;

-- name: number(target, period, gaps)!
UPDATE editions SET gaps = :gaps WHERE target = :target AND period = :period;

-- name: last_gaps(target)$
SELECT gaps FROM editions WHERE target = :target AND gaps IS NOT NULL ORDER BY period DESC LIMIT 1;

-- name: last_question(target, before)^
SELECT * FROM editions WHERE target = :target AND period < :before AND question IS NOT NULL
ORDER BY period DESC LIMIT 1;

-- name: mark(mark, period)!
INSERT INTO marks (mark, period) VALUES (:mark, :period) ON CONFLICT (mark) DO NOTHING;

-- name: is_marked(mark)$
SELECT count(*) FROM marks WHERE mark = :mark;

-- name: count(target, period, act)!
INSERT INTO presses (target, period, act, times) VALUES (:target, :period, :act, 1)
ON CONFLICT (target, period, act) DO UPDATE SET times = presses.times + 1;

-- name: presses(target, period)
SELECT act, times FROM presses WHERE target = :target AND period = :period ORDER BY act;

-- name: outdated_marks(before, most)!
DELETE FROM marks WHERE mark IN (SELECT mark FROM marks WHERE period < :before ORDER BY period, mark LIMIT :most);

-- name: outdated_presses(before)!
DELETE FROM presses WHERE period < :before;

-- name: outdated_editions(before)!
DELETE FROM editions WHERE period < :before;

-- name: published(since, until, most)
SELECT id FROM experiences
WHERE state = 'published' AND published_at > :since AND published_at <= :until
ORDER BY published_at DESC, id LIMIT :most;

-- name: asked_gaps(target)
SELECT gap FROM asked WHERE target = :target;

-- name: answered_gaps(target, since, until)
SELECT DISTINCT asked.gap AS gap
FROM asked JOIN experiences ON experiences.gap = asked.gap
WHERE asked.target = :target AND experiences.state = 'published'
    AND experiences.published_at > :since AND experiences.published_at <= :until
ORDER BY asked.gap;
