from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from warehouse.ledger.sources import PollRecord, add_polls, source_states, sync_declared
from warehouse.queries.source_list import next_due

NOW = datetime(2026, 3, 2, tzinfo=UTC)
POLL = PollRecord(
    source="wire",
    kind="feed",
    polled_at=NOW,
    status="ok",
    documents=10,
    rejected=0,
    entries=12,
    state={"etag": '"1"'},
)
FIRST = replace(POLL, polled_at=NOW - timedelta(days=35, hours=1), documents=500)


def days(first: int, last: int, documents: int) -> list[PollRecord]:
    """A poll a day, from so many to so many days ago, the first included."""
    return [
        replace(POLL, polled_at=NOW - timedelta(days=day, hours=-1), documents=documents)
        for day in range(first, last, -1)
    ]


def health(con: duckdb.DuckDBPyConnection, columns: str) -> tuple[object, ...]:
    (row,) = con.execute(f"SELECT {columns} FROM source_health").fetchall()
    return tuple(row)


def test_the_last_state_is_kept_and_no_other(con: duckdb.DuckDBPyConnection) -> None:
    add_polls(con, [POLL], "a")
    add_polls(con, [replace(POLL, state={"etag": 'W/"2"', "seen": [1, None]})], "b")
    assert source_states(con) == {"wire": {"etag": 'W/"2"', "seen": [1, None]}}
    assert con.execute("SELECT count(*) FROM source_states").fetchone() == (1,)


def test_a_week_is_compared_with_the_habit_before(con: duckdb.DuckDBPyConnection) -> None:
    failed = replace(POLL, status="failed", documents=0, error="refused", gap=True)
    add_polls(con, [FIRST, *days(35, 7, 7), *days(7, 1, 0), *days(1, 0, 1), failed], "a")
    columns = "expected, seen, status, state, last_error, failures, gaps, last_success_at, last_document_at"
    last = NOW - timedelta(hours=23)
    assert health(con, columns) == (49, 1, "failed", "failed", "refused", 1, 1, last, last)


@pytest.mark.parametrize(
    ("polls", "state"),
    [
        pytest.param([POLL], "new", id="the first poll tells no habit"),
        pytest.param([FIRST, *days(35, 7, 10), *days(7, 0, 10)], "ok", id="as ever"),
        pytest.param([FIRST, *days(35, 7, 10), *days(7, 0, 2)], "quiet", id="a fifth of its habit"),
        pytest.param([FIRST, *days(35, 7, 10), *days(7, 0, 6)], "ok", id="more than half is a slow week"),
        pytest.param([FIRST, *days(35, 14, 10), *days(14, 7, 90), *days(7, 0, 9)], "ok", id="one week of much"),
        pytest.param([FIRST, *days(35, 14, 10), *days(14, 7, 0), *days(7, 0, 1)], "quiet", id="one week of none"),
        pytest.param([FIRST, *days(35, 7, 0), *days(34, 30, 1), *days(7, 0, 0)], "ok", id="few are too few to tell"),
        pytest.param([FIRST, *days(35, 21, 10), *days(7, 0, 1)], "quiet", id="weeks without a poll are no habit"),
        pytest.param([replace(POLL, status="gone")], "gone", id="gone"),
        pytest.param(
            [replace(poll, kind="files") for poll in (FIRST, *days(35, 7, 10), *days(7, 0, 0))], "ok", id="folders have no habit"
        ),
    ],
)  # fmt: skip
def test_the_state_tells_a_quiet_source_from_a_slow_week(
    con: duckdb.DuckDBPyConnection, polls: Sequence[PollRecord], state: str
) -> None:
    add_polls(con, polls, "a")
    assert health(con, "state") == (state,)


@pytest.mark.parametrize("status", ["ok", "failed", "gone"])
def test_nobody_misses_what_a_source_brought_that_is_not_declared_any_more(
    con: duckdb.DuckDBPyConnection, status: str
) -> None:
    add_polls(con, [replace(POLL, status=status)], "a")
    before = health(con, "state")
    for declared, state in ((["wire", "other"], before), (["other"], ("former",)), (["wire"], before)):
        sync_declared(con, declared)
        assert health(con, "state") == state


def test_what_was_left_out_is_told(con: duckdb.DuckDBPyConnection) -> None:
    told = replace(
        POLL, undated=1, calmed=2, capped=3, older=4, waiting=5, pages=6, pages_failed=7, next_poll_at=NOW
    )
    unchanged = replace(POLL, polled_at=NOW + timedelta(hours=1), status="unchanged", waiting=5)
    add_polls(con, [told, unchanged], "a")
    columns = "undated, calmed, capped, older, waiting, pages, pages_failed, next_poll_at"
    assert health(con, columns) == (1, 2, 3, 4, 5, 6, 7, None)


def test_when_the_next_source_is_due(con: duckdb.DuckDBPyConnection) -> None:
    assert next_due(con) is None
    hours = {"wire": 3, "folder": None, "gone-away": 1, "herald": 2}
    polls = [
        replace(POLL, source=name, next_poll_at=at and NOW + timedelta(hours=at))
        for name, at in hours.items()
    ]
    add_polls(con, polls, "a")
    sync_declared(con, ["wire", "folder", "herald"])
    assert next_due(con) == NOW + timedelta(hours=2)


def test_days_are_told_one_by_one(con: duckdb.DuckDBPyConnection) -> None:
    other = replace(POLL, polled_at=NOW - timedelta(days=2), documents=3, gap=True)
    add_polls(con, [other, POLL, replace(POLL, status="failed", documents=0, entries=0)], "a")
    rows = con.execute(
        "SELECT day, polls, failures, entries, documents, gaps FROM source_days ORDER BY day"
    ).fetchall()
    assert rows == [(date(2026, 2, 28), 1, 0, 12, 3, 1), (date(2026, 3, 2), 2, 1, 12, 10, 0)]
