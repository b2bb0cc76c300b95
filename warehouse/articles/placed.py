"""What stands at a place in an article's words (names, quotes, figures, corrections): the log of each kind, written and read.

A new kind is a record of pipeline.records with start and end, a table of its columns, and an entry in LOGS.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias, TypeVar

import duckdb

from pipeline.facts.alias import alias_key
from pipeline.records import Correction, Figure, Mention, Quote
from warehouse.database.rows import append, listed, rows

Placed: TypeAlias = Mention | Quote | Figure | Correction
Kind = TypeVar("Kind", Mention, Quote, Figure, Correction)
VersionKey: TypeAlias = tuple[str, datetime, datetime | None]  # an article, and from when to when it read so

LOGS: Final[Mapping[type[Placed], str]] = {
    Mention: "mention_log",
    Quote: "quote_log",
    Figure: "figure_log",
    Correction: "correction_log",
}
_COLUMNS: Final = {"start": "start_at", "end": "end_at"}  # where SQL has a word of its own
_OF_THESE: Final = "article_id IN (SELECT unnest(?::VARCHAR[]))"


def add(
    con: duckdb.DuckDBPyConnection, found: Sequence[Placed], now: datetime, ended: datetime | None = None
) -> None:
    """Store what was found; `ended` is set for a version that another one in the same batch replaces."""
    for kind, log in LOGS.items():
        stored = [_row(one) | {"valid_from": now, "valid_to": ended} for one in found if type(one) is kind]
        append(con, log, stored)


def _row(found: Placed) -> dict[str, Any]:
    """Field by field: there are twenty an article, and dataclasses.asdict copies each value deeply."""
    row = {_COLUMNS.get(name, name): getattr(found, name) for name in type(found).__slots__}
    return row | {"alias_key": alias_key(found.name)} if isinstance(found, Mention) else row


def current(
    con: duckdb.DuckDBPyConnection, kind: type[Kind], article_ids: Sequence[str]
) -> dict[str, list[Kind]]:
    """By article, what stands in its current version, in the order in which it was found."""
    found = rows(
        con,
        f"SELECT {columns(kind)} FROM store.{LOGS[kind]} WHERE valid_to IS NULL AND {_OF_THESE} ORDER BY rowid",  # noqa: S608 - names are our own
        [listed(article_ids)],
    )
    by_article: defaultdict[str, list[Kind]] = defaultdict(list)
    for row in found:
        by_article[row["article_id"]].append(kind(**row))
    return by_article


def ever(
    con: duckdb.DuckDBPyConnection, kind: type[Kind], article_ids: Sequence[str]
) -> dict[VersionKey, list[Kind]]:
    """The same by version, of all versions."""
    found = rows(
        con,
        f"SELECT {columns(kind)}, valid_from, valid_to FROM store.{LOGS[kind]} WHERE {_OF_THESE} ORDER BY rowid",  # noqa: S608 - as above
        [listed(article_ids)],
    )
    by_version: defaultdict[VersionKey, list[Kind]] = defaultdict(list)
    for row in found:
        key = (row["article_id"], row.pop("valid_from"), row.pop("valid_to"))
        by_version[key].append(kind(**row))
    return by_version


def columns(kind: type[Placed]) -> str:
    """Of its log, under the names of its fields."""
    return ", ".join(f'{_COLUMNS.get(name, name)} AS "{name}"' for name in kind.__slots__)
