-- What kept topics given as SQL from being asked about articles, and until when.
CREATE OR REPLACE VIEW main.topic_faults AS
SELECT topic, version, kind, article_id, detail, valid_from AS happened_at, valid_to AS ended_at
FROM store.topic_fault_log;
