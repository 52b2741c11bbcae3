-- name: all()
SELECT source, next_at, failures, day, requests, worked_at, fault FROM price_sources ORDER BY source;

-- name: asked(source, next_at, failures, day, requests, worked_at, fault)!
INSERT INTO price_sources (source, next_at, failures, day, requests, worked_at, fault)
VALUES (:source, :next_at, :failures, :day, :requests, :worked_at, :fault)
ON CONFLICT (source) DO UPDATE SET
    next_at = excluded.next_at, failures = excluded.failures,
    requests = excluded.requests + CASE WHEN price_sources.day = excluded.day THEN price_sources.requests ELSE 0 END,
    day = excluded.day, worked_at = coalesce(excluded.worked_at, price_sources.worked_at), fault = excluded.fault;

-- name: due_now()!
UPDATE price_sources SET next_at = 0;
