-- What was taken out of which version of an article. paragraph: of the text as it was before, from 0.
CREATE OR REPLACE VIEW main.removals AS
SELECT x.article_id, x.version, x.refrain_id, r.outlet, r.passage, x.paragraph, x.removed_at
FROM store.removal_log AS x
JOIN store.refrain_log AS r ON r.refrain_id = x.refrain_id;
