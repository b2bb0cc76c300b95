"""What rules have said and held back, as rows: alerts with what they told of each story, and their place in the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import duckdb

from pipeline.alerts.decision import Decisions
from pipeline.alerts.waits import Waiting
from pipeline.identity import content_id
from pipeline.records import Alert, Rule, Suppression
from warehouse.database.rows import append, json_text, listed


def add_decisions(
    con: duckdb.DuckDBPyConnection,
    decisions: Decisions,
    rules: Sequence[Rule],
    now: datetime,
) -> None:
    """Store what the rules said, queue it, and keep what they hold back and wait for."""
    add_alerts(con, decisions.alerts, {rule.name: rule.channels for rule in rules}, now)
    add_suppressions(con, decisions.suppressions)
    append(con, "topic_reports", [asdict(report) for report in decisions.reports])
    _renew_waiting(con, decisions.waiting)


def add_alerts(
    con: duckdb.DuckDBPyConnection,
    alerts: Sequence[Alert],
    channels: Mapping[str, Sequence[str]],
    now: datetime,
) -> None:
    """Store alerts and queue each for the channels of its rule; one that is stored already is left alone."""
    known = _known(con, [alert.alert_id for alert in alerts])
    fresh = {alert.alert_id: alert for alert in alerts if alert.alert_id not in known}.values()
    append(con, "alert_log", [_alert_row(alert) for alert in fresh])
    append(con, "telling_log", [row for alert in fresh for row in _telling_rows(alert)])
    rows = [
        {
            "alert_id": alert.alert_id,
            "channel": channel,
            "key": content_id("delivery", alert.alert_id, channel),
            "queued_at": now,
        }
        for alert in fresh
        for channel in dict.fromkeys(channels.get(alert.rule, ()))
    ]
    append(con, "outbox", rows)


def _known(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> set[str]:
    rows = con.execute(
        "SELECT alert_id FROM alert_log WHERE alert_id IN (SELECT unnest(?::VARCHAR[]))", [listed(alert_ids)]
    ).fetchall()
    return {row[0] for row in rows}


def _alert_row(alert: Alert) -> dict[str, Any]:
    row = {name: getattr(alert, name) for name in type(alert).__slots__ if name != "tellings"}
    return row | {"evidence": json_text(alert.evidence)}


def _telling_rows(alert: Alert) -> list[dict[str, Any]]:
    return [
        {
            "alert_id": alert.alert_id,
            "rule": alert.rule,
            "story_id": one.story_id,
            "article_id": one.article_id,
            "number": one.number,
            "reason": one.reason,
            "news": json_text(one.news),
            "told": json_text(one.told),
            "moment": alert.moment,
        }
        for one in alert.tellings
    ]


def add_suppressions(con: duckdb.DuckDBPyConnection, suppressions: Sequence[Suppression]) -> None:
    rows = [
        asdict(held) | {"evidence": json_text(held.evidence), "held_at": held.at} for held in suppressions
    ]
    for row in rows:
        del row["at"]
    append(con, "suppression_log", rows)


def _renew_waiting(con: duckdb.DuckDBPyConnection, waiting: Sequence[Waiting]) -> None:
    con.execute("DELETE FROM waiting")
    append(con, "waiting", [asdict(one) for one in waiting])
