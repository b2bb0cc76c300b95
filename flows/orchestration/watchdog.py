"""What `wirewatch up` looks at beside its children: whether runs end, and whether its schedule is still the declared one."""

import contextlib
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import typer

from flows.clock import utc_now
from flows.workspaces.workspace import Workspace, WorkspaceError, load_workspace
from warehouse.database.connection import WarehouseError, connect
from warehouse.database.publish import Files
from warehouse.database.rows import rows


@dataclass(slots=True)
class Watchdog:
    """Says when no run has ended for three intervals, not through Prefect, which may be what is broken; and what needs a new start."""

    workspace: Workspace  # as it was at the start
    files: Files
    said: datetime = field(default_factory=utc_now)
    stamp: os.stat_result | None = None  # of sources.toml, when it was looked at

    def look(self) -> None:
        self._look_at_runs()
        self._look_at_schedule()

    def _look_at_runs(self) -> None:
        patience = 3 * (self.workspace.schedule.every or timedelta(days=1))
        if utc_now() - self.said < patience:
            return
        ended = self._last_end()
        if ended is None or utc_now() - ended > patience:
            typer.echo(f"No run has ended since {ended or 'the start'}: see `wirewatch doctor`.", err=True)
        self.said = utc_now()

    def _last_end(self) -> datetime | None:
        with contextlib.suppress(WarehouseError), connect(self.files.published, read_only=True) as con:
            found: datetime | None = rows(con, "SELECT max(finished_at) AS ended FROM runs")[0]["ended"]
            return found
        return None

    def _look_at_schedule(self) -> None:
        """Sources, topics and rules are read by each run; the schedule and which folders are watched only at the start."""
        with contextlib.suppress(OSError):
            stamp = (self.workspace.folder / "sources.toml").stat()
            before, self.stamp = self.stamp or stamp, stamp
            if before.st_mtime_ns != stamp.st_mtime_ns:
                self._compare()

    def _compare(self) -> None:
        with contextlib.suppress(WorkspaceError):  # the next run says what is wrong
            now = load_workspace(self.workspace.folder, self.files.published.parent)
            if (now.schedule, now.watched) != (self.workspace.schedule, self.workspace.watched):
                typer.echo(
                    "sources.toml declares another schedule or other watched folders: end `wirewatch up` and start it again.",
                    err=True,
                )
