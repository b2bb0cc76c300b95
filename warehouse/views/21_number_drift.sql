-- How the tolls of a story were told over time: one row a value, where an independent report told it first. A report's own toll of
-- a kind is the first in its text; "up to" and "another" count neither, and later numbers are of parts or of other events.
CREATE OR REPLACE MACRO main.number_drift_as_of(moment) AS TABLE
WITH own AS (
    SELECT
        a.story_id, f.counted, f.value, f.high, f.qualifier, f.article_id, a.outlet, a.source, f.start_at, f.end_at, a.arrival,
        coalesce(a.published_at, a.first_seen_at) AS told_at
    FROM main.figures_as_of(moment) AS f
    JOIN main.articles_as_of(moment) AS a ON a.article_id = f.article_id
    WHERE a.origin_id IS NULL
      AND f.counted IN ('dead', 'injured', 'missing', 'arrested', 'evacuated', 'rescued')
      AND coalesce(f.qualifier, '') NOT IN ('up to', 'more')
    QUALIFY row_number() OVER (PARTITION BY f.article_id, f.counted ORDER BY f.start_at) = 1
), firsts AS (
    SELECT * FROM own
    QUALIFY row_number() OVER (PARTITION BY story_id, counted, value ORDER BY told_at, arrival) = 1
)
SELECT
    story_id,
    counted,
    row_number() OVER (PARTITION BY story_id, counted ORDER BY told_at, arrival) AS step,
    value,
    high,
    qualifier,
    article_id,
    outlet,
    told_at,
    start_at,
    end_at
FROM firsts;

CREATE OR REPLACE VIEW main.number_drift AS SELECT * FROM main.number_drift_as_of('infinity');
