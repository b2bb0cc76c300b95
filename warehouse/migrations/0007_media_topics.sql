-- What each article is about, in the terms of the IPTC Media Topics.

CREATE TABLE media_topic_log (
    article_id  VARCHAR NOT NULL,
    code        VARCHAR NOT NULL,    -- medtop:…
    name        VARCHAR NOT NULL,    -- in English
    top         VARCHAR NOT NULL,    -- code of the top topic
    score       DOUBLE NOT NULL,
    evidence    JSON NOT NULL,       -- [{term, adds, times, field, start, end, words}]
    version     VARCHAR NOT NULL,    -- of the rules
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);
