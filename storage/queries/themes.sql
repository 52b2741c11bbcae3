-- name: mark(mark, today, before)!
INSERT INTO looked (mark, day) VALUES (:mark, :today)
ON CONFLICT (mark) DO UPDATE SET day = excluded.day WHERE looked.day <= :before;

-- name: is_marked(mark, after)$
SELECT count(*) FROM looked WHERE mark = :mark AND day > :after;

-- name: count(card, country, today)!
INSERT INTO themes (country, day, card, people) VALUES (:country, :today, :card, 1)
ON CONFLICT (country, day, card) DO UPDATE SET people = themes.people + 1;

-- name: of_country(country, since, today, fewest)
SELECT card, sum(people) AS people FROM themes
WHERE country = :country AND day > :since AND day <= :today
GROUP BY card HAVING sum(people) >= :fewest ORDER BY sum(people) DESC, card;

-- name: of_all(since, today, fewest)
SELECT card, sum(people) AS people FROM themes
WHERE day > :since AND day <= :today
GROUP BY card HAVING sum(people) >= :fewest ORDER BY sum(people) DESC, card;

-- name: cards()
SELECT DISTINCT card FROM themes;

-- name: forget(mark)!
DELETE FROM looked WHERE mark = :mark;

-- name: outdated_marks(before, most)!
DELETE FROM looked WHERE mark IN (SELECT mark FROM looked WHERE day <= :before ORDER BY day, mark LIMIT :most);

-- name: outdated(before, most)!
DELETE FROM themes WHERE day IN (SELECT DISTINCT day FROM themes WHERE day < :before LIMIT :most);
