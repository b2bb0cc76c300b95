"""Names, quotes, figures and corrections in the warehouse: by version, with the time for which they hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import duckdb
import pytest

from pipeline.records import Correction, Figure, Mention, Quote
from warehouse.articles.article_versions import close
from warehouse.articles.placed import LOGS, Placed, add, current, ever

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FOUND: dict[type[Any], Any] = {
    Mention: Mention(article_id="a", name="Northport", kind="place", start=3, end=12, country_code="GB"),
    Quote: Quote(article_id="a", quote="Never.", speaker="Ann Lee", start=5, end=11, language="en", arrival=1, said_id="s"),
    Figure: Figure(article_id="a", counted="dead", value=3.0, high=5.0, qualifier="about", start=0, end=9),
    Correction: Correction(article_id="a", kind="retraction", field="title", start=0, end=9, words="Withdrawn"),
}  # fmt: skip


def test_every_kind_has_its_log() -> None:
    assert set(LOGS) == set(get_args(Placed)) == set(FOUND)


@pytest.mark.parametrize("kind", LOGS)
def test_what_is_stored_is_read_back_whole(con: duckdb.DuckDBPyConnection, kind: type[Any]) -> None:
    one, other = FOUND[kind], replace(FOUND[kind], article_id="b", start=1)
    add(con, [one, replace(one, start=2), other], NOW)
    assert current(con, kind, ["a"]) == {"a": [one, replace(one, start=2)]}
    assert current(con, kind, ["b", "c"]) == {"b": [other]}


@pytest.mark.parametrize("kind", LOGS)
def test_each_version_has_its_own(con: duckdb.DuckDBPyConnection, kind: type[Any]) -> None:
    first, skipped, last = FOUND[kind], replace(FOUND[kind], start=1), replace(FOUND[kind], start=2)
    add(con, [first], NOW)
    close(con, LOGS[kind], ["a"], LATER)
    add(con, [skipped], LATER, LATER)
    add(con, [last], LATER)
    assert current(con, kind, ["a"]) == {"a": [last]}
    assert ever(con, kind, ["a"]) == {
        ("a", NOW, LATER): [first],
        ("a", LATER, LATER): [skipped],
        ("a", LATER, None): [last],
    }


def test_kinds_given_together_part_by_themselves(con: duckdb.DuckDBPyConnection) -> None:
    add(con, list(FOUND.values()), NOW)
    assert [current(con, kind, ["a"]) for kind in FOUND] == [{"a": [one]} for one in FOUND.values()]
    ((key,),) = con.execute("SELECT alias_key FROM mention_log").fetchall()
    assert key == "northport"
