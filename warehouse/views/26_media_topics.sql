-- What an article is about, by the IPTC Media Topics; evidence lists the terms that add most and where they stand first.
CREATE OR REPLACE MACRO main.media_topics_as_of(moment) AS TABLE
SELECT t.article_id, m.story_id, t.code, t.name, t.top, t.score, t.evidence
FROM store.media_topic_log AS t
LEFT JOIN main.story_members_as_of(moment) AS m ON m.article_id = t.article_id
WHERE t.valid_from <= moment::TIMESTAMPTZ AND (t.valid_to IS NULL OR t.valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.media_topics AS SELECT * FROM main.media_topics_as_of('infinity');
