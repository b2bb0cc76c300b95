-- How each source does. expected: documents a week by its own habit (the 28 days before); seen: in the last 7 days.
CREATE OR REPLACE VIEW main.source_health AS
WITH horizon AS (SELECT max(polled_at) AS now FROM store.polls)
SELECT
    p.source,
    arg_max(p.kind, p.polled_at) AS kind,
    arg_max(p.status, p.polled_at) AS status,
    max(p.polled_at) AS last_polled_at,
    max(p.polled_at) FILTER (WHERE p.status <> 'failed') AS last_success_at,
    arg_max(p.error, p.polled_at) AS last_error,
    count(*) AS polls,
    count(*) FILTER (WHERE p.status = 'failed') AS failures,
    sum(p.documents)::BIGINT AS documents,
    sum(p.rejected)::BIGINT AS rejected,
    sum(p.entries)::BIGINT AS entries,
    count(*) FILTER (WHERE p.gap) AS gaps,
    max(p.polled_at) FILTER (WHERE p.gap) AS last_gap_at,
    round(sum(p.documents) FILTER (
        WHERE p.polled_at > h.now - INTERVAL 35 DAY AND p.polled_at <= h.now - INTERVAL 7 DAY) / 4, 1) AS expected,
    coalesce(sum(p.documents) FILTER (WHERE p.polled_at > h.now - INTERVAL 7 DAY), 0)::BIGINT AS seen
FROM store.polls AS p, horizon AS h
GROUP BY p.source;
