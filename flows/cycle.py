"""One cycle: collect what is due, load it, deliver alerts, publish, report. The same steps with Prefect and without."""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, TextIO

import duckdb

from flows.alert_feeds import write_feeds
from flows.beside import beside
from flows.blame import BatchError, blamed_on_batch
from flows.collect import Source, States, Web, collect
from flows.deliver import DeliveryCounts, deliver
from flows.desk import Desk
from flows.load import Load, raise_alerts
from flows.lock import loader_lock_beside
from flows.ordering import Ordering
from flows.pinning import Pinning
from flows.progress import Progress
from flows.spool import SetAside, Spool, batches
from flows.whereabouts import typed
from flows.workers import Workers
from flows.workspace import Workspace
from pipeline.message import SHOW
from warehouse import refrains, runs, topics
from warehouse.database import transaction
from warehouse.publish import Files, open_to_load, publish
from warehouse.report import write_report
from warehouse.runs import Counts
from warehouse.sources import source_states
from warehouse.wording import counted

Clock = Callable[[], datetime]


class Step(Protocol):
    """How a piece of work is carried out: as it is, or as a Prefect task of that name."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[None]]) -> None: ...


async def plain_step(name: str, work: Callable[[], Awaitable[None]]) -> None:  # noqa: ARG001 - the protocol's
    await work()


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
    set_aside: tuple[SetAside, ...] = ()  # batches that could not be loaded


def utc_now() -> datetime:
    return datetime.now(UTC)


async def run_cycle(
    plan: Plan, *, step: Step, progress: Progress, stream: TextIO | None = None, clock: Clock = utc_now
) -> Done:
    """Carry out a plan. The warehouse is locked from the first step to the last.

    Raises:
        LockedError: another run holds the warehouse.
        WarehouseError: the warehouse cannot be opened.
    """
    files = plan.files
    timed = _Timed(step, progress)
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


class _Timed:
    """Carries out blocking work as steps, beside the event loop, and keeps the time of each."""

    def __init__(self, step: Step, progress: Progress) -> None:
        self._step = step
        self.progress = progress
        self.seconds: defaultdict[str, float] = defaultdict(float)

    async def __call__(self, name: str, work: Callable[[], object]) -> None:
        async def blocking() -> None:
            await beside(work)

        await self.awaited(name, blocking)

    async def awaited(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self.progress.step(name)
        started = time.perf_counter()
        await self._step(name, work)
        self.seconds[name] += time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class _Failure:
    """A batch that cannot be loaded as it is."""

    path: Path
    why: str


def _carried_out(stage: Callable[[], None]) -> None:
    with blamed_on_batch():
        stage()


class _Writing:
    """The part of a cycle that has the loader's database open."""

    def __init__(
        self, plan: Plan, con: duckdb.DuckDBPyConnection, timed: _Timed, stream: TextIO, clock: Clock
    ) -> None:
        self.plan = plan
        self.con = con
        self.timed = timed
        self.stream = stream
        self.clock = clock
        self.spool = Spool(plan.files.spool)
        self.now = runs.next_moment(con, clock())
        self.run_id = runs.run_id(self.now)
        self.counts = Counts()
        self.delivered = DeliveryCounts()
        self.set_aside: list[SetAside] = []

    async def run(self) -> Done:
        self._tell_of_killed()
        self.spool.clear_partial()
        await self.timed.awaited("collect", self._collect)
        await self._load()
        await self.timed("remind", self._remind)
        await self.timed("deliver", self._deliver)
        self._record()
        return Done(
            run_id=self.run_id,
            counts=self.counts,
            delivered=self.delivered,
            seconds=self.timed.seconds,
            set_aside=tuple(self.set_aside),
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
            {} if self.plan.command == "ingest" else _inherited(source_states(self.con), workspace.renamed)
        )
        items = collect(self.plan.sources, states, self.now, web)
        async for batch in batches(self.run_id, items):
            await beside(partial(self.spool.write, batch))
            self.timed.progress.expect(len(batch.items))

    async def _load(self) -> None:
        """Every batch that waits; one that fails is tried once more, by a desk that saw nothing of it, then set aside."""
        while failure := await self._load_waiting():
            aside = self.spool.fail(failure.path, failure.why)
            if aside:
                self.set_aside.append(aside)
                self.timed.progress.note(f"{aside.path} was set aside, it failed twice: {aside.why}")

    async def _load_waiting(self) -> _Failure | None:
        """Batches in order, those an interrupted run left first; the next is prepared while one is stored."""
        paths = self.spool.pending()
        if not paths:
            return None
        desk = await beside(self._desk)
        learned = await beside(partial(refrains.learned, self.con))
        with Workers(desk.matcher, learned=learned) as workers:
            loads = (self._begun(path, desk, workers) for path in paths)
            ahead = await beside(partial(next, loads))
            for path in paths:
                load, ahead = ahead, await beside(partial(next, loads, None))
                try:
                    if load:
                        await self._carry_out(load)
                except BatchError as error:
                    return _Failure(path, str(error))
                self.spool.remove(path)
        return None

    def _begun(self, path: Path, desk: Desk, workers: Workers) -> Load | Pinning | Ordering | _Failure | None:
        """A batch on its way; None if it was loaded before."""
        try:
            with blamed_on_batch():
                return self._begin(path, desk, workers)
        except BatchError as error:
            return _Failure(path, str(error))

    def _begin(self, path: Path, desk: Desk, workers: Workers) -> Load | Pinning | Ordering | None:
        batch = self.spool.read(path)
        if runs.is_loaded(self.con, batch.batch_id):
            return None
        if batch.pins:
            return Pinning(self.con, desk, batch, self.run_id, self.now)
        if batch.orders:
            return Ordering(self.con, batch, self.run_id, self.now)
        load = Load(self.con, desk, batch, self.run_id, self.now, workers)
        load.begin()
        return load

    def _desk(self) -> Desk:
        workspace = self.plan.workspace
        desk = Desk(self.con, workspace.topics, workspace.rules, workspace.renamed)
        with transaction(self.con):
            topics.sync_topics(self.con, workspace.topics, desk.matcher.versions, self.now)
        return desk

    async def _carry_out(self, load: Load | Pinning | Ordering | _Failure) -> None:
        if isinstance(load, _Failure):
            raise BatchError(load.why)
        for stage in load.stages:
            await self.timed(stage.__name__, partial(_carried_out, stage))
        self.counts += load.counts
        self.timed.progress.advance(len(load.batch.items))

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
