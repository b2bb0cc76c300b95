"""What people ask about alerts: why one was sent and what became of it, why a rule is silent, what is hushed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from pipeline.alerts.act import Act, Hushed
from pipeline.alerts.beat import Spike, measured
from pipeline.alerts.prospect import Prospect, prospect
from pipeline.alerts.standing import StoryState
from pipeline.messages.message import render
from pipeline.records import Rule, RuleKind
from warehouse.alerting import acts, alert_state
from warehouse.alerting.alert_facts import facts
from warehouse.database.connection import WarehouseError
from warehouse.database.rows import Row, listed, rows


def find_alert(con: duckdb.DuckDBPyConnection, prefix: str) -> str:
    """The one alert whose id begins so.

    Raises:
        WarehouseError: none does, or several do.
    """
    found = rows(
        con,
        "SELECT alert_id FROM alerts WHERE starts_with(alert_id, lower(?)) ORDER BY alert_id LIMIT 5",
        [prefix],
    )
    if not found:
        raise WarehouseError(f"There is no alert {prefix}: `wirewatch alerts` lists them.")
    if len(found) > 1:
        named = ", ".join(row["alert_id"] for row in found)
        raise WarehouseError(f"{prefix} is the beginning of several ids: {named}.")
    return str(found[0]["alert_id"])


def alert_scope(con: duckdb.DuckDBPyConnection, alert_id: str) -> tuple[str, list[str]]:
    """The rule of an alert, and the stories it told of."""
    ((rule,),) = con.execute("SELECT rule FROM alerts WHERE alert_id = ?", [alert_id]).fetchall()
    stories = con.execute(
        "SELECT story_id FROM alert_stories WHERE alert_id = ? ORDER BY story_id", [alert_id]
    ).fetchall()
    return str(rule), [row[0] for row in stories]


def explain(con: duckdb.DuckDBPyConnection, alert_id: str) -> Row:
    """An alert as it was told, each attempt to deliver it, and what its rule has held back of its stories since."""
    message = render(facts(con, [alert_id])[alert_id], "")
    attempts = rows(
        con,
        "SELECT channel, attempt, outcome, error, attempted_at FROM deliveries WHERE alert_id = ? ORDER BY attempted_at, channel",
        [alert_id],
    )
    since = rows(
        con,
        """
        SELECT s.reason, count(*) AS times, max(s.held_at) AS last_at
        FROM suppressions AS s
        JOIN alert_stories AS t ON t.alert_id = $alert AND t.rule = s.rule AND t.story_id = s.story_id
        JOIN alerts AS a ON a.alert_id = t.alert_id
        WHERE s.held_at >= a.raised_at GROUP BY s.reason ORDER BY times DESC, s.reason
        """,
        {"alert": alert_id},
    )
    judged = rows(
        con,
        "SELECT kind, made_by, note, asked_at FROM acts WHERE alert_id = ? ORDER BY number DESC",
        [alert_id],
    )
    return {**message.data, "text": message.text, "deliveries": attempts, "held_since": since, "acts": judged}


def why_not(con: duckdb.DuckDBPyConnection, rule: Rule, story_id: str, now: datetime) -> Prospect:
    """Where a rule stands with a story now."""
    found = alert_state.story_states(con, [story_id], rule.topics, [story_id])
    before = alert_state.before(con, [rule], until=now)
    state = found.get(story_id) or StoryState(story_id=story_id)
    found_now = prospect(rule, state, now, hushed=before.hushed, spoken=before.spoken.get(rule.name, ()))
    waits = any((one.rule, one.story_id) == (rule.name, story_id) for one in before.waiting)
    return replace(found_now, waits=waits, beat=_beat(con, rule, story_id, before.heard.get(rule.name, ())))


def _beat(
    con: duckdb.DuckDBPyConnection, rule: Rule, story_id: str, heard: Sequence[datetime]
) -> Spike | None:
    """The fullest of the windows that ended with a report of the story."""
    if rule.kind is not RuleKind.SPIKE:
        return None
    moments = con.execute(
        """
        SELECT DISTINCT r.seen_at FROM store.topic_reports AS r
        JOIN store.memberships AS m ON m.article_id = r.article_id AND m.valid_to IS NULL
        WHERE m.story_id = ? AND list_contains(?::VARCHAR[], r.topic) ORDER BY r.seen_at DESC LIMIT 100
        """,
        [story_id, listed(rule.topics)],
    ).fetchall()
    found = [measured(rule, heard, moment) for (moment,) in moments]
    return max((one for one in found if one), key=lambda one: one.count, default=None)


def held_back(con: duckdb.DuckDBPyConnection, rule: str, story_id: str) -> list[Row]:
    """What a rule has held back of a story, the newest first."""
    return rows(
        con,
        """
        SELECT s.reason, s.article_id, s.held_at, s.evidence, coalesce(a.title, left(a.text, 80)) AS title, a.outlet
        FROM suppressions AS s LEFT JOIN articles AS a ON a.article_id = s.article_id
        WHERE s.rule = ? AND s.story_id = ? ORDER BY s.held_at DESC, s.article_id, s.reason
        """,
        [rule, story_id],
    )


def hushed(con: duckdb.DuckDBPyConnection, now: datetime) -> list[Act]:
    """What is to be kept silent about now."""
    acts_now = [act for found in Hushed.of(acts.hushing(con)).acts.values() for act in found]
    return sorted(
        (act for act in acts_now if act.until is None or act.until > now), key=lambda act: act.asked_at
    )


def costliest(con: duckdb.DuckDBPyConnection, rule: str) -> Sequence[dict[str, Any]]:
    """Which clauses stood behind a rule's alerts that were called useless, the costliest first."""
    return rows(
        con,
        """
        WITH judged AS (
            SELECT alert_id, arg_max(kind, number) AS kind FROM acts
            WHERE kind IN ('useful', 'useless') GROUP BY alert_id
        ), clauses AS (
            SELECT DISTINCT a.alert_id, j.kind, m.topic, e.clause
            FROM judged AS j
            JOIN alerts AS a ON a.alert_id = j.alert_id AND a.rule = $rule
            JOIN (SELECT alert_id, unnest(from_json(evidence->'$.matches', '[{"topic":"VARCHAR","evidence":[{"clause":"VARCHAR"}]}]')) AS match
                  FROM alerts) AS x ON x.alert_id = a.alert_id,
                 (SELECT x.match.topic AS topic) AS m, (SELECT unnest(x.match.evidence).clause AS clause) AS e
        )
        SELECT topic, clause, count(*) FILTER (WHERE kind = 'useless') AS useless, count(*) AS judged
        FROM clauses GROUP BY topic, clause HAVING useless > 0
        ORDER BY useless DESC, judged, topic, clause LIMIT 5
        """,
        {"rule": rule},
    )
