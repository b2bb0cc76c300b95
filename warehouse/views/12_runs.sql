-- What each run did: documents = new + repeats + rejected. Of a run that was killed only the batches it loaded are known.
CREATE OR REPLACE VIEW main.runs AS
SELECT
    coalesce(r.run_id, b.run_id) AS run_id,
    r.command,
    r.engine,
    coalesce(r.started_at, min(b.loaded_at)) AS started_at, -- a run has one moment for all it writes
    r.finished_at,
    coalesce(sum(b.documents), 0)::BIGINT AS documents,
    coalesce(sum(b.new), 0)::BIGINT AS new,
    coalesce(sum(b.changed), 0)::BIGINT AS changed,
    coalesce(sum(b.repeats), 0)::BIGINT AS repeats,
    coalesce(sum(b.rejected), 0)::BIGINT AS rejected,
    r.seconds,
    r.version
FROM store.run_log AS r
FULL JOIN store.batches AS b ON b.run_id = r.run_id
GROUP BY r.run_id, b.run_id, r.command, r.engine, r.started_at, r.finished_at, r.seconds, r.version;
