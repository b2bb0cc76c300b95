"""One SQL query by the local user: read-only, without files or network, and with an end."""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import duckdb

from warehouse.database.connection import WarehouseError, connect


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def write_csv(self, stream: TextIO) -> None:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)


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
        columns = tuple(column[0] for column in cursor.description or ())
        return Result(columns, tuple(cursor.fetchmany(limit)))

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(answer)
        try:
            return asked.result()
        except KeyboardInterrupt:
            con.interrupt()
            raise
