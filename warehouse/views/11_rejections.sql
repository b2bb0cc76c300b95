-- A document that did not become an article, and why; line: in a file of many documents.
CREATE OR REPLACE VIEW main.rejections AS
SELECT uri, source, line, stage, reason, detail, seen_at
FROM store.rejection_log;
