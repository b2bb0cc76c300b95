-- An article is about a declared topic; evidence lists the clauses that matched and where.
CREATE OR REPLACE MACRO main.topic_matches_as_of(moment) AS TABLE
SELECT t.article_id, m.story_id, t.topic, t.version, t.score, t.evidence
FROM store.topic_match_log AS t
LEFT JOIN main.story_members_as_of(moment) AS m ON m.article_id = t.article_id
WHERE t.valid_from <= moment::TIMESTAMPTZ AND (t.valid_to IS NULL OR t.valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.topic_matches AS SELECT * FROM main.topic_matches_as_of('infinity');
