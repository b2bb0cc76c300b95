-- Passages that unrelated articles of one outlet have in common, and how often they have been taken out of texts since.
CREATE OR REPLACE VIEW main.refrains AS
SELECT
    r.refrain_id,
    r.outlet,             -- in comparable form: lower case
    r.passage,
    r.words,
    r.articles::VARCHAR[] AS articles, -- unrelated to each other, in order of arrival
    r.evidence,
    r.valid_from AS learned_at,
    r.valid_to AS kept_at, -- a person wants it kept: it is no longer removed
    count(x.article_id) AS removed,
    max(x.removed_at) AS last_removed_at
FROM store.refrain_log AS r
LEFT JOIN store.removal_log AS x ON x.refrain_id = r.refrain_id
GROUP BY ALL;
