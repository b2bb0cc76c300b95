"""Runs and batches: the ledger that proves nothing was lost (laws 1 and 4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from warehouse.database.rows import append, json_text, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the documents; documents = new + repeats + rejected."""

    documents: int = 0
    new: int = 0
    changed: int = 0  # of new: another version of a known article
    repeats: int = 0
    rejected: int = 0

    def __post_init__(self) -> None:
        if self.documents != self.new + self.repeats + self.rejected:
            raise AssertionError(f"a document was lost: {self}")  # law 1, also under python -O

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: value + getattr(other, name) for name, value in asdict(self).items()})


def is_loaded(con: duckdb.DuckDBPyConnection, batch_id: str) -> bool:
    return bool(value(con, "SELECT count(*) > 0 FROM batches WHERE batch_id = ?", [batch_id]))


def add_batch(
    con: duckdb.DuckDBPyConnection, batch_id: str, run_id: str, counts: Counts, now: datetime
) -> None:
    append(con, "batches", [asdict(counts) | {"batch_id": batch_id, "run_id": run_id, "loaded_at": now}])


def add_run(  # noqa: PLR0913 - one column each
    con: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    command: str,
    engine: str,
    started_at: datetime,
    finished_at: datetime,
    seconds: Mapping[str, float],
    version: str,
) -> None:
    row = {
        "run_id": run_id,
        "command": command,
        "engine": engine,
        "started_at": started_at,
        "finished_at": finished_at,
        "seconds": json_text(dict(seconds)),
        "version": version,
    }
    append(con, "run_log", [row])


def loaded_unrecorded(con: duckdb.DuckDBPyConnection) -> Counts:
    """What came in since the last run that reached its end, by runs that were killed before theirs."""
    names = ("documents", "new", "changed", "repeats", "rejected")
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in names)
    last = "SELECT coalesce(max(started_at), '-infinity') FROM run_log"
    query = f"SELECT {sums} FROM batches WHERE loaded_at > ({last})"  # noqa: S608 - names of our own
    found = con.execute(query).fetchall()[0]
    return Counts(**dict(zip(names, found, strict=True)))


def next_moment(con: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """A moment for a new run: now, or just after the newest in the warehouse should the clock have gone back."""
    newest = value(
        con,
        "SELECT max(loaded_at) FROM (FROM batches SELECT loaded_at UNION ALL FROM run_log SELECT started_at)",
    )
    return max(now, newest.astimezone(UTC) + timedelta(microseconds=1)) if newest else now


def run_id(moment: datetime) -> str:
    """Sortable, and readable as a time."""
    return moment.strftime("%Y%m%dT%H%M%S.%fZ")
