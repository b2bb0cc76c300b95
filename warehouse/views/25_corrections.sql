-- Where an article corrects something, or takes itself back: start_at and end_at count characters of its title or text.
CREATE OR REPLACE MACRO main.corrections_as_of(moment) AS TABLE
SELECT article_id, kind, field, start_at, end_at, words
FROM store.correction_log
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.corrections AS SELECT * FROM main.corrections_as_of('infinity');
