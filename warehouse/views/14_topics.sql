-- The declared topics as they stand now, and since when; earlier declarations are kept.
CREATE OR REPLACE VIEW main.topics AS
SELECT topic, title, query, version, valid_from AS since
FROM store.topic_versions
WHERE valid_to IS NULL;
