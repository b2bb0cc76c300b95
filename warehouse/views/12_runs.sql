-- What each run did: documents = new + repeats + rejected.
CREATE OR REPLACE VIEW main.runs AS
SELECT
    r.run_id,
    r.command,
    r.engine,
    r.started_at,
    r.finished_at,
    coalesce(sum(b.documents), 0)::BIGINT AS documents,
    coalesce(sum(b.new), 0)::BIGINT AS new,
    coalesce(sum(b.changed), 0)::BIGINT AS changed,
    coalesce(sum(b.repeats), 0)::BIGINT AS repeats,
    coalesce(sum(b.rejected), 0)::BIGINT AS rejected,
    r.seconds,
    r.version
FROM store.run_log AS r
LEFT JOIN store.batches AS b ON b.run_id = r.run_id
GROUP BY ALL;
