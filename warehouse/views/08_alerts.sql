-- What a rule had to say about a story. state: sent (by one channel at least), pending, dead (given up everywhere), held (taken back before it was sent).
CREATE OR REPLACE VIEW main.alerts AS
WITH queued AS (
    SELECT alert_id, channel, count(*) AS queued FROM store.outbox GROUP BY ALL
), tried AS (
    SELECT
        alert_id,
        channel,
        count(*) FILTER (WHERE outcome = 'dead') AS deaths,
        coalesce(bool_or(outcome = 'sent'), false) AS sent,
        coalesce(bool_or(outcome = 'held'), false) AS held
    FROM store.delivery_log GROUP BY ALL
), by_alert AS (
    SELECT
        q.alert_id,
        list(q.channel ORDER BY q.channel) AS channels,
        list(q.channel ORDER BY q.channel) FILTER (WHERE t.sent) AS delivered,
        list(q.channel ORDER BY q.channel) FILTER (
            WHERE NOT coalesce(t.sent OR t.held, false) AND coalesce(t.deaths, 0) < q.queued) AS waiting,
        bool_or(coalesce(t.sent, false)) AS sent,
        bool_or(coalesce(t.held, false)) AS held,
        bool_and(coalesce(t.deaths, 0) >= q.queued) AS dead  -- queued again: one death more is allowed
    FROM queued AS q LEFT JOIN tried AS t ON t.alert_id = q.alert_id AND t.channel = q.channel
    GROUP BY q.alert_id
)
SELECT
    a.alert_id,
    a.rule,
    a.story_id,           -- as it was told
    coalesce(s.story_id, a.story_id) AS current_story_id, -- the story that has absorbed it since
    a.article_id,
    a.reason,
    a.raised_at,
    a.moment,
    CASE WHEN b.sent THEN 'sent' WHEN b.held THEN 'held' WHEN b.dead THEN 'dead' ELSE 'pending' END AS state,
    b.channels,
    a.evidence,
    coalesce(b.delivered, []) AS delivered,
    coalesce(b.waiting, []) AS waiting -- a channel that is neither in this list nor in the one before has given up or was held back
FROM store.alert_log AS a
LEFT JOIN by_alert AS b ON b.alert_id = a.alert_id
LEFT JOIN store.survivors AS s ON s.id = a.story_id;
