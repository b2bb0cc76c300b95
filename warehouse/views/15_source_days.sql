-- What each source gave, day by day (UTC); days on which it was not asked have no row.
CREATE OR REPLACE VIEW main.source_days AS
SELECT
    source,
    (polled_at AT TIME ZONE 'UTC')::DATE AS day,
    count(*) AS polls,
    count(*) FILTER (WHERE status IN ('failed', 'gone')) AS failures,
    sum(entries)::BIGINT AS entries,
    sum(documents)::BIGINT AS documents,
    sum(rejected)::BIGINT AS rejected,
    count(*) FILTER (WHERE gap) AS gaps,
    sum(bytes)::BIGINT AS bytes
FROM store.polls
GROUP BY source, day;
