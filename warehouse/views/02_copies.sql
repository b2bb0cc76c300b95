-- Who took whose text: kind exact or near (folded: not an independent report) or partial (shared passages only).
-- credit: the agency whose text it is, as the copy says, else as its origin does.
CREATE OR REPLACE MACRO main.copies_as_of(moment) AS TABLE
WITH credited AS (
    SELECT article_id, credit FROM store.article_versions
    WHERE credit IS NOT NULL AND valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ)
)
SELECT c.article_id, c.origin_id, c.kind, c.share, c.evidence, coalesce(own.credit, origin.credit) AS credit
FROM store.copy_log AS c
LEFT JOIN credited AS own ON own.article_id = c.article_id
LEFT JOIN credited AS origin ON origin.article_id = c.origin_id
WHERE c.valid_from <= moment::TIMESTAMPTZ AND (c.valid_to IS NULL OR c.valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.copies AS SELECT * FROM main.copies_as_of('infinity');
