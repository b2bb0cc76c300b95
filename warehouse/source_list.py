"""Questions about the sources: how each does, what it gave day by day, and its last polls."""

from collections import defaultdict
from datetime import date, timedelta

import duckdb

from warehouse.database import WarehouseError, value
from warehouse.queries import Row, rows


def source_health(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """By name, the sources that were ever read.

    Raises:
        WarehouseError: the file was published before there were daily series.
    """
    known = value(con, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'source_days'")
    if not known:
        raise WarehouseError(
            "This warehouse was published by an earlier wirewatch: the next `wirewatch run` renews it."
        )
    return {row["source"]: row for row in rows(con, "FROM source_health ORDER BY source")}


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
