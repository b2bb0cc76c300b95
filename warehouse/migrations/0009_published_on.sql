-- The day of publication at the outlet, and the offset from UTC in which its time was given. Earlier articles: not known.

ALTER TABLE article_versions ADD COLUMN published_on DATE;
ALTER TABLE article_versions ADD COLUMN published_zone VARCHAR;  -- ±HH:MM
