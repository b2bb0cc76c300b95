-- What people did about alerts: hushed a rule (NULL: all of them) or a story (NULL: all), or said whether an alert was useful.
CREATE OR REPLACE VIEW main.acts AS
SELECT number, act_id, kind, rule, story_id, alert_id, until_at, made_by, note, asked_at, made_at
FROM store.act_log;
