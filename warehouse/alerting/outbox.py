"""The outbox: alerts waiting for their channels, one row an attempt, what has been given up and may be sent again.

An alert waits on a channel while it has neither been sent nor held there, and has been queued more often than given up.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from pipeline.records import Delivery
from warehouse.database.rows import append, listed
from warehouse.stories.merges import survivors


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An alert that waits on a channel."""

    alert_id: str
    channel: str
    key: str  # idempotency key, the same for every attempt
    queued_at: datetime
    rule: str
    story_id: (
        str | None
    )  # the story now: the alert's own, or the one that absorbed it; None: several, or none
    article_id: str | None
    first: bool  # the rule's first alert about its story
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
        a.reason IN ('matched', 'reported') AS first,
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
    """By rule, story as it is now, and channel: a first alert that has been sent there."""
    now = survivors(con)
    rows = con.execute(
        """
        SELECT a.rule, a.story_id, d.channel, min(a.alert_id)
        FROM delivery_log AS d JOIN alert_log AS a ON a.alert_id = d.alert_id
        WHERE d.outcome = 'sent' AND a.reason IN ('matched', 'reported') GROUP BY a.rule, a.story_id, d.channel
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
    dead = [letter for letter in dead_letters(con) if alert_ids is None or letter.alert_id in alert_ids]
    rows = [
        {"alert_id": one.alert_id, "channel": one.channel, "key": one.key, "queued_at": now} for one in dead
    ]
    append(con, "outbox", rows)
    return len(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An alert that was given up on a channel, and has not been queued again since."""

    alert_id: str
    channel: str
    key: str
    rule: str
    story_id: str | None  # as it was when the alert was raised
    queued_at: datetime  # first
    died_at: datetime
    attempts: int
    error: str | None  # the last


def dead_letters(con: duckdb.DuckDBPyConnection) -> list[DeadLetter]:
    """In the order they were queued; asked of the loader's file or the published one."""
    cursor = con.execute(
        """
        WITH past AS (
            SELECT alert_id, channel, count(*) AS attempts,
                count(*) FILTER (WHERE outcome = 'dead') AS deaths,
                count(*) FILTER (WHERE outcome IN ('sent', 'held')) AS ends,
                max(attempted_at) FILTER (WHERE outcome = 'dead') AS died_at,
                arg_max(error, attempt) FILTER (WHERE outcome = 'dead') AS error
            FROM store.delivery_log GROUP BY alert_id, channel
        ), queue AS (
            SELECT alert_id, channel, any_value(key) AS key, min(queued_at) AS queued_at, count(*) AS queued
            FROM store.outbox GROUP BY alert_id, channel
        )
        SELECT q.alert_id, q.channel, q.key, a.rule, a.story_id, q.queued_at, p.died_at, p.attempts, p.error
        FROM queue AS q
        JOIN past AS p ON p.alert_id = q.alert_id AND p.channel = q.channel
        JOIN store.alert_log AS a ON a.alert_id = q.alert_id
        WHERE p.ends = 0 AND q.queued = p.deaths
        ORDER BY q.queued_at, q.alert_id, q.channel
        """
    )
    names = [column[0] for column in cursor.description or ()]
    return [DeadLetter(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def last_attempts(con: duckdb.DuckDBPyConnection, letters: Collection[DeadLetter]) -> list[dict[str, object]]:
    """What became of these since they died; of one that nobody has tried since, that it is queued."""
    cursor = con.execute(
        """
        SELECT alert_id, channel, outcome, error, attempted_at FROM store.delivery_log
        WHERE list_contains(?::VARCHAR[], alert_id)
        QUALIFY row_number() OVER (PARTITION BY alert_id, channel ORDER BY attempt DESC) = 1
        """,
        [listed(letter.alert_id for letter in letters)],
    )
    names = [column[0] for column in cursor.description or ()]
    found = {(row[0], row[1]): dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    told = []
    for letter in letters:
        row = found[letter.alert_id, letter.channel]
        told.append(
            row if row["attempted_at"] > letter.died_at else row | {"outcome": "queued", "error": None}
        )
    return told
