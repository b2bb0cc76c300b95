-- What analysts have laid down. state: active, undone, refused. arrival: of the article after which it was made.
CREATE OR REPLACE MACRO main.pins_as_of(moment) AS TABLE
WITH acts AS (
    SELECT * FROM store.pin_log WHERE made_at <= moment::TIMESTAMPTZ
), made AS (
    SELECT *, lead(number) OVER (PARTITION BY pin_id ORDER BY number) AS next
    FROM acts WHERE kind <> 'undo' AND refused IS NULL
), ended AS (
    SELECT * FROM acts WHERE kind = 'undo' AND refused IS NULL
)
SELECT
    p.pin_id,
    p.kind,
    p.articles::VARCHAR[] AS articles,
    p.others::VARCHAR[] AS others,
    CASE WHEN p.refused IS NOT NULL THEN 'refused' WHEN u.number IS NOT NULL THEN 'undone' ELSE 'active' END AS state,
    p.note,
    p.made_by,
    p.made_at,
    p.after_seq AS arrival,
    p.refused AS reason,
    u.made_at AS undone_at,
    u.made_by AS undone_by,
    u.note AS undone_note,
    p.evidence,
    p.number
FROM acts AS p
LEFT JOIN made AS m ON m.number = p.number
LEFT JOIN ended AS u ON m.number IS NOT NULL AND u.pin_id = p.pin_id AND u.number > p.number
    AND (m.next IS NULL OR u.number < m.next)
WHERE p.kind <> 'undo' OR p.refused IS NOT NULL;

CREATE OR REPLACE VIEW main.pins AS SELECT * FROM main.pins_as_of('infinity');
