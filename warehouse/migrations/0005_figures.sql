-- Who wrote it, who said it, how many: agencies credited, sayings across outlets, names under one key, counts.

ALTER TABLE article_versions ADD COLUMN credit VARCHAR;    -- the agency that the article names as the author of its text

ALTER TABLE mention_log ADD COLUMN country_code VARCHAR;   -- of a place: ISO 3166-1, two letters
ALTER TABLE mention_log ADD COLUMN alias_key VARCHAR;      -- equal for the spellings of a name (pipeline/facts/alias.py)

ALTER TABLE quote_log ADD COLUMN language VARCHAR;         -- of the article, ISO 639-1
ALTER TABLE quote_log ADD COLUMN arrival INTEGER;          -- of the article: what came lately is found without reading all
ALTER TABLE quote_log ADD COLUMN said_id VARCHAR;          -- equal for the variants of one saying (pipeline/facts/saying.py)

CREATE TABLE figure_log (
    article_id  VARCHAR NOT NULL,
    counted     VARCHAR NOT NULL,    -- dead, injured, troops, percent, USD …
    value       DOUBLE NOT NULL,     -- of a range, the lower end
    high        DOUBLE,              -- upper end of a range
    qualifier   VARCHAR,             -- at least, up to, about, more
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,
    valid_from  TIMESTAMPTZ NOT NULL,
    valid_to    TIMESTAMPTZ
);
