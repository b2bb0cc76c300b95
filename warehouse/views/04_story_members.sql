-- Why an article is in its story: reason (opened, joined, copy, merged, moved), the score and its parts.
CREATE OR REPLACE MACRO main.story_members_as_of(moment) AS TABLE
SELECT article_id, story_id, similarity, reason, evidence, valid_from AS since
FROM store.memberships
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ);

CREATE OR REPLACE VIEW main.story_members AS SELECT * FROM main.story_members_as_of('infinity');
