-- name: keep(series, source, as_of, day, value, kind, coarse, now)!
INSERT INTO quotes (series, source, as_of, day, value, kind, coarse, fetched_at)
VALUES (:series, :source, :as_of, :day, :value, :kind, :coarse, :now)
ON CONFLICT (series, source, as_of) DO UPDATE SET value = excluded.value, fetched_at = excluded.fetched_at;

-- name: held(reach)
SELECT newest.series, newest.source, newest.as_of, newest.value, newest.kind, newest.coarse, newest.fetched_at, (
    SELECT min(same.as_of) FROM quotes AS same
    WHERE same.series = newest.series AND same.source = newest.source AND same.as_of > coalesce((
        SELECT max(other.as_of) FROM quotes AS other
        WHERE other.series = newest.series AND other.source = newest.source AND other.value <> newest.value
            AND other.as_of > newest.as_of - :reach
    ), newest.as_of - :reach)
) AS since
FROM (SELECT series, source, max(as_of) AS as_of FROM quotes GROUP BY series, source) AS last
JOIN quotes AS newest ON last.series = newest.series AND last.source = newest.source AND last.as_of = newest.as_of
ORDER BY newest.series, newest.source;

-- name: accept(series, now, day, as_of, value, kind, decision, sources)!
INSERT INTO accepted (series, accepted_at, day, as_of, value, kind, decision, sources)
VALUES (:series, :now, :day, :as_of, :value, :kind, :decision, :sources)
ON CONFLICT (series, accepted_at) DO UPDATE SET
    day = excluded.day, as_of = excluded.as_of, value = excluded.value, kind = excluded.kind,
    decision = excluded.decision, sources = excluded.sources;

-- name: latest()
SELECT accepted.series, accepted.accepted_at, accepted.as_of, accepted.value, accepted.kind, accepted.decision,
    accepted.sources
FROM (SELECT series, max(accepted_at) AS accepted_at FROM accepted GROUP BY series) AS last
JOIN accepted ON last.series = accepted.series AND last.accepted_at = accepted.accepted_at
ORDER BY accepted.series;

-- name: latest_of(series)
WITH wanted AS (VALUES (:series))
SELECT accepted.series, accepted.accepted_at, accepted.as_of, accepted.value, accepted.kind, accepted.decision,
    accepted.sources
FROM wanted
JOIN accepted ON accepted.series = wanted.column1 AND accepted.accepted_at = (
    SELECT max(newer.accepted_at) FROM accepted AS newer WHERE newer.series = wanted.column1
);

-- name: newest()$
SELECT max(accepted_at) FROM accepted WHERE day = (SELECT max(day) FROM accepted);

-- name: before(series, since, until)$
SELECT value FROM accepted
WHERE series = :series AND accepted_at BETWEEN :since AND :until ORDER BY accepted_at DESC LIMIT 1;

-- name: history(series, since)
SELECT accepted.day, accepted.value FROM (
    SELECT day, max(accepted_at) AS accepted_at FROM accepted WHERE series = :series AND day >= :since GROUP BY day
) AS last
JOIN accepted ON last.accepted_at = accepted.accepted_at AND last.day = accepted.day
WHERE accepted.series = :series
ORDER BY accepted.day;

-- name: doubted(series)
SELECT id, series, value, last_good, as_of, kind, sources, state, raised_at FROM quarantine
WHERE state IN ('waiting', 'unconfirmed', 'refused') AND series IN (:series) ORDER BY raised_at DESC;

-- name: open_doubts()
SELECT id, series, value, last_good, as_of, kind, sources, state, raised_at FROM quarantine
WHERE state IN ('waiting', 'unconfirmed') ORDER BY raised_at, id;

-- name: one_doubt(id)
SELECT id, series, value, last_good, as_of, kind, sources, state, raised_at FROM quarantine WHERE id = :id;

-- name: doubt(id, series, value, last_good, as_of, kind, sources, state, now)!
INSERT INTO quarantine (id, series, value, last_good, as_of, kind, sources, state, raised_at)
VALUES (:id, :series, :value, :last_good, :as_of, :kind, :sources, :state, :now)
ON CONFLICT (id) DO UPDATE SET
    value = excluded.value, as_of = excluded.as_of, kind = excluded.kind, sources = excluded.sources,
    state = excluded.state
WHERE quarantine.state IN ('waiting', 'unconfirmed');

-- name: settle(id, state, now)!
UPDATE quarantine SET state = :state, settled_at = :now WHERE id = :id AND state = 'waiting';

-- name: lapse(series)!
UPDATE quarantine SET state = 'lapsed', settled_at = (
    SELECT max(accepted.accepted_at) FROM accepted WHERE accepted.series = quarantine.series
)
WHERE state IN ('waiting', 'unconfirmed') AND series IN (:series);

-- name: thin_quotes(since, before, most)!
DELETE FROM quotes WHERE (series, source, as_of) IN (
    SELECT series, source, as_of FROM quotes
    WHERE day >= :since AND day < :before AND EXISTS (
        SELECT 1 FROM quotes AS later
        WHERE later.series = quotes.series AND later.source = quotes.source
            AND later.as_of > quotes.as_of AND later.as_of < quotes.day + 86400000
    ) LIMIT :most
);

-- name: drop_quotes(before, most)!
DELETE FROM quotes WHERE (series, source, as_of) IN (
    SELECT series, source, as_of FROM quotes WHERE day < :before LIMIT :most
);

-- name: thin_accepted(since, before, most)!
DELETE FROM accepted WHERE (series, accepted_at) IN (
    SELECT series, accepted_at FROM accepted
    WHERE day >= :since AND day < :before AND EXISTS (
        SELECT 1 FROM accepted AS later
        WHERE later.series = accepted.series
            AND later.accepted_at > accepted.accepted_at AND later.accepted_at < accepted.day + 86400000
    ) LIMIT :most
);

-- name: drop_settled(before, most)!
DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE settled_at < :before LIMIT :most);
