-- Alerts that speak again when something is new, gather stories, or are about no story at all; what people do about them.

ALTER TABLE alert_log ALTER COLUMN story_id DROP NOT NULL;      -- NULL: about several stories, or none
ALTER TABLE alert_log ALTER COLUMN article_id DROP NOT NULL;
ALTER TABLE alert_log ADD COLUMN moment TIMESTAMPTZ;            -- by the clock of the stream: the latest time seen
UPDATE alert_log SET moment = raised_at;
ALTER TABLE suppression_log ALTER COLUMN story_id DROP NOT NULL;
ALTER TABLE suppression_log ALTER COLUMN article_id DROP NOT NULL;

CREATE TABLE telling_log (           -- one row a story an alert tells of
    alert_id    VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL,
    story_id    VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,    -- whose arrival made the rule speak
    number      INTEGER NOT NULL,    -- how often the rule has told of the story, with this
    reason      VARCHAR NOT NULL,    -- matched, reported, changed
    news        JSON NOT NULL,       -- what was new: [{kind, words, before, now, reports, places}]
    told        JSON NOT NULL,       -- all that has been told by now (pipeline.alerts.told)
    moment      TIMESTAMPTZ NOT NULL
);

-- Stories told before this schema: what their articles said by then counts as told.
INSERT INTO telling_log
WITH said AS (
    SELECT m.story_id,
        coalesce(list(DISTINCT n.name ORDER BY n.name) FILTER (WHERE n.kind IN ('person', 'organisation')), []) AS names,
        coalesce(list(DISTINCT n.name ORDER BY n.name) FILTER (WHERE n.kind = 'place'), []) AS places
    FROM memberships AS m JOIN mention_log AS n ON n.article_id = m.article_id AND n.valid_to IS NULL
    WHERE m.valid_to IS NULL GROUP BY m.story_id
)
SELECT a.alert_id, a.rule, a.story_id, a.article_id, 1, a.reason, '[]',
    json_object(
        'alert_id', a.alert_id, 'number', 1, 'at', strftime(a.raised_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%f+00:00'),
        'reports', coalesce((a.evidence->>'reports')::INTEGER, 1), 'severity', -1,
        'said', json_object('name', coalesce(s.names, []), 'place', coalesce(s.places, [])),
        'figures', json('{}'), 'covers', [a.story_id]
    ),
    a.raised_at
FROM alert_log AS a LEFT JOIN said AS s ON s.story_id = a.story_id;

CREATE TABLE waiting (               -- what rules will look at again; renewed with each decision, it is no history
    rule        VARCHAR NOT NULL,
    story_id    VARCHAR,             -- NULL: the silence of its topics
    article_id  VARCHAR,
    reason      VARCHAR NOT NULL,    -- what holds it back
    due_at      TIMESTAMPTZ NOT NULL
);

CREATE TABLE topic_reports (         -- each independent report, when it came: what spikes and silences are counted from
    topic       VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL -- by the clock of the stream
);

INSERT INTO topic_reports
SELECT DISTINCT t.topic, t.article_id, v.seen_at
FROM topic_match_log AS t
JOIN article_versions AS v ON v.article_id = t.article_id AND v.version = 1 AND v.valid_from = t.valid_from
WHERE t.article_id NOT IN (SELECT article_id FROM copy_log WHERE valid_to IS NULL AND kind <> 'partial');

CREATE TABLE correction_log (        -- where an article corrects something, or takes itself back
    article_id  VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,    -- correction, retraction
    field       VARCHAR NOT NULL,    -- title, text
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,
    words       VARCHAR NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE act_log (               -- what people did about alerts, one row an act, never changed
    number      INTEGER NOT NULL,    -- in order, from 1
    act_id      VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,    -- acknowledge, mute, snooze, resume, useful, useless
    rule        VARCHAR,             -- NULL: every rule
    story_id    VARCHAR,             -- NULL: every story
    alert_id    VARCHAR,
    until_at    TIMESTAMPTZ,
    made_by     VARCHAR,
    note        VARCHAR,
    asked_at    TIMESTAMPTZ NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL
);
