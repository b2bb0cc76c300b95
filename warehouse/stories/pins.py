"""Pins as rows: what is in force, where the articles stand that they name, and what was laid down when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import duckdb
import orjson

from pipeline.records import Json
from pipeline.stories.pin import Pin, PinKind, PinRequest, Pins
from pipeline.stories.ruling import Refused, Ruling, Stood, contradiction
from warehouse.articles.article_versions import last_seq
from warehouse.database.connection import WarehouseError
from warehouse.database.rows import append, json_text, listed, value


def in_force(con: duckdb.DuckDBPyConnection) -> list[Pin]:
    """Pins that were made and not undone, in their order."""
    rows = con.execute(
        "SELECT pin_id, kind, articles, others FROM pins WHERE state = 'active' ORDER BY number"
    ).fetchall()
    return [
        Pin(pin_id=pin_id, kind=PinKind(kind), articles=tuple(articles), others=tuple(others))
        for pin_id, kind, articles, others in rows
    ]


def restored(con: duckdb.DuckDBPyConnection) -> Pins:
    """What grouping is to keep to."""
    pins = in_force(con)
    named = sorted(frozenset().union(*(pin.named for pin in pins)))
    rows = con.execute(
        "SELECT article_id, story_id FROM story_members WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(named)],
    ).fetchall()
    return Pins(pins, dict(rows))


def standing(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Stood]:
    """Every article of every story in which one of these stands."""
    rows = con.execute(
        """
        WITH concerned AS (
            SELECT article_id, story_id FROM story_members WHERE story_id IN (
                SELECT story_id FROM story_members WHERE article_id IN (SELECT unnest(?::VARCHAR[])))
        ), copied AS (
            SELECT article_id, any_value(evidence->>'$.origin') AS origin_id
            FROM store.memberships
            WHERE reason = 'copy' AND article_id IN (SELECT article_id FROM concerned)
            GROUP BY article_id
        )
        SELECT c.article_id, f.seq, c.story_id, o.origin_id
        FROM concerned AS c
        JOIN store.fingerprints AS f ON f.article_id = c.article_id
        LEFT JOIN copied AS o ON o.article_id = c.article_id
        ORDER BY f.seq
        """,
        [listed(article_ids)],
    ).fetchall()
    return [
        Stood(article_id=article_id, arrival=seq, story_id=story_id, copy_of=origin_id)
        for article_id, seq, story_id, origin_id in rows
    ]


def between(con: duckdb.DuckDBPyConnection, kind: PinKind, article_id: str, other_id: str) -> Pin:
    """A pin on two articles, or on those whose text they carry."""
    if article_id == other_id:
        raise WarehouseError(f"{article_id} is one article: name two.")
    return Pin.of(kind, [_original(con, article_id)], [_original(con, other_id)])


def merging(con: duckdb.DuckDBPyConnection, story_id: str, other_id: str) -> Pin:
    """A pin that makes two stories one: it holds together the articles that stand first in them."""
    if story_id == other_id:
        raise WarehouseError(f"{story_id} is one story already.")
    return Pin.of(PinKind.MERGE, _originals(con, story_id)[:1], _originals(con, other_id)[:1])


def splitting(con: duckdb.DuckDBPyConnection, story_id: str, article_ids: Iterable[str]) -> Pin:
    """A pin that takes articles out of a story, away from all its others."""
    there = _originals(con, story_id)
    leaving = list(dict.fromkeys(_original(con, one) for one in article_ids))
    strangers = [one for one in leaving if one not in there]
    if strangers:
        raise WarehouseError(f"{', '.join(strangers)}: not in story {story_id}.")
    if len(leaving) == len(there):
        raise WarehouseError(f"These are all reports of story {story_id}: nothing would be left of it.")
    return Pin.of(PinKind.SPLIT, leaving, [one for one in there if one not in leaving])


def _original(con: duckdb.DuckDBPyConnection, article_id: str) -> str:
    rows = con.execute(
        "SELECT evidence->>'$.origin' FROM store.memberships WHERE reason = 'copy' AND article_id = ? LIMIT 1",
        [article_id],
    ).fetchall()
    return str(rows[0][0]) if rows else article_id


def _originals(con: duckdb.DuckDBPyConnection, story_id: str) -> list[str]:
    """The articles of a story that stand there by themselves, in order of arrival."""
    rows = con.execute("SELECT article_id FROM story_members WHERE story_id = ?", [story_id]).fetchall()
    there = standing(con, [row[0] for row in rows])
    return [one.article_id for one in there if one.copy_of is None]


def next_number(con: duckdb.DuckDBPyConnection) -> int:
    return int(value(con, "SELECT coalesce(max(number), 0) + 1 FROM pin_log"))


def add_act(  # noqa: PLR0913, PLR0917 - what was asked, what came of it
    con: duckdb.DuckDBPyConnection,
    request: PinRequest,
    outcome: Ruling | Refused,
    stood: Sequence[Stood],
    number: int,
    now: datetime,
) -> None:
    """Store what was asked and what came of it; `stood`: where the articles concerned stood before."""
    pin = request.pin
    row = {
        "number": number,
        "pin_id": pin.pin_id,
        "kind": pin.kind.value,
        "articles": json_text(pin.articles),
        "others": json_text(pin.others),
        "after_seq": last_seq(con),
        "refused": outcome.reason if isinstance(outcome, Refused) else None,
        "note": request.note,
        "made_by": request.made_by,
        "evidence": json_text(_evidence(outcome, stood)),
        "asked_at": request.asked_at,
        "made_at": now,
    }
    append(con, "pin_log", [row])


def _evidence(outcome: Ruling | Refused, stood: Sequence[Stood]) -> dict[str, Json]:
    if isinstance(outcome, Refused):
        return {"contradicts": outcome.pin_ids}
    before = dict.fromkeys(one.story_id for one in stood)
    after = dict.fromkeys(row.story_id for row in outcome.changes)
    return {
        "stories": list(before | after),
        "merged": [{"story_id": one.story_id, "absorbed_id": one.absorbed_id} for one in outcome.merges],
        "opened": [story_id for story_id in after if story_id not in before],
        "moved": len({row.article_id for row in outcome.changes}),
    }


def find_pin(con: duckdb.DuckDBPyConnection, prefix: str) -> str:
    """The one pin in force whose id begins so."""
    rows = con.execute(
        "SELECT pin_id FROM pins WHERE state = 'active' AND starts_with(pin_id, lower(?)) ORDER BY pin_id",
        [prefix],
    ).fetchall()
    if not rows:
        raise WarehouseError(f"No pin {prefix} is in force: `wirewatch pin list` shows them.")
    if len(rows) > 1:
        raise WarehouseError(
            f"{prefix} is the beginning of several pins: {', '.join(row[0] for row in rows)}."
        )
    return str(rows[0][0])


def refusal(con: duckdb.DuckDBPyConnection, pin: Pin) -> str | None:
    """Why a pin cannot be made beside those in force, as far as the published warehouse knows."""
    refused = contradiction(pin, in_force(con))
    return refused.reason if refused else None


def pin_list(con: duckdb.DuckDBPyConnection, *, everything: bool) -> list[dict[str, Any]]:
    """The pins in force, or all there ever were, the newest first, with the titles of the articles they name."""
    cursor = con.execute(
        """
        WITH titled AS (
            SELECT article_id, coalesce(title, left(text, 60)) AS title FROM articles
            WHERE article_id IN (SELECT unnest(articles) FROM pins UNION SELECT unnest(others) FROM pins)
        )
        SELECT
            p.*,
            (SELECT list(t.title ORDER BY t.article_id) FROM titled AS t WHERE list_contains(p.articles, t.article_id)) AS titles,
            (SELECT list(t.title ORDER BY t.article_id) FROM titled AS t WHERE list_contains(p.others, t.article_id)) AS other_titles
        FROM pins AS p
        WHERE ? OR p.state = 'active'
        ORDER BY p.number DESC
        """,
        [everything],
    )
    return [_plain(row) for row in _dicts(cursor)]


def last_act(con: duckdb.DuckDBPyConnection, pin_id: str) -> dict[str, Any] | None:
    """What came of the newest request about a pin."""
    cursor = con.execute(
        "SELECT kind, refused, evidence FROM store.pin_log WHERE pin_id = ? ORDER BY number DESC LIMIT 1",
        [pin_id],
    )
    return next((_plain(row) for row in _dicts(cursor)), None)


def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"evidence": orjson.loads(row["evidence"])}
