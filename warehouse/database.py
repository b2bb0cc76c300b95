"""Opening the warehouse: connections, migrations, transactions, and errors a person can act on."""

import importlib.resources
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson

_SETTINGS = {
    "memory_limit": "1GB",  # with the index of a million articles and grouping beside it a run stays below 2 GB
    "threads": "2",
    "autoinstall_known_extensions": "false",  # nothing is fetched behind the user's back
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a name in a query is no variable of ours
}
_LACKING: Final = (duckdb.CatalogException, duckdb.BinderException)  # no such table, no such column
_MADE: Final = re.compile(r"^CREATE OR REPLACE (VIEW|MACRO) ([a-z_.]+)", re.MULTILINE)


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


def open_loader(path: Path | str) -> duckdb.DuckDBPyConnection:
    """The loader's own database, brought to the newest schema, internal tables first on the search path."""
    con = connect(path)
    try:
        migrate(con)
    except BaseException:
        con.close()
        raise
    return con


def _advice(path: Path | str, error: str) -> str:
    if "lock" in error:
        holder = error.partition("held in")[2].partition(".")[0].strip()
        return f"{path} is held by another process ({holder or 'unknown'}): end it, or wait for it."
    if "not a valid DuckDB" in error or "version number" in error:
        return f"{path} is not a DuckDB file this version can read: {_first_line(error)}"
    if "ermission denied" in error or "ead-only" in error:
        return f"{path} cannot be opened for writing (permission denied): check its owner and mode."
    return f"{path} cannot be opened: {_first_line(error)}"


def _first_line(error: str) -> str:
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


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the schema to the newest version, each step and its record in one transaction, then renew the views.

    Raises:
        WarehouseError: a newer wirewatch wrote this file.
    """
    con.execute(
        "CREATE SCHEMA IF NOT EXISTS store"
    )  # people query the views in main; these tables may change
    con.execute("CREATE TABLE IF NOT EXISTS store.schema_version (version INTEGER, applied_at TIMESTAMPTZ)")
    con.execute("SET search_path = 'store,main'")
    current = schema_version(con)
    scripts = migrations()
    _refuse_newer(current)
    for version, script in enumerate(scripts[current:], start=current + 1):
        with transaction(con):
            con.execute(script)
            con.execute("INSERT INTO store.schema_version VALUES (?, now())", [version])
    with transaction(con):
        made = list(views().values())
        for script in made:
            con.execute(script)
        _drop_forgotten(con, made)


def _drop_forgotten(con: duckdb.DuckDBPyConnection, scripts: Sequence[str]) -> None:
    """Drop the views that an earlier wirewatch made and no file names any more; what others have made stays."""
    con.execute("CREATE TABLE IF NOT EXISTS store.made_views (kind VARCHAR NOT NULL, name VARCHAR NOT NULL)")
    made = {found for script in scripts for found in _MADE.findall(script)}
    before = set(con.execute("SELECT kind, name FROM store.made_views").fetchall())
    if made == before:
        return
    for kind, name in sorted(before - made, reverse=True):  # views before the macros they are made of
        con.execute(f"DROP {kind} IF EXISTS {name}")
    con.execute("DELETE FROM store.made_views")
    append(con, "store.made_views", [{"kind": kind, "name": name} for kind, name in sorted(made)])


def schema_version(con: duckdb.DuckDBPyConnection) -> int:
    return int(value(con, "SELECT coalesce(max(version), 0) FROM store.schema_version"))


@contextmanager
def published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse to read from it; one that another wirewatch published is refused: it may lack what would be asked for."""
    with connect(path, read_only=True) as con:
        require_current(con)
        try:
            yield con
        except _LACKING as error:  # views may be renewed without a new schema
            told = f"{_first_line(str(error))} If an earlier wirewatch published this warehouse, `wirewatch run` renews it."
            raise WarehouseError(told) from error


def require_current(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a file that an earlier or a newer wirewatch published, or none."""
    try:
        found = schema_version(con)
    except _LACKING:
        raise WarehouseError("This is no warehouse of wirewatch: give another --warehouse.") from None
    _refuse_newer(found)
    if found < len(migrations()):
        raise WarehouseError(
            "This warehouse was published by an earlier wirewatch: `wirewatch sql` reads it as it is, `wirewatch run` renews it."
        )


def _refuse_newer(found: int) -> None:
    known = len(migrations())
    if found > known:
        raise WarehouseError(
            f"This warehouse has schema {found}, this wirewatch knows {known}: update wirewatch, or use another --warehouse."
        )


def value(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> Any:
    """The one value of a query's one row. Read to the end: in DuckDB 2 an unfinished result blocks its connection."""
    ((found,),) = con.execute(query, list(values)).fetchall()
    return found


def migrations() -> list[str]:
    """The scripts in order; the n-th brings a database from schema n-1 to n."""
    return list(_sql("migrations").values())


def views() -> dict[str, str]:
    """The public views: file name without its number and ending, and the statement."""
    return {name.partition("_")[2]: sql for name, sql in _sql("views").items()}


def _sql(folder: str) -> dict[str, str]:
    files = importlib.resources.files("warehouse").joinpath(folder).iterdir()
    named = {file.name.removesuffix(".sql"): file for file in files if file.name.endswith(".sql")}
    return {name: named[name].read_text("utf-8") for name in sorted(named)}
