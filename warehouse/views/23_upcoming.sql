-- What rules hold back and will look at again. story_id NULL: the rule listens for the silence of its topics.
-- due_at NULL: when somebody resumes what was acknowledged. One whose time has passed waits for its rule to be declared again.
CREATE OR REPLACE VIEW main.upcoming AS
SELECT rule, story_id, article_id, reason, CASE WHEN due_at < '9999-01-01 00:00:00+00' THEN due_at END AS due_at
FROM store.waiting;
