-- Why an alert spoke: one row a place that matched, of each story it told of. start_at and end_at count characters of the title or text.
CREATE OR REPLACE VIEW main.alert_matches AS
WITH told AS (
    SELECT alert_id, rule, story_id, unnest(json_extract(evidence, '$.matches[*]')) AS match FROM store.alert_log
    UNION ALL
    SELECT alert_id, rule, story ->> 'story_id', unnest(json_extract(story, '$.matches[*]'))
    FROM (SELECT alert_id, rule, unnest(json_extract(evidence, '$.stories[*]')) AS story FROM store.alert_log)
), places AS (
    SELECT alert_id, rule, story_id, match, unnest(json_extract(match, '$.evidence[*]')) AS place FROM told
)
SELECT
    alert_id,
    rule,
    story_id,
    match ->> 'article_id' AS article_id,
    match ->> 'topic' AS topic,
    place ->> 'clause' AS clause,
    place ->> 'field' AS field, -- title or text; sql: a column that a topic given as SQL returned, which is the clause
    CASE WHEN place ->> 'field' <> 'sql' THEN (place ->> 'start')::INTEGER END AS start_at,
    CASE WHEN place ->> 'field' <> 'sql' THEN (place ->> 'end')::INTEGER END AS end_at,
    place ->> 'words' AS words
FROM places;
