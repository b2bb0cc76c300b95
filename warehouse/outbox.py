"""The outbox: alerts waiting for their channels, one row an attempt, what has been given up and may be sent again.

An alert waits on a channel while it has neither been sent nor held there, and has been queued more often than given up.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from pipeline.records import Delivery
from warehouse.alerts import survivors
from warehouse.database import append


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An alert that waits on a channel."""

    alert_id: str
    channel: str
    key: str  # idempotency key, the same for every attempt
    queued_at: datetime
    rule: str
    story_id: str  # the story now: the alert's own, or the one that absorbed it
    article_id: str
    attempts: int  # so far
    tries: int  # of them, since it was queued last
    retry_at: datetime | None  # not to be tried before


_PENDING = """
    WITH queue AS (
        SELECT alert_id, channel, any_value(key) AS key, max(queued_at) AS queued_at, count(*) AS queued
        FROM outbox GROUP BY alert_id, channel
    ), past AS (
        SELECT alert_id, channel,
            count(*) AS attempts,
            count(*) FILTER (WHERE outcome = 'dead') AS deaths,
            count(*) FILTER (WHERE outcome IN ('sent', 'held')) AS ends,
            coalesce(max(attempt) FILTER (WHERE outcome = 'dead'), 0) AS last_death,
            max(attempt) AS last_attempt,
            max(retry_at) AS retry_at  -- a later attempt is never due earlier
        FROM delivery_log GROUP BY alert_id, channel
    )
    SELECT q.alert_id, q.channel, q.key, q.queued_at, a.rule, a.story_id, a.article_id,
        coalesce(p.last_attempt, 0)::INTEGER AS attempts,
        coalesce(p.last_attempt - p.last_death, 0)::INTEGER AS tries,
        CASE WHEN p.last_attempt > p.last_death THEN p.retry_at END AS retry_at
    FROM queue AS q
    JOIN alert_log AS a ON a.alert_id = q.alert_id
    LEFT JOIN past AS p ON p.alert_id = q.alert_id AND p.channel = q.channel
    LEFT JOIN (SELECT DISTINCT article_id, seq FROM article_versions) AS v ON v.article_id = a.article_id
    WHERE coalesce(p.ends, 0) = 0 AND q.queued > coalesce(p.deaths, 0)
    ORDER BY q.channel, q.queued_at, v.seq, q.alert_id
"""


def pending(con: duckdb.DuckDBPyConnection) -> dict[str, list[Pending]]:
    """What waits, by channel, in the order it was queued (in one batch: in order of arrival)."""
    now = survivors(con)
    cursor = con.execute(_PENDING)
    names = [column[0] for column in cursor.description or ()]
    waiting: dict[str, list[Pending]] = {}
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        values["story_id"] = now.get(values["story_id"], values["story_id"])
        waiting.setdefault(values["channel"], []).append(Pending(**values))
    return waiting


def told(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], str]:
    """By rule, story as it is now, and channel: an alert that has been sent there."""
    now = survivors(con)
    rows = con.execute(
        """
        SELECT a.rule, a.story_id, d.channel, min(a.alert_id)
        FROM delivery_log AS d JOIN alert_log AS a ON a.alert_id = d.alert_id
        WHERE d.outcome = 'sent' GROUP BY a.rule, a.story_id, d.channel
        ORDER BY ALL
        """
    ).fetchall()
    return {(rule, now.get(story, story), channel): alert_id for rule, story, channel, alert_id in rows}


def record(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """One attempt; outside a transaction it is durable when this returns."""
    values = asdict(delivery)
    con.execute(
        """
        INSERT INTO delivery_log (alert_id, channel, key, attempt, outcome, error, retry_at, attempted_at)
        VALUES ($alert_id, $channel, $key, $attempt, $outcome, $error, $retry_at, $at)
        """,
        values,
    )


def requeue(con: duckdb.DuckDBPyConnection, now: datetime, alert_ids: Collection[str] | None = None) -> int:
    """Queue what was given up again, all of it or these alerts, under the same keys; how many."""
    dead = [row for row in _dead(con) if alert_ids is None or row[0] in alert_ids]
    rows = [{"alert_id": a, "channel": c, "key": key, "queued_at": now} for a, c, key in dead]
    append(con, "outbox", rows)
    return len(rows)


def _dead(con: duckdb.DuckDBPyConnection) -> Sequence[tuple[str, str, str]]:
    return con.execute(
        """
        WITH past AS (
            SELECT alert_id, channel, count(*) FILTER (WHERE outcome = 'dead') AS deaths,
                count(*) FILTER (WHERE outcome IN ('sent', 'held')) AS ends
            FROM delivery_log GROUP BY alert_id, channel
        )
        SELECT q.alert_id, q.channel, any_value(q.key)
        FROM outbox AS q JOIN past AS p ON p.alert_id = q.alert_id AND p.channel = q.channel
        WHERE p.ends = 0
        GROUP BY q.alert_id, q.channel, p.deaths
        HAVING count(*) = p.deaths
        ORDER BY min(q.queued_at), q.alert_id, q.channel
        """
    ).fetchall()
