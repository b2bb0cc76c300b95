-- What kept a topic given as SQL from being asked; rows end when its declaration changes or a rematch has made up for it.

CREATE TABLE topic_fault_log (
    topic       VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,    -- of the topic
    kind        VARCHAR NOT NULL,    -- slow: left out for the rest of each run; failed: over some articles
    article_id  VARCHAR NOT NULL,    -- over which it was met first
    detail      VARCHAR NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);
