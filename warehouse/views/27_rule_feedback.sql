-- How often a rule's alerts were called useful, by the last word on each; with the 95 % interval of Wilson (1927), which holds for few.
CREATE OR REPLACE VIEW main.rule_feedback AS
WITH judged AS (
    SELECT alert_id, arg_max(kind, number) = 'useful' AS useful
    FROM store.act_log WHERE kind IN ('useful', 'useless') GROUP BY alert_id
), counted AS (
    SELECT a.rule, count(*)::DOUBLE AS n, count(*) FILTER (WHERE j.useful) AS useful
    FROM judged AS j JOIN store.alert_log AS a ON a.alert_id = j.alert_id
    GROUP BY a.rule
)
SELECT
    rule,
    n::BIGINT AS judged,
    useful,
    round(useful / n, 3) AS precision,
    greatest(0, round((useful + 1.92) / (n + 3.84) - 1.96 * sqrt(useful * (n - useful) / n + 0.96) / (n + 3.84), 3)) + 0 AS low,  -- + 0: never -0
    round((useful + 1.92) / (n + 3.84) + 1.96 * sqrt(useful * (n - useful) / n + 0.96) / (n + 3.84), 3) AS high
FROM counted;
