"""What the feeds of alerts hold: the newest of each rule, and what they say."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

import duckdb

from pipeline.messages.message import Message, render
from warehouse.alerting import alert_facts
from warehouse.database.rows import listed


def newest(
    con: duckdb.DuckDBPyConnection, rules: Collection[str], most: int
) -> dict[str, list[tuple[str, datetime]]]:
    """Ids and times of the last alerts, newest first, by rule; none that was taken back before it was sent."""
    rows = con.execute(
        """
        SELECT rule, alert_id, raised_at FROM main.alerts
        WHERE state <> 'held' AND list_contains(?::VARCHAR[], rule)
        QUALIFY row_number() OVER (PARTITION BY rule ORDER BY raised_at DESC, alert_id) <= ?
        ORDER BY rule, raised_at DESC, alert_id
        """,
        [listed(rules), most],
    ).fetchall()
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for rule, alert_id, raised_at in rows:
        found[rule].append((alert_id, raised_at))
    return found


def messages(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str], show: str) -> dict[str, Message]:
    """What these alerts say, as things stand now; one that cannot be rendered is left out, and its delivery says why."""
    known = alert_facts.facts(con, alert_ids) if alert_ids else {}
    said = {}
    for alert_id, facts in known.items():
        with suppress(Exception):
            said[alert_id] = render(facts, alert_id, show)
    return said
