-- Words in quotation marks. first_outlet: who carried the same words first; variants: how many articles carry them.
CREATE OR REPLACE MACRO main.quotes_as_of(moment) AS TABLE
WITH current_quotes AS (
    SELECT q.*, a.outlet, a.first_seen_at,
           regexp_replace(lower(q.quote), '[^\p{L}\p{N}]+', ' ', 'g') AS words
    FROM store.quote_log AS q
    JOIN main.articles_as_of(moment) AS a ON a.article_id = q.article_id
    WHERE q.valid_from <= moment::TIMESTAMPTZ AND (q.valid_to IS NULL OR q.valid_to > moment::TIMESTAMPTZ)
)
SELECT
    article_id,
    speaker,
    quote,
    start_at,
    end_at,
    first_value(outlet) OVER (PARTITION BY words ORDER BY first_seen_at, article_id) AS first_outlet,
    count(*) OVER (PARTITION BY words) AS variants
FROM current_quotes;

CREATE OR REPLACE VIEW main.quotes AS SELECT * FROM main.quotes_as_of('infinity');
