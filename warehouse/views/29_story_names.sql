-- Who and what a story is about: one row a name, its spellings taken together, a last name alone counted with the one full name of
-- the story that ends so. reports: independent ones that name it.
CREATE OR REPLACE MACRO main.story_names_as_of(moment) AS TABLE
WITH named AS (
    SELECT
        a.story_id, a.article_id, a.outlet, a.arrival, a.origin_id, m.name, m.kind, m.country_code,
        m.alias_key, string_split(m.alias_key, ' ')[-1] AS last, contains(m.alias_key, ' ') AS whole
    FROM main.mentions_as_of(moment) AS m
    JOIN main.articles_as_of(moment) AS a ON a.article_id = m.article_id
    WHERE m.alias_key <> ''
), whole AS ( -- the full names by last name, where there is but one
    SELECT story_id, last, min(alias_key) AS alias_key
    FROM named
    WHERE whole AND kind IN ('person', 'name')
    GROUP BY story_id, last
    HAVING count(DISTINCT alias_key) = 1
), resolved AS (
    SELECT n.* REPLACE (CASE WHEN n.whole OR n.kind NOT IN ('person', 'name') THEN n.alias_key ELSE coalesce(w.alias_key, n.alias_key) END AS alias_key)
    FROM named AS n
    LEFT JOIN whole AS w ON w.story_id = n.story_id AND w.last = n.last
)
SELECT
    story_id,
    arg_min(name, (NOT whole, name = upper(name), arrival)) AS name,
    CASE
        WHEN bool_or(kind = 'person') THEN 'person' WHEN bool_or(kind = 'place') THEN 'place'
        WHEN bool_or(kind = 'organisation') THEN 'organisation' ELSE 'name'
    END AS kind,
    any_value(country_code) AS country_code,
    list_sort(list_distinct(list(name))) AS spellings,
    count(DISTINCT article_id) AS articles,
    count(DISTINCT coalesce(origin_id, article_id)) AS reports,
    arg_min(outlet, arrival) AS first_outlet,
    arg_min(article_id, arrival) AS first_article_id
FROM resolved
GROUP BY story_id, alias_key;

CREATE OR REPLACE VIEW main.story_names AS SELECT * FROM main.story_names_as_of('infinity');
