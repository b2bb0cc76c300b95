-- How each source does. The last week is compared with the source's own habit: the median of the four weeks before, those
-- in which it was read at all, its first poll left out (it brings what had gathered). Counts are compared by their square
-- roots (Anscombe 1948), where chance spreads small and large alike. Quiet: three spreads below, and less than half. By
-- simulation, a source of 50 a week whose weeks differ by a fifth is called quiet wrongly in 1 of 100 weeks and rightly in 87
-- of 100 at a quarter of its habit; one of five a week may give nothing for a week without being called so.
CREATE OR REPLACE VIEW main.source_health AS
WITH horizon AS (SELECT max(polled_at) AS now FROM store.polls),
firsts AS (
    SELECT source, min(polled_at) FILTER (WHERE status IN ('ok', 'unchanged')) AS first_success_at
    FROM store.polls GROUP BY source),
weeks AS (
    SELECT
        p.source,
        floor(date_diff('second', p.polled_at, h.now) / 604800)::INTEGER AS week,
        sum(p.documents)::BIGINT AS given,
        2 * sqrt(sum(p.documents) + 0.375) AS root
    FROM store.polls AS p JOIN firsts AS f ON f.source = p.source, horizon AS h
    WHERE p.polled_at > h.now - INTERVAL 35 DAY AND p.polled_at > f.first_success_at
    GROUP BY p.source, week),
habits AS (
    SELECT
        source,
        median(given) FILTER (WHERE week BETWEEN 1 AND 4) AS expected,
        median(root) FILTER (WHERE week BETWEEN 1 AND 4) AS root,
        greatest(1, 1.4826 * mad(root) FILTER (WHERE week BETWEEN 1 AND 4)) AS spread,
        count(*) FILTER (WHERE week BETWEEN 1 AND 4) AS weeks,
        coalesce(max(given) FILTER (WHERE week = 0), 0) AS seen
    FROM weeks GROUP BY source),
verdicts AS (
    SELECT
        source,
        count(*) FILTER (WHERE verdict = 'paywalled') AS paywalled,
        count(*) FILTER (WHERE verdict = 'script_only') AS script_only
    FROM store.article_versions WHERE valid_to IS NULL GROUP BY source),
totals AS (
    SELECT
        p.source,
        arg_max(p.kind, p.polled_at) AS kind,
        arg_max(p.status, p.polled_at) AS status,
        max(p.polled_at) AS last_polled_at,
        max(p.polled_at) FILTER (WHERE p.status IN ('ok', 'unchanged')) AS last_success_at,
        max(p.polled_at) FILTER (WHERE p.documents > 0) AS last_document_at,
        arg_max_null(p.next_poll_at, p.polled_at) AS next_poll_at,
        arg_max_null(p.error, p.polled_at) AS last_error,
        count(*) AS polls,
        count(*) FILTER (WHERE p.status IN ('failed', 'gone')) AS failures,
        sum(p.documents)::BIGINT AS documents,
        sum(p.rejected)::BIGINT AS rejected,
        sum(p.entries)::BIGINT AS entries,
        count(*) FILTER (WHERE p.gap) AS gaps,
        max(p.polled_at) FILTER (WHERE p.gap) AS last_gap_at,
        arg_max(p.undated, p.polled_at) FILTER (WHERE p.status = 'ok') AS undated,
        arg_max(p.calmed, p.polled_at) FILTER (WHERE p.status = 'ok') AS calmed,
        arg_max(p.capped, p.polled_at) FILTER (WHERE p.status = 'ok') AS capped,
        arg_max(p.waiting, p.polled_at) AS waiting,
        sum(p.older)::BIGINT AS older,
        coalesce(sum(p.pages) FILTER (WHERE p.polled_at > h.now - INTERVAL 7 DAY), 0)::BIGINT AS pages,
        coalesce(sum(p.pages_failed) FILTER (WHERE p.polled_at > h.now - INTERVAL 7 DAY), 0)::BIGINT AS pages_failed,
        coalesce(sum(p.documents) FILTER (WHERE p.polled_at > h.now - INTERVAL 7 DAY), 0)::BIGINT AS seen
    FROM store.polls AS p, horizon AS h
    GROUP BY p.source)
SELECT
    t.source,
    t.kind,
    CASE
        WHEN EXISTS (FROM store.declared_sources) AND t.source NOT IN (FROM store.declared_sources) THEN 'former'
        WHEN t.status IN ('gone', 'failed') THEN t.status
        WHEN t.kind NOT IN ('feed', 'sitemap') THEN 'ok'
        WHEN coalesce(b.weeks, 0) < 2 THEN 'new'
        WHEN 2 * sqrt(b.seen + 0.375) < b.root - 3 * b.spread AND 2 * b.seen < b.expected THEN 'quiet'
        ELSE 'ok'
    END AS state,
    t.status,
    t.last_polled_at,
    t.last_success_at,
    t.last_document_at,
    t.next_poll_at,
    t.last_error,
    t.polls,
    t.failures,
    t.documents,
    t.rejected,
    t.entries,
    t.gaps,
    t.last_gap_at,
    CASE WHEN b.weeks >= 2 THEN b.expected END AS expected,
    t.seen,
    coalesce(t.undated, 0) AS undated,
    coalesce(t.calmed, 0) AS calmed,
    coalesce(t.capped, 0) AS capped,
    t.older,
    t.waiting,
    t.pages,
    t.pages_failed,
    coalesce(v.paywalled, 0) AS paywalled,
    coalesce(v.script_only, 0) AS script_only
FROM totals AS t
LEFT JOIN habits AS b ON b.source = t.source
LEFT JOIN verdicts AS v ON v.source = t.source;
