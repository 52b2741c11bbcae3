-- name: ask(hash, case_id, now, expires_at)!
INSERT INTO outside_asks (hash, case_id, made_at, expires_at) VALUES (:hash, :case_id, :now, :expires_at);

-- name: find(hash)^
SELECT * FROM outside_asks WHERE hash = :hash;

-- name: answer(hash, verdict, words, now)!
UPDATE outside_asks SET verdict = :verdict, words = :words, answered_at = :now
WHERE hash = :hash AND answered_at IS NULL AND expires_at > :now;

-- name: of_case(case_id)
SELECT * FROM outside_asks WHERE case_id = :case_id ORDER BY made_at DESC, hash;

-- name: forget_words(before)!
UPDATE outside_asks SET words = NULL WHERE words IS NOT NULL AND expires_at < :before;

-- name: prune(before)!
DELETE FROM outside_asks WHERE expires_at < :before;
