-- Words in quotation marks. said_id: equal for the variants of one saying, as decided within its story when the article came; the
-- same words have the same one anywhere. first_outlet: who carried the saying first; variants: how many articles carry it;
-- wordings: in how many forms.
CREATE OR REPLACE MACRO main.quotes_as_of(moment) AS TABLE
WITH current_quotes AS (
    SELECT q.*, a.outlet, a.arrival AS came,
           regexp_replace(lower(q.quote), '[^\p{L}\p{N}]+', ' ', 'g') AS words
    FROM store.quote_log AS q
    JOIN main.articles_as_of(moment) AS a ON a.article_id = q.article_id
    WHERE q.valid_from <= moment::TIMESTAMPTZ AND (q.valid_to IS NULL OR q.valid_to > moment::TIMESTAMPTZ)
), said AS (
    SELECT *, coalesce(said_id, words) AS saying FROM current_quotes
), counted AS (
    SELECT
        saying,
        arg_min(outlet, came) AS first_outlet,
        count(DISTINCT article_id) AS variants,
        count(DISTINCT words) AS wordings
    FROM said
    GROUP BY saying
)
SELECT
    article_id,
    speaker,
    quote,
    start_at,
    end_at,
    first_outlet,
    variants,
    said_id,
    wordings
FROM said
JOIN counted USING (saying);

CREATE OR REPLACE VIEW main.quotes AS SELECT * FROM main.quotes_as_of('infinity');
