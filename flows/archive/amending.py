"""What reclean and rematch have around their work: the lock, the connection, a row in runs, and the warehouse published."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import duckdb

from flows.errors import UserError
from flows.running.progress import Progress
from flows.spool.lock import loader_lock
from warehouse.database.publish import Files, open_to_load, publish
from warehouse.ledger import runs
from warehouse.report.page import write_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A run that judges anew what is stored."""

    con: duckdb.DuckDBPyConnection
    run_id: str
    now: datetime


@contextmanager
def amending(
    files: Files, command: str, clock: Callable[[], datetime], *, wait: float, dry_run: bool
) -> Iterator[Amendment]:
    """The warehouse, locked meanwhile; what was done in it is recorded and published, unless it was a dry run.

    Args:
        files: the warehouse's.
        command: its name in `runs`.
        clock: gives aware times.
        wait: seconds for another run to end.
        dry_run: nothing is written.

    Raises:
        UserError: there is no warehouse.
        LockedError: another run holds it.
        WarehouseError: it cannot be opened.
    """
    if not (files.loader.exists() or files.published.exists()):
        raise UserError(f"There is no warehouse at {files.published} yet: `wirewatch run` makes it.")
    with loader_lock(files.lock, clock(), wait):
        con = open_to_load(files, Progress(quiet=True).note)
        try:
            now, started = runs.next_moment(con, clock()), time.perf_counter()
            amendment = Amendment(con=con, run_id=runs.run_id(now), now=now)
            yield amendment
            if not dry_run:
                _record(amendment, command, clock(), time.perf_counter() - started)
        finally:
            con.close()
        if not dry_run:
            publish(files)
            write_report(files.published, files.report, run_id=amendment.run_id, now=clock())


def _record(amendment: Amendment, command: str, finished_at: datetime, seconds: float) -> None:
    runs.add_run(
        amendment.con,
        run_id=amendment.run_id,
        command=command,
        engine="direct",
        started_at=amendment.now,
        finished_at=finished_at,
        seconds={command: seconds},
        version=version("wirewatch"),
    )
