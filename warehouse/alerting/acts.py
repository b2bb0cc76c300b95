"""What people did about alerts, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb

from pipeline.alerts.act import Act, ActKind
from warehouse.database.rows import append, value
from warehouse.stories.merges import survivors


def hushing(con: duckdb.DuckDBPyConnection) -> list[Act]:
    """Acts that hush rules or stories, or end that, in their order; stories by the id they have now."""
    rows = con.execute(
        """
        SELECT kind, rule, story_id, alert_id, until_at AS until, asked_at, made_by, note FROM store.act_log
        WHERE kind IN ('acknowledge', 'mute', 'snooze', 'resume') ORDER BY number
        """
    ).fetchall()
    now = survivors(con)
    return [
        Act(
            kind=ActKind(kind),
            rule=rule,
            story_id=now.get(story_id, story_id),
            alert_id=alert_id,
            until=until,
            asked_at=asked_at,
            made_by=made_by,
            note=note,
        )
        for kind, rule, story_id, alert_id, until, asked_at, made_by, note in rows
    ]


def add_acts(con: duckdb.DuckDBPyConnection, acts: Sequence[Act], now: datetime) -> None:
    """Store acts in their order; one that is stored already is left alone."""
    known = {row[0] for row in con.execute("SELECT act_id FROM store.act_log").fetchall()}
    number = int(value(con, "SELECT coalesce(max(number), 0) FROM store.act_log"))
    fresh = {act.act_id: act for act in acts if act.act_id not in known}
    append(con, "act_log", [_row(act, number + place, now) for place, act in enumerate(fresh.values(), 1)])


def _row(act: Act, number: int, now: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "act_id": act.act_id,
        "kind": act.kind.value,
        "rule": act.rule,
        "story_id": act.story_id,
        "alert_id": act.alert_id,
        "until_at": act.until,
        "made_by": act.made_by,
        "note": act.note,
        "asked_at": act.asked_at,
        "made_at": now,
    }
