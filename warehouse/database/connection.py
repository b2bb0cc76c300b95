"""Connections, transactions, and errors a person can act on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

_SETTINGS = {
    "memory_limit": "1GB",  # with the index of a million articles and grouping beside it a run stays below 2 GB
    "threads": "2",
    "autoinstall_known_extensions": "false",  # nothing is fetched behind the user's back
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a name in a query is no variable of ours
}


_HOLDER: Final = re.compile(r"lock is held in (.+?)\. See")  # a program and its process id
_DAMAGED: Final = ("Corrupt database", "Could not read enough bytes")


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the text says what to do."""


class DamagedError(WarehouseError):
    """The file is no whole database."""


def connect(path: Path | str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file (or ":memory:") with the session in UTC; refuse with a WarehouseError."""
    if read_only and not Path(path).exists():
        raise WarehouseError(f"There is no warehouse at {path} yet: `wirewatch run` makes it.")
    try:
        con = duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))
    except duckdb.Error as error:
        raise _refusal(path, str(error)) from error
    con.execute("SET TimeZone = 'UTC'")
    return con


def _refusal(path: Path | str, error: str) -> WarehouseError:
    if "Could not set lock" in error:
        holder = _HOLDER.search(error)
        return WarehouseError(
            f"{path} is held by another process ({holder[1] if holder else 'unknown'}): end it, or wait for it."
        )
    if any(sign in error for sign in _DAMAGED):
        return DamagedError(f"{path} is damaged: {first_line(error)}.")
    if "not a valid DuckDB" in error or "version number" in error:
        return WarehouseError(f"{path} is not a DuckDB file this version can read: {first_line(error)}")
    if "ermission denied" in error or "ead-only" in error:
        return WarehouseError(
            f"{path} cannot be opened for writing (permission denied): check its owner and mode."
        )
    return WarehouseError(f"{path} cannot be opened: {first_line(error)}")


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
