"""Rows: how they are written, and how answers are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import orjson

Row = dict[str, Any]


def rows(
    con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] | Mapping[str, object] = ()
) -> list[Row]:
    cursor = con.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def value(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> Any:
    """The one value of a query's one row. Read to the end: in DuckDB 2 an unfinished result blocks its connection."""
    ((found,),) = con.execute(query, list(values)).fetchall()
    return found


def append(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by column name, through Arrow (60 times faster than row by row, see docs/design.md)."""
    if rows:
        import pyarrow as pa  # noqa: PLC0415 - a fifth of the start of a command that only reads

        con.register("incoming", pa.Table.from_pylist(list(rows)))
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")  # noqa: S608 - table names are our own
        con.unregister("incoming")


def listed(values: Iterable[str]) -> str:
    """A list as one value, for `?::VARCHAR[]`.

    DuckDB looks for pandas at every Python value it is given: a list of 500 ids costs 37 ms of processor time, this 1.3.
    """
    return orjson.dumps(list(values)).decode()


def json_text(value: object) -> str:
    """For a JSON column; keys sorted, so that equal evidence is equal text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY).decode()
