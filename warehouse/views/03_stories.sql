-- The first words of a text.
CREATE OR REPLACE MACRO store.beginning(text) AS CASE
    WHEN length(regexp_replace(left(text, 200), '\s+', ' ', 'g')) > 90
    THEN regexp_replace(left(regexp_replace(left(text, 200), '\s+', ' ', 'g'), 90), ' [^ ]*$', '') || '…'
    ELSE regexp_replace(left(text, 200), '\s+', ' ', 'g')
END;

-- Of a story's articles: the title of the first that has one, reports of their own before copies; else the first words of the first.
CREATE OR REPLACE MACRO store.story_title(title, beginning, origin_id, arrival) AS coalesce(
    arg_min(title, (origin_id IS NOT NULL, arrival)) FILTER (WHERE title IS NOT NULL),
    arg_min(beginning, (origin_id IS NOT NULL, arrival)) FILTER (WHERE beginning <> '')
);

-- The reports of one event. origins: independent reports.
CREATE OR REPLACE MACRO main.stories_as_of(moment) AS TABLE
SELECT
    story_id,
    coalesce(store.story_title(title, beginning, origin_id, arrival), story_id) AS title,
    min(first_seen_at) AS first_seen_at,
    max(first_seen_at) AS last_seen_at,
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    count(DISTINCT coalesce(origin_id, article_id)) AS origins,
    min(published_at) AS first_published_at, -- of those whose time is known
    max(published_at) AS last_published_at
FROM (SELECT *, store.beginning(text) AS beginning FROM main.articles_as_of(moment))
WHERE story_id IS NOT NULL
GROUP BY story_id;

CREATE OR REPLACE VIEW main.stories AS SELECT * FROM main.stories_as_of('infinity');
