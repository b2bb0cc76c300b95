-- What a rule held back, and why.
CREATE OR REPLACE VIEW main.suppressions AS
SELECT rule, story_id, article_id, reason, evidence, held_at
FROM store.suppression_log;
