"""One cycle: collect what is due, load it, deliver alerts, publish, report. The same steps with Prefect and without."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import TextIO

import duckdb

from flows.clock import Clock, utc_now
from flows.delivery.alert_feeds import write_feeds
from flows.delivery.deliver import DeliveryCounts, deliver
from flows.loading.load import raise_alerts
from flows.running.blocking import beside
from flows.running.collect import Source, States, Web, collect
from flows.running.progress import Progress
from flows.running.step import Step, Timed
from flows.running.taking import Taking
from flows.spool.failing import SetAside
from flows.spool.lock import loader_lock_beside
from flows.spool.spool import Spool, batches
from flows.workspaces.whereabouts import typed
from flows.workspaces.workspace import Workspace
from pipeline.messages.message import SHOW
from warehouse.database.connection import transaction
from warehouse.database.publish import Files, open_to_load, publish
from warehouse.ledger import runs, sources
from warehouse.ledger.runs import Counts
from warehouse.report.page import write_report
from warehouse.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a cycle is to do, and with what."""

    workspace: Workspace
    files: Files
    sources: Sequence[Source]
    command: str  # run or ingest
    engine: str  # prefect or direct
    wait: float = 0.0  # seconds for another run to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a cycle did."""

    run_id: str
    counts: Counts
    delivered: DeliveryCounts
    seconds: dict[str, float]  # by step
    set_aside: tuple[SetAside, ...] = ()  # what could not be loaded


async def run_cycle(
    plan: Plan, *, step: Step, progress: Progress, stream: TextIO | None = None, clock: Clock = utc_now
) -> Done:
    """Carry out a plan. The warehouse is locked from the first step to the last.

    Raises:
        LockedError: another run holds the warehouse.
        WarehouseError: the warehouse cannot be opened.
    """
    files = plan.files
    timed = Timed(step, progress)
    files.published.parent.mkdir(parents=True, exist_ok=True)
    async with loader_lock_beside(files.lock, clock(), plan.wait):
        con = open_to_load(files, progress.note)
        try:
            done = await _Writing(plan, con, timed, stream or sys.stdout, clock).run()
        finally:
            con.close()
        await timed("publish", partial(publish, files))
        await timed("report", partial(_write_pages, plan, done.run_id, clock()))
    return done


def _write_pages(plan: Plan, run_id: str, now: datetime) -> None:
    """What people read beside the warehouse: the report, and a feed of each rule's alerts."""
    files = plan.files
    write_report(files.published, files.report, run_id=run_id, now=now)
    write_feeds(files, plan.workspace.rules, now, _show(plan))


def _show(plan: Plan) -> str:
    """The command that shows a story of this warehouse."""
    return " ".join(filter(None, (SHOW, typed(plan.workspace.folder, plan.files))))


def _inherited(states: States, renamed: Mapping[str, Sequence[str]]) -> States:
    """A renamed source goes on where it stopped under its former name."""
    left = {new: states[old] for new, former in renamed.items() for old in former if old in states}
    return {**left, **states}


class _Writing:
    """The part of a cycle that has the loader's database open."""

    def __init__(
        self, plan: Plan, con: duckdb.DuckDBPyConnection, timed: Timed, stream: TextIO, clock: Clock
    ) -> None:
        self.plan = plan
        self.con = con
        self.timed = timed
        self.stream = stream
        self.clock = clock
        self.spool = Spool(plan.files.spool)
        self.started = clock()
        self.now = runs.next_moment(con, self.started)
        self.run_id = runs.run_id(self.now)
        self.taking = Taking(con, self.spool, plan.workspace, timed, run_id=self.run_id, now=self.now)
        self.delivered = DeliveryCounts()

    async def run(self) -> Done:
        self._tell_of_killed()
        with transaction(self.con):
            sources.sync_declared(self.con, [source.name for source in self.plan.workspace.sources])
        self.spool.clear_partial()
        # What a run before left comes first: while it cannot be loaded, on a full disk say, no more of the same is gathered.
        if self.spool.pending():
            await self.taking.run()
        await self.timed.awaited("collect", self._collect)
        await self.taking.run()
        await self.timed("remind", self._remind)
        await self.timed("deliver", self._deliver)
        self._record()
        return Done(
            run_id=self.run_id,
            counts=self.taking.counts,
            delivered=self.delivered,
            seconds=self.timed.seconds,
            set_aside=tuple(self.taking.set_aside),
        )

    def _tell_of_killed(self) -> None:
        """What a killed run had loaded stands in no report's news; its alerts were kept with it and are sent now."""
        left = runs.loaded_unrecorded(self.con)
        if left.new:
            told = counted(left.new, "article")
            self.timed.progress.note(
                f"A run before was killed: {told} that it had loaded are in the warehouse, in no report's news."
            )

    async def _collect(self) -> None:
        workspace = self.plan.workspace
        web = Web(contact=workspace.contact, proxy=workspace.proxy)
        # What is ingested by hand is asked for whole: what an earlier import left says nothing about it.
        states = (
            {}
            if self.plan.command == "ingest"
            else _inherited(sources.source_states(self.con), workspace.renamed)
        )
        items = collect(self.plan.sources, states, self.now, web, clock=self.started)
        async for batch in batches(self.run_id, items):
            await beside(partial(self.spool.write, batch))
            self.timed.progress.expect(len(batch.items))

    def _remind(self) -> None:
        """Tell what rules have held back until now: digests, quiet hours that have ended, topics fallen silent."""
        with transaction(self.con):
            raise_alerts(self.con, self.plan.workspace.rules, (), self.now, until=self.clock())

    def _deliver(self) -> None:
        self.delivered = deliver(
            self.con,
            self.plan.workspace.channels,
            clock=self.clock,
            environ=os.environ,
            stream=self.stream,
            show=_show(self.plan),
        )

    def _record(self) -> None:
        runs.add_run(
            self.con,
            run_id=self.run_id,
            command=self.plan.command,
            engine=self.plan.engine,
            started_at=self.now,
            finished_at=self.clock(),
            seconds=self.timed.seconds,
            version=version("wirewatch"),
        )
