-- What each version after the first changed. added, removed: lists of sentences.
CREATE OR REPLACE VIEW main.article_changes AS
SELECT
    article_id,
    version,
    changed_at,
    title_before,
    title,
    added::VARCHAR[] AS added,
    removed::VARCHAR[] AS removed,
    kept
FROM store.change_log;
