-- The history of every story, one row an event, told of each story it touched. reason: opened, joined, copy (an article came
-- in as another's text), moved, split, left (to other_story_id), merged (it absorbed other_story_id), absorbed (by it);
-- pinned together, pinned apart, undone. version: of the wirewatch that decided so, as in runs: a run has one moment for all it writes.
CREATE OR REPLACE VIEW main.story_events AS
WITH placed AS (
    SELECT *, coalesce(evidence->>'$.because', reason) AS told, evidence->>'$.from' AS before
    FROM store.memberships
), acts AS (
    SELECT
        p.number,
        p.pin_id,
        p.kind,
        CASE WHEN p.kind = 'undo' THEN 'undone' WHEN p.kind IN ('apart', 'split') THEN 'pinned apart' ELSE 'pinned together' END AS reason,
        p.made_at,
        p.articles,
        to_json({pin: p.pin_id, kind: p.kind, made_by: p.made_by, note: p.note}) AS evidence,
        (p.evidence->>'$.stories[*]') AS stories
    FROM store.pin_log AS p
    WHERE p.refused IS NULL
), events AS (
    SELECT story_id, valid_from AS happened_at, article_id, before AS other_story_id, told AS reason, evidence
    FROM placed
    WHERE told <> 'merged'
    UNION ALL
    SELECT before, valid_from, article_id, story_id, 'left', evidence
    FROM placed
    WHERE told IN ('moved', 'split') AND before IS NOT NULL
    UNION ALL
    SELECT story_id, merged_at, article_id, absorbed_id, 'merged', evidence FROM store.story_merges
    UNION ALL
    SELECT absorbed_id, merged_at, article_id, story_id, 'absorbed', evidence FROM store.story_merges
    UNION ALL
    SELECT
        s.story_id,
        a.made_at,
        a.articles->>0,
        list_filter(a.stories, lambda one: one <> s.story_id)[1],
        a.reason,
        a.evidence
    FROM acts AS a, unnest(a.stories) AS s(story_id)
)
SELECT e.*, r.version
FROM events AS e
LEFT JOIN store.run_log AS r ON r.started_at = e.happened_at;
