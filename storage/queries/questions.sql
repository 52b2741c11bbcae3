-- name: record(id, body, stamp, language, outcome, asked_on)!
INSERT INTO questions (id, body, stamp, language, outcome, asked_on)
VALUES (:id, :body, :stamp, :language, :outcome, :asked_on);

-- name: gap(id, kind)!
UPDATE questions SET gap = :kind WHERE id = :id;

-- name: get(id)^
SELECT * FROM questions WHERE id = :id;

-- name: join_gap(id, gap)!
UPDATE questions SET cluster = :gap WHERE id = :id;

-- name: feedback(card, language, verdict, reason, day)!
INSERT INTO feedback (card, language, verdict, reason, day, times)
VALUES (:card, :language, :verdict, :reason, :day, 1)
ON CONFLICT (card, language, verdict, reason, day) DO UPDATE SET times = feedback.times + 1;

-- name: feedback_counts()
SELECT card, language, verdict, reason, day, times FROM feedback ORDER BY card, language, verdict, reason, day;

-- name: gaps()
SELECT questions.id, questions.body, alike.language, alike.gap, alike.times, alike.first_on
FROM (
    SELECT min(id) AS id, language, gap, count(*) AS times, min(asked_on) AS first_on
    FROM questions WHERE gap IS NOT NULL GROUP BY language, stamp, gap
) AS alike
JOIN questions ON questions.id = alike.id
ORDER BY alike.times DESC, alike.first_on, questions.id;

-- name: prune(before, most)!
DELETE FROM questions WHERE id IN (SELECT id FROM questions WHERE asked_on < :before LIMIT :most);
