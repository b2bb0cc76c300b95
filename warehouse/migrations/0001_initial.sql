-- The first schema. No primary keys, secondary indexes or foreign keys: loads are 10 times faster and files 4 times
-- smaller without (docs/design.md); batches are made unique first and wirewatch doctor proves what a key would have.
--
-- They lie in the schema store, which is first on the loader's search path; people query the views in main.
--
-- Append-only (law 5): a row with valid_to IS NULL holds now; a judgement that is revised gets its valid_to set and a
-- new row beside it. Times are TIMESTAMPTZ in UTC. Ids are 12 characters (pipeline/identity.py).

CREATE TABLE batches (               -- what has been loaded: a batch that stands here is never loaded again (law 4)
    batch_id    VARCHAR NOT NULL,    -- run that collected it, part
    run_id      VARCHAR NOT NULL,    -- run that loaded it
    documents   INTEGER NOT NULL,
    new         INTEGER NOT NULL,
    changed     INTEGER NOT NULL,    -- of new: a new version of a known article
    repeats     INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    loaded_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE run_log (
    run_id      VARCHAR NOT NULL,    -- start of the run, UTC, to the microsecond
    command     VARCHAR NOT NULL,    -- run, ingest
    engine      VARCHAR NOT NULL,    -- prefect, direct
    started_at  TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    seconds     JSON NOT NULL,       -- by stage
    version     VARCHAR NOT NULL     -- of wirewatch
);

CREATE TABLE article_versions (
    seq           INTEGER NOT NULL,  -- order of arrival; the same for all versions of an article
    article_id    VARCHAR NOT NULL,
    version       INTEGER NOT NULL,  -- 1-based
    uri           VARCHAR NOT NULL,
    url           VARCHAR,
    outlet        VARCHAR,
    source        VARCHAR NOT NULL,
    title         VARCHAR,
    text          VARCHAR NOT NULL,
    language      VARCHAR,
    author        VARCHAR,
    published_at  TIMESTAMPTZ,       -- NULL: not known; never the time of the run
    published_from VARCHAR,          -- how it is known
    words         INTEGER NOT NULL,
    content_hash  VARCHAR NOT NULL,  -- of title and text
    document_hash VARCHAR NOT NULL,  -- of the document as it came: what is known is not extracted again
    seen_at       TIMESTAMPTZ NOT NULL,
    batch_id      VARCHAR NOT NULL,
    valid_from    TIMESTAMPTZ NOT NULL,
    valid_to      TIMESTAMPTZ
);

CREATE TABLE fingerprints (          -- what folding and grouping need; the state of both is rebuilt from here
    seq         INTEGER NOT NULL,
    article_id  VARCHAR NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL,
    copy_print  BLOB NOT NULL,       -- pipeline.copies.fold, little-endian integers
    story_print BLOB NOT NULL        -- pipeline.stories.feature, the same
);

CREATE TABLE copy_log (
    article_id  VARCHAR NOT NULL,
    origin_id   VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    share       DOUBLE NOT NULL,
    evidence    JSON NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE memberships (
    article_id  VARCHAR NOT NULL,
    story_id    VARCHAR NOT NULL,
    similarity  DOUBLE NOT NULL,
    reason      VARCHAR NOT NULL,    -- opened, joined, copy, merged, moved
    evidence    JSON NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE story_merges (
    story_id    VARCHAR NOT NULL,    -- the older id, which survives
    absorbed_id VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,    -- whose arrival showed it
    evidence    JSON NOT NULL,
    merged_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE topic_versions (
    topic       VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
    query       VARCHAR NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE topic_match_log (
    article_id  VARCHAR NOT NULL,
    topic       VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,
    score       DOUBLE NOT NULL,
    evidence    JSON NOT NULL,       -- [{clause, field, start, end, words}]
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE mention_log (
    article_id  VARCHAR NOT NULL,
    name        VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE quote_log (
    article_id  VARCHAR NOT NULL,
    speaker     VARCHAR,
    quote       VARCHAR NOT NULL,
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);

CREATE TABLE alert_log (             -- written with the matches, in one transaction; the outbox is what has no end yet
    alert_id    VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL,
    story_id    VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    evidence    JSON NOT NULL,
    raised_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE outbox (                -- one row an alert and channel, and another each time a dead one is queued again
    alert_id    VARCHAR NOT NULL,
    channel     VARCHAR NOT NULL,
    key         VARCHAR NOT NULL,    -- idempotency key, the same for every attempt
    queued_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE delivery_log (          -- one row an attempt
    alert_id    VARCHAR NOT NULL,
    channel     VARCHAR NOT NULL,
    key         VARCHAR NOT NULL,
    attempt     INTEGER NOT NULL,
    outcome     VARCHAR NOT NULL,    -- sent, failed, dead, held
    error       VARCHAR,             -- without secrets; with sent: who did not get it
    retry_at    TIMESTAMPTZ,         -- failed: not before (backoff, Retry-After)
    attempted_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE suppression_log (
    rule        VARCHAR NOT NULL,
    story_id    VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    evidence    JSON NOT NULL,
    held_at     TIMESTAMPTZ NOT NULL
);

CREATE TABLE rejection_log (
    rejection_id VARCHAR NOT NULL,   -- of uri, line, stage, reason and detail: the same refusal is kept once
    uri         VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    line        INTEGER,
    stage       VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    detail      VARCHAR NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL,
    batch_id    VARCHAR NOT NULL
);

CREATE TABLE polls (                 -- one row each time a source was read: what was expected and what was seen
    source      VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,    -- files, feed
    polled_at   TIMESTAMPTZ NOT NULL,
    status      VARCHAR NOT NULL,    -- ok, unchanged, failed
    documents   INTEGER NOT NULL,    -- given to the stages
    rejected    INTEGER NOT NULL,    -- refused by the source itself
    entries     INTEGER NOT NULL,    -- offered by the source
    known       INTEGER NOT NULL,    -- of them, the same as at an earlier poll
    gap         BOOLEAN NOT NULL,    -- nothing in common with the poll before: some were probably missed
    bytes       BIGINT NOT NULL,     -- received
    error       VARCHAR,
    batch_id    VARCHAR NOT NULL
);

CREATE TABLE source_states (         -- what the next poll starts from; renewed with each, it is no history
    source      VARCHAR NOT NULL,
    state       JSON NOT NULL        -- etag, last_modified, entries seen …: opaque here
);
