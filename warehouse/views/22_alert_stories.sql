-- What an alert told of each of its stories. number: how often the rule has told of the story by then; news: what was new.
CREATE OR REPLACE VIEW main.alert_stories AS
SELECT alert_id, rule, story_id, article_id, number, reason, news, moment
FROM store.telling_log;
