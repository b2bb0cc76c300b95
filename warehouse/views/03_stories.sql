-- The reports of one event. origins: independent reports. Without a titled article, the title is the first words of the first.
CREATE OR REPLACE MACRO main.stories_as_of(moment) AS TABLE
SELECT
    story_id,
    coalesce(
        arg_min(title, (origin_id IS NOT NULL, arrival)) FILTER (WHERE title IS NOT NULL),
        arg_min(beginning, (origin_id IS NOT NULL, arrival)) FILTER (WHERE beginning <> ''),
        story_id
    ) AS title,
    min(first_seen_at) AS first_seen_at,
    max(first_seen_at) AS last_seen_at,
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    count(DISTINCT coalesce(origin_id, article_id)) AS origins
FROM (
    SELECT *, CASE WHEN length(line) > 90 THEN regexp_replace(left(line, 90), ' [^ ]*$', '') || '…' ELSE line END AS beginning
    FROM (SELECT *, regexp_replace(left(text, 200), '\s+', ' ', 'g') AS line FROM main.articles_as_of(moment))
)
WHERE story_id IS NOT NULL
GROUP BY story_id;

CREATE OR REPLACE VIEW main.stories AS SELECT * FROM main.stories_as_of('infinity');
