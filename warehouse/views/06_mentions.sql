-- Names in the texts: start_at and end_at count characters of articles.text. alias_key: equal for the spellings of a name.
CREATE OR REPLACE MACRO main.mentions_as_of(moment) AS TABLE
SELECT article_id, name, kind, start_at, end_at, country_code, alias_key
FROM store.mention_log
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.mentions AS SELECT * FROM main.mentions_as_of('infinity');
