"""One SQL query by the local user: read-only, without files or network, and with an end."""

import csv
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb
import orjson

from warehouse.database.connection import WarehouseError, connect

_INTEGERS: Final = range(-(2**63), 2**64)  # what orjson writes by itself


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a query; no two columns have one name.

    `more`: there were further rows, beyond the limit.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False

    def as_dicts(self) -> list[dict[str, Any]]:
        """A dictionary a row, of values that orjson can write."""
        return [dict(zip(self.columns, map(_in_json, row), strict=True)) for row in self.rows]

    def write_csv(self, stream: TextIO) -> None:
        """A header line, then a line a row; lists, structs and maps as JSON."""
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(map(_in_csv, row) for row in self.rows)


def _in_json(value: object) -> object:
    """Numbers stay numbers, digit by digit, and every key is a text."""
    if isinstance(value, dict):
        return {str(key): _in_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_in_json(part) for part in value]
    if isinstance(value, Decimal) or (isinstance(value, int) and value not in _INTEGERS):
        return orjson.Fragment(str(value))
    return value.hex() if isinstance(value, bytes) else value


def _in_csv(value: object) -> object:
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(_in_json(value), default=str, option=orjson.OPT_UTC_Z).decode()
    return value.hex() if isinstance(value, bytes) else value


def run_query(published: Path, query: str, limit: int) -> Result:
    """Run one SELECT on the published warehouse.

    Raises:
        WarehouseError: it is no single SELECT, or DuckDB refuses it; the text is DuckDB's, with the place.
    """
    with connect(published, read_only=True) as con:
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        try:
            statements = con.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise WarehouseError("Expected one SELECT (or FROM …): the warehouse is read-only here.")
            return _interruptible(con, statements[0], limit)
        except duckdb.Error as error:
            raise WarehouseError(str(error).strip()) from error


def _interruptible(con: duckdb.DuckDBPyConnection, statement: duckdb.Statement, limit: int) -> Result:
    """In a thread of its own, for DuckDB hears no Ctrl-C while it works on a prepared statement."""

    def answer() -> Result:
        cursor = con.execute(statement)
        columns = _apart(column[0] for column in cursor.description or ())
        rows = cursor.fetchmany(limit + 1)
        return Result(columns, tuple(rows[:limit]), more=len(rows) > limit)

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(answer)
        try:
            return asked.result()
        except KeyboardInterrupt:
            con.interrupt()
            raise


def _apart(names: Iterable[str]) -> tuple[str, ...]:
    """A name that comes again gets a number, as DuckDB does it in a subquery: of a join, no column hides another."""
    apart: dict[str, None] = {}
    for name in names:
        free, number = name, 0
        while free in apart:
            number += 1
            free = f"{name}_{number}"
        apart[free] = None
    return tuple(apart)
