-- name: hold(card, because, now)!
INSERT INTO holds (card, because, held_at) VALUES (:card, :because, :now)
ON CONFLICT (card) DO UPDATE SET because = excluded.because, held_at = excluded.held_at;

-- name: release(card)!
DELETE FROM holds WHERE card = :card;

-- name: cards()
SELECT card FROM holds;

-- name: all()
SELECT card, because, held_at FROM holds ORDER BY held_at, card;
