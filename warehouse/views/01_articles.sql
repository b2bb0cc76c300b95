-- The current version of an article. origin_id: whose text it carries (NULL: an independent report).
CREATE OR REPLACE MACRO main.articles_as_of(moment) AS TABLE
SELECT
    a.article_id,
    a.uri,
    a.url,
    a.outlet,
    a.source,
    a.title,
    a.text,
    a.language,
    a.author,
    a.credit,             -- the agency that it names as the author of its text
    a.published_at,       -- NULL: not known
    a.published_from,     -- how it is known
    a.published_precision, -- minute or day
    coalesce(a.published_on, (a.published_at AT TIME ZONE 'UTC')::DATE) AS published_on, -- the day at its outlet
    a.published_zone,     -- offset from UTC in which the time was given
    a.updated_at,         -- as the page says
    a.content_from,       -- page, or what a feed enclosed: content, summary; NULL: a file
    a.verdict,            -- complete, or what is wrong with the text
    a.verdict_evidence,
    a.provenance,         -- by field: where it came from
    a.seen_at AS changed_at,
    first.seen_at AS first_seen_at,
    a.version,
    a.words,
    a.seq AS arrival,     -- order of arrival, 1-based
    c.origin_id,
    m.story_id
FROM store.article_versions AS a
JOIN store.article_versions AS first
  ON first.article_id = a.article_id AND first.version = 1
LEFT JOIN store.copy_log AS c
  ON c.article_id = a.article_id AND c.kind <> 'partial'
 AND c.valid_from <= moment::TIMESTAMPTZ AND (c.valid_to IS NULL OR c.valid_to > moment::TIMESTAMPTZ)
LEFT JOIN store.memberships AS m
  ON m.article_id = a.article_id
 AND m.valid_from <= moment::TIMESTAMPTZ AND (m.valid_to IS NULL OR m.valid_to > moment::TIMESTAMPTZ)
WHERE a.valid_from <= moment::TIMESTAMPTZ AND (a.valid_to IS NULL OR a.valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.articles AS SELECT * FROM main.articles_as_of('infinity');
