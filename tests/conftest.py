"""For all tests: no verdict depends on how fast the machine is; and warehouses with nothing in them."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import duckdb
import pytest
from hypothesis import HealthCheck, settings

from warehouse.database.opening import open_loader

settings.register_profile("wirewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wirewatch")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name: packed ones hold the time, and the processes of xdist would not agree on it."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers takes a minute: it begins first, lest all wait for it at the end."""
    items.sort(key=lambda item: item.path.name != "test_prefect.py")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of Prefect wait for most of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def empty_warehouse() -> Iterator[Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]]:
    """Opens a loader's database in memory with no rows: made once (75 ms), emptied after use (6 ms), none used by two at once."""
    made: list[duckdb.DuckDBPyConnection] = []

    @contextmanager
    def opened() -> Iterator[duckdb.DuckDBPyConnection]:
        con = made.pop() if made else open_loader(":memory:")
        before = _shape(con)
        yield con
        _empty(con)  # one that cannot be emptied, or whose example failed, is not used again
        if _shape(con) == before:  # nor one whose schema or zone was changed
            made.append(con)
        else:
            con.close()

    yield opened
    for con in made:
        con.close()


@pytest.fixture
def con(
    empty_warehouse: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty loader's database."""
    with empty_warehouse() as con:
        yield con


def _shape(con: duckdb.DuckDBPyConnection) -> object:
    """What a test may change besides rows: the schema and its version, the zone, the search path."""
    return con.execute("""SELECT current_setting('TimeZone'), current_setting('search_path'),
        (SELECT list(version ORDER BY version) FROM store.schema_version),
        (SELECT list((kind, name) ORDER BY kind, name) FROM store.made_views),
        (SELECT list((table_name, column_count) ORDER BY table_name) FROM duckdb_tables()),
        (SELECT list(view_name ORDER BY view_name) FROM duckdb_views())""").fetchall()


def _empty(con: duckdb.DuckDBPyConnection) -> None:
    tables = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
    rows = [name for (name,) in tables if name not in {"schema_version", "made_views"}]
    con.execute("; ".join(("BEGIN", *(f"DELETE FROM store.{name}" for name in rows), "COMMIT")))
