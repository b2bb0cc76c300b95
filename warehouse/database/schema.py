"""The schema: migrations in order, the public views, and whether a file has the one we know."""

import importlib.resources
import re
from collections.abc import Sequence
from typing import Final

import duckdb

from warehouse.database.connection import WarehouseError, transaction
from warehouse.database.rows import append, value

LACKING: Final = (duckdb.CatalogException, duckdb.BinderException)  # no such table, no such column
_MADE: Final = re.compile(r"^CREATE OR REPLACE (VIEW|MACRO) ([a-z_.]+)", re.MULTILINE)


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


def require_current(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a file that an earlier or a newer wirewatch published, or none."""
    try:
        found = schema_version(con)
    except LACKING:
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
