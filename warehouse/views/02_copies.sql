-- Who took whose text: kind exact or near (folded: not an independent report) or partial (shared passages only).
CREATE OR REPLACE MACRO main.copies_as_of(moment) AS TABLE
SELECT article_id, origin_id, kind, share, evidence
FROM store.copy_log
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.copies AS SELECT * FROM main.copies_as_of('infinity');
