"""Connections, transactions, and errors a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_SETTINGS = {
    "memory_limit": "1GB",  # with the index of a million articles and grouping beside it a run stays below 2 GB
    "threads": "2",
    "autoinstall_known_extensions": "false",  # nothing is fetched behind the user's back
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a name in a query is no variable of ours
}


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the text says what to do."""


def connect(path: Path | str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file (or ":memory:") with the session in UTC; refuse with a WarehouseError."""
    if read_only and not Path(path).exists():
        raise WarehouseError(f"There is no warehouse at {path} yet: `wirewatch run` makes it.")
    try:
        con = duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))
    except duckdb.Error as error:
        raise WarehouseError(_advice(path, str(error))) from error
    con.execute("SET TimeZone = 'UTC'")
    return con


def _advice(path: Path | str, error: str) -> str:
    if "lock" in error:
        holder = error.partition("held in")[2].partition(".")[0].strip()
        return f"{path} is held by another process ({holder or 'unknown'}): end it, or wait for it."
    if "not a valid DuckDB" in error or "version number" in error:
        return f"{path} is not a DuckDB file this version can read: {first_line(error)}"
    if "ermission denied" in error or "ead-only" in error:
        return f"{path} cannot be opened for writing (permission denied): check its owner and mode."
    return f"{path} cannot be opened: {first_line(error)}"


def first_line(error: str) -> str:
    """Of what DuckDB says; below it stands the query."""
    return error.strip().splitlines()[0]


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
