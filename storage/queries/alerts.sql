-- name: write(id, number, kind, relation, root, audience, content, author, member_count, group_count, source, now)!
INSERT INTO alerts (
    id, number, kind, relation, root, audience, content, state, author, member_count, group_count, written_at, source,
    after, progress
)
VALUES (
    :id, :number, :kind, :relation, :root, :audience, :content, 'written', :author, :member_count, :group_count, :now,
    :source, 0, 0
);

-- name: get(id)^
SELECT * FROM alerts WHERE id = :id;

-- name: by_number(number)^
SELECT * FROM alerts WHERE number = :number;

-- name: recent(most)
SELECT * FROM alerts WHERE state <> 'written' AND content IS NOT NULL ORDER BY written_at DESC, id LIMIT :most;

-- name: under_way()
SELECT * FROM alerts WHERE state IN ('waiting', 'sending', 'stopping') ORDER BY written_at, id;

-- name: reword(id, content)!
UPDATE alerts SET content = :content WHERE id = :id AND state = 'written';

-- name: drop(id)!
DELETE FROM alerts WHERE id = :id AND state = 'written';

-- name: move(id, was, becomes)!
UPDATE alerts SET state = :becomes WHERE id = :id AND state = :was;

-- name: begin(id, was, agreed_by, now)!
UPDATE alerts SET state = 'sending', agreed_by = :agreed_by, begun_at = :now WHERE id = :id AND state = :was;

-- name: end(id, was, becomes, now)!
UPDATE alerts SET state = :becomes, ended_at = :now, progress_message = NULL WHERE id = :id AND state = :was;

-- name: clears(root)$
SELECT count(*) FROM alerts
WHERE root = :root AND relation = 'clear' AND (state IN ('waiting', 'sending') OR (state = 'done' AND NOT EXISTS (
    SELECT 1 FROM alerts AS later
    WHERE later.root = :root AND later.relation <> 'clear' AND later.begun_at > alerts.begun_at
)));

-- name: open_of(root)$
SELECT count(*) FROM alerts
WHERE root = :root AND relation <> 'clear' AND state IN ('waiting', 'sending', 'stopping');

-- name: family(root)
SELECT * FROM alerts WHERE root = :root AND relation <> 'clear' ORDER BY written_at, id;

-- name: read_up_to(id, source, after)!
UPDATE alerts SET source = :source, after = :after WHERE id = :id AND state = 'sending';

-- name: tell(id, progress, message, now)!
UPDATE alerts SET progress = :progress, progress_message = :message, progress_at = :now WHERE id = :id;

-- name: drop_unsent(before, most)!
DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE state = 'written' AND written_at < :before LIMIT :most);

-- name: empty(before, most)!
UPDATE alerts SET content = NULL WHERE id IN (
    SELECT id FROM alerts WHERE content IS NOT NULL AND ended_at < :before LIMIT :most
);

-- name: prune(before, most)!
DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE ended_at < :before LIMIT :most);
