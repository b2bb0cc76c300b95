from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb

from warehouse.sources import PollRecord, add_polls, source_states

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


def test_the_last_state_is_kept_and_no_other(con: duckdb.DuckDBPyConnection) -> None:
    add_polls(con, [POLL], "a")
    add_polls(con, [replace(POLL, state={"etag": 'W/"2"', "seen": [1, None]})], "b")
    assert source_states(con) == {"wire": {"etag": 'W/"2"', "seen": [1, None]}}
    assert con.execute("SELECT count(*) FROM source_states").fetchone() == (1,)


def test_health_compares_a_week_with_the_habit_before(con: duckdb.DuckDBPyConnection) -> None:
    old = [replace(POLL, polled_at=NOW - timedelta(days=day, hours=-12), documents=7) for day in range(8, 36)]
    new = [
        replace(POLL, polled_at=NOW - timedelta(days=1), documents=1),
        replace(POLL, status="failed", documents=0, error="refused", gap=True),
    ]
    add_polls(con, [*old, *new], "a")
    row = con.execute(
        "SELECT expected, seen, status, last_error, failures, gaps, last_success_at FROM source_health"
    ).fetchone()
    assert row == (49.0, 1, "failed", "refused", 1, 1, NOW - timedelta(days=1))


def test_a_new_source_has_no_habit_yet(con: duckdb.DuckDBPyConnection) -> None:
    add_polls(con, [POLL], "a")
    assert con.execute("SELECT expected, seen FROM source_health").fetchone() == (None, 10)
