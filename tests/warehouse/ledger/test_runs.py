from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from warehouse.ledger import runs
from warehouse.ledger.runs import Counts

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def test_a_document_that_is_nothing_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="lost"):
        Counts(documents=3, new=1, repeats=1, rejected=0)


def test_counts_add_up() -> None:
    one = Counts(documents=3, new=2, changed=1, repeats=1)
    assert one + Counts(documents=1, rejected=1) == Counts(
        documents=4, new=2, changed=1, repeats=1, rejected=1
    )


def test_a_loaded_batch_is_known(con: duckdb.DuckDBPyConnection) -> None:
    runs.add_batch(con, "b", "r", Counts(), NOW)
    assert runs.is_loaded(con, "b")
    assert not runs.is_loaded(con, "c")


def test_a_run_shows_the_sum_of_its_batches(con: duckdb.DuckDBPyConnection) -> None:
    for batch_id in "bc":
        runs.add_batch(con, batch_id, "r", Counts(documents=2, new=1, repeats=1), NOW)
    runs.add_run(
        con,
        run_id="r",
        command="run",
        engine="direct",
        started_at=NOW,
        finished_at=NOW,
        seconds={"fold": 0.5},
        version="1",
    )
    rows = con.execute("SELECT documents, new, repeats, rejected, seconds->>'fold' FROM runs").fetchall()
    assert rows == [(4, 2, 2, 0, "0.5")]


def test_what_a_killed_run_loaded_is_told_until_another_one_ends(con: duckdb.DuckDBPyConnection) -> None:
    def ends(run_id: str, moment: datetime) -> None:
        runs.add_run(
            con, run_id=run_id, command="run", engine="direct", started_at=moment, finished_at=moment, seconds={}, version="1"
        )  # fmt: skip

    ends("a", NOW)
    runs.add_batch(con, "1", "b", Counts(documents=2, new=1, repeats=1), NOW + timedelta(hours=1))
    runs.add_batch(con, "2", "b", Counts(documents=1, rejected=1), NOW + timedelta(hours=1))
    assert runs.loaded_unrecorded(con) == Counts(documents=3, new=1, repeats=1, rejected=1)
    ends("c", NOW + timedelta(hours=2))
    assert runs.loaded_unrecorded(con) == Counts()
    rows = con.execute(
        "SELECT run_id, command, started_at, finished_at, documents, new FROM runs ORDER BY run_id"
    ).fetchall()
    assert [row[:2] + row[4:] for row in rows] == [("a", "run", 0, 0), ("b", None, 3, 1), ("c", "run", 0, 0)]
    assert [row[2] == NOW + timedelta(hours=hours) for row, hours in zip(rows, range(3), strict=True)] == [
        True
    ] * 3
    assert rows[1][3] is None


def test_moments_never_go_back(con: duckdb.DuckDBPyConnection) -> None:
    """History is told by time: a clock that was set back must not end rows before they began."""
    assert runs.next_moment(con, NOW) == NOW
    runs.add_batch(con, "b", "r", Counts(), NOW)
    assert runs.next_moment(con, NOW - timedelta(days=1)) == NOW + timedelta(microseconds=1)
    assert runs.next_moment(con, NOW + timedelta(days=1)) == NOW + timedelta(days=1)


def test_run_ids_sort_by_time() -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(days=400)]
    ids = [runs.run_id(moment) for moment in moments]
    assert ids == sorted(ids)
    assert ids[0] == "20260102T030405.000678Z"
