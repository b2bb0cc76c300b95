"""A warehouse that another wirewatch published is refused by one clear message, whatever is asked of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.workspaces.starter import write_starter
from warehouse.database.schema import migrations

READING = [
    ["topics"],
    ["topics", "lint"],
    ["topics", "test", "elections"],
    ["topics", "why-not", "a", "elections"],
    ["topics", "suggest", "elections"],
    ["stories"],
    ["show", "a"],
    ["why", "a"],
    ["report"],
    ["sources"],
    ["sources", "articles"],
    ["alerts"],
    ["alerts", "explain", "a"],
    ["alerts", "why-not", "elections", "a"],
    ["alerts", "dead"],
    ["alerts", "hushed"],
    ["backtest", "elections"],
    ["pin", "list"],
    ["pin", "together", "a", "b"],
    ["doctor"],
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    list(write_starter(tmp_path / "desk"))
    return tmp_path / "desk"


@pytest.fixture
def at(desk: Path) -> Callable[[int], None]:
    """Makes the desk's warehouse one of that schema, at most of ours."""

    def make(schema: int) -> None:
        path = desk / "warehouse" / "news.duckdb"
        path.parent.mkdir()
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE SCHEMA store; SET search_path = 'store,main'")
            con.execute("CREATE TABLE schema_version (version INTEGER, applied_at TIMESTAMPTZ)")
            for script in migrations()[:schema]:
                con.execute(script)
            con.execute("INSERT INTO schema_version VALUES (?, now())", [schema])

    return make


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_an_older_one(cli: Callable[..., Any], at: Callable[[int], None], command: list[str]) -> None:
    at(1)
    told = cli(*command, "-w", "desk")
    assert told.code == 1
    said = told.out + told.err
    assert said.count("published by an earlier wirewatch") == said.count("`wirewatch run` renews it") == 1
    assert "Error" not in said


def test_a_newer_one(cli: Callable[..., Any], at: Callable[[int], None]) -> None:
    at(len(migrations()) + 1)
    told = cli("stories", "-w", "desk")
    assert (told.code, "update wirewatch" in told.err) == (1, True)


def test_an_older_one_can_be_asked_in_sql(cli: Callable[..., Any], at: Callable[[int], None]) -> None:
    at(1)
    told = cli("sql", "SELECT count(*) AS articles FROM store.article_versions", "-w", "desk", "--json")
    assert (told.code, told.json) == (0, [{"articles": 0}])


def test_a_database_of_something_else(cli: Callable[..., Any], desk: Path) -> None:
    (desk / "warehouse").mkdir()
    duckdb.connect(str(desk / "warehouse" / "news.duckdb")).close()
    told = cli("stories", "-w", "desk")
    assert (told.code, "no warehouse of wirewatch" in told.err) == (1, True)
