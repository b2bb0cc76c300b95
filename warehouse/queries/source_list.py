"""Questions about the sources: how each does, what it gave day by day, and its last polls."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import duckdb

from warehouse.database.rows import Row, rows


def source_health(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """By name, the sources that were ever read."""
    return {row["source"]: row for row in rows(con, "FROM source_health ORDER BY source")}


def next_due(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the first of the sources that have their own times is to be asked; None: there is none."""
    found = con.execute("SELECT min(next_poll_at) FROM source_health WHERE state <> 'former'").fetchall()
    return found[0][0].astimezone(UTC) if found[0][0] else None


def source_days(con: duckdb.DuckDBPyConnection, *, last: date, days: int) -> dict[str, list[Row]]:
    """By name, the days up to `last` on which a source was read, the first first."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    since = last - timedelta(days=days - 1)
    query = "FROM source_days WHERE day BETWEEN $since AND $last ORDER BY source, day"
    for row in rows(con, query, {"since": since, "last": last}):
        found[row["source"]].append(row)
    return dict(found)


def last_polls(con: duckdb.DuckDBPyConnection, source: str, *, limit: int) -> list[Row]:
    """The last polls of a source, the newest first."""
    query = """
        SELECT polled_at, status, entries, known, documents, rejected, gap, bytes, error
        FROM store.polls WHERE source = $source ORDER BY polled_at DESC LIMIT $limit
    """
    return rows(con, query, {"source": source, "limit": limit})
