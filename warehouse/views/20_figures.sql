-- Numbers in the texts with what they count: start_at and end_at count characters of articles.text.
CREATE OR REPLACE MACRO main.figures_as_of(moment) AS TABLE
SELECT article_id, counted, value, high, qualifier, start_at, end_at
FROM store.figure_log
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.figures AS SELECT * FROM main.figures_as_of('infinity');
