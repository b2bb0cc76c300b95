-- Where stories have gone that were absorbed by others: merges followed to their end (UNION, not ALL: a circle ends, too).
CREATE OR REPLACE VIEW store.survivors AS
WITH RECURSIVE chain(id, story_id) AS (
    SELECT absorbed_id, story_id FROM store.story_merges
    UNION
    SELECT chain.id, m.story_id FROM chain JOIN store.story_merges AS m ON m.absorbed_id = chain.story_id
)
SELECT id, story_id FROM chain
WHERE story_id NOT IN (SELECT absorbed_id FROM store.story_merges);
