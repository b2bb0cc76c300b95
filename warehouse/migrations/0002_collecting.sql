-- What a poll left out or could not tell; how an article was got and judged; what a new version changed.

ALTER TABLE polls ADD COLUMN undated INTEGER DEFAULT 0;      -- entries without a believable date
ALTER TABLE polls ADD COLUMN calmed INTEGER DEFAULT 0;       -- of the known, those that change at every poll
ALTER TABLE polls ADD COLUMN capped INTEGER DEFAULT 0;       -- entries beyond a limit: not read
ALTER TABLE polls ADD COLUMN older INTEGER DEFAULT 0;        -- entries from before the source was declared: not taken
ALTER TABLE polls ADD COLUMN waiting INTEGER DEFAULT 0;      -- left to the next poll: pages, files still being written
ALTER TABLE polls ADD COLUMN pages INTEGER DEFAULT 0;        -- fetched, because the source encloses teasers
ALTER TABLE polls ADD COLUMN pages_failed INTEGER DEFAULT 0; -- that could not be fetched
ALTER TABLE polls ADD COLUMN next_poll_at TIMESTAMPTZ;       -- not before; NULL: at every run

ALTER TABLE article_versions ADD COLUMN content_from VARCHAR;        -- page, or what a feed enclosed: content, summary
ALTER TABLE article_versions ADD COLUMN verdict VARCHAR;             -- complete, or what is wrong (pipeline/verdicts/verdict.py)
ALTER TABLE article_versions ADD COLUMN verdict_evidence JSON;
ALTER TABLE article_versions ADD COLUMN updated_at TIMESTAMPTZ;      -- as the page says
ALTER TABLE article_versions ADD COLUMN published_precision VARCHAR; -- minute, day
ALTER TABLE article_versions ADD COLUMN provenance JSON;             -- by field: json-ld, opengraph, feed …

CREATE TABLE change_log (            -- one row a version after the first
    article_id   VARCHAR NOT NULL,
    version      INTEGER NOT NULL,   -- that brought the change
    title_before VARCHAR,
    title        VARCHAR,
    added        JSON NOT NULL,      -- sentences, in their order
    removed      JSON NOT NULL,
    kept         DOUBLE NOT NULL,    -- share of the earlier sentences that stand unchanged
    changed_at   TIMESTAMPTZ NOT NULL
);
