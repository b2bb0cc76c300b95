-- The index that folding looks copies up in, and what grouping files articles under, so that a run has nothing to rebuild.
-- Of articles stored before, the next run fills it in (warehouse/stories/copy_index.py).

CREATE TABLE copy_postings (         -- one row a fingerprint of an article, as pipeline.copies.shingle has it; of the latest articles
    fingerprint UINTEGER NOT NULL,
    number      INTEGER NOT NULL     -- seq of the article
);

CREATE TABLE copy_blocks (           -- the same of those before, 65,536 a row, as pipeline.copies.postings lays them; little-endian
    first    INTEGER NOT NULL,       -- lowest seq
    starts   BLOB NOT NULL,
    postings BLOB NOT NULL,
    origins  BLOB NOT NULL,          -- of each article, as in fingerprints: four bytes
    shingles BLOB NOT NULL           -- two bytes
);

ALTER TABLE fingerprints ADD COLUMN origin INTEGER;    -- seq of the article whose exact or near copy it is; its own if of none
ALTER TABLE fingerprints ADD COLUMN shingles INTEGER;  -- how many fingerprints it has
ALTER TABLE fingerprints ADD COLUMN story_keys BLOB;   -- its rarest terms: pipeline.stories.nearby, little-endian integers
