-- Passages that come again in unrelated articles of one outlet, learned as articles arrive and taken out of later ones.

ALTER TABLE fingerprints ADD COLUMN refrain_print BLOB; -- pipeline.refrains.refrain_print; NULL: no passages, or stored before

CREATE TABLE refrain_log (
    refrain_id  VARCHAR NOT NULL,    -- of outlet and passage
    key         BIGINT NOT NULL,     -- the passage as prints have it
    outlet      VARCHAR NOT NULL,    -- its name in comparable form, else its host, else the name of the source
    passage     VARCHAR NOT NULL,    -- as the last of the articles has it
    words       INTEGER NOT NULL,
    articles    JSON NOT NULL,       -- ids of the unrelated articles that showed it, in order of arrival
    evidence    JSON NOT NULL,       -- how many articles and pairs were looked at
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ          -- a person wants it kept: it is neither removed nor learned again
);

CREATE TABLE removal_log (           -- one row a passage that a version of an article lost
    article_id  VARCHAR NOT NULL,
    version     INTEGER NOT NULL,
    refrain_id  VARCHAR NOT NULL,
    paragraph   INTEGER NOT NULL,    -- which one of the text before, from 0
    removed_at  TIMESTAMPTZ NOT NULL
);
