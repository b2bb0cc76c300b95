"""The databases that tests share: what one test changed, no other meets."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import duckdb
import pytest

from warehouse.database.rows import value
from warehouse.database.schema import require_current

Opened = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


def test_a_database_is_used_again_without_its_rows(empty_warehouse: Opened) -> None:
    with empty_warehouse() as first:
        first.execute("INSERT INTO waiting BY NAME SELECT 'a' AS rule, 'x' AS reason, now() AS due_at")
    with empty_warehouse() as second:
        assert second is first
        assert value(second, "SELECT count(*) FROM waiting") == 0


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM schema_version WHERE version > 2",
        "INSERT INTO schema_version VALUES (999, now())",
        "SET TimeZone = 'Pacific/Auckland'",
        "SET search_path = 'main'",
        "DROP VIEW main.articles",
        "CREATE TABLE mine (i INT)",
        "ALTER TABLE waiting ADD COLUMN more INT",
        "DELETE FROM made_views",
    ],
)
def test_one_whose_schema_or_session_was_changed_is_not(empty_warehouse: Opened, change: str) -> None:
    with empty_warehouse() as first:
        first.execute(change)
    with empty_warehouse() as second:
        assert second is not first
        require_current(second)
