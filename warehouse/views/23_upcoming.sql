-- What rules hold back and will look at again. story_id NULL: the rule listens for the silence of its topics.
CREATE OR REPLACE VIEW main.upcoming AS
SELECT rule, story_id, article_id, reason, due_at
FROM store.waiting;
