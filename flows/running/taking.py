"""Taking what waits in the spool into the warehouse: batch by batch, in order, until none is left."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb

from flows.loading.batch_error import BatchError, blamed_on_batch
from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.loading.orders import Ordering
from flows.loading.pins import Pinning
from flows.loading.workers import Workers
from flows.running.blocking import beside
from flows.running.step import Timed
from flows.spool.failing import KILLED, Failing, SetAside
from flows.spool.spool import Spool, SpoolError
from flows.workspaces.workspace import Workspace
from warehouse.articles import refrains
from warehouse.database.connection import transaction
from warehouse.ledger import runs
from warehouse.ledger.runs import Counts
from warehouse.topics import topic_log

_Loads: TypeAlias = Load | Pinning | Ordering


@dataclass(frozen=True, slots=True)
class _Failure:
    """A batch that cannot be loaded as it is."""

    path: Path
    why: str


def _carried_out(stage: Callable[[], None]) -> None:
    with blamed_on_batch():
        stage()


class Taking:
    """What waits, on its way into the loader's database."""

    def __init__(  # noqa: PLR0913 - what a run has
        self,
        con: duckdb.DuckDBPyConnection,
        spool: Spool,
        workspace: Workspace,
        timed: Timed,
        *,
        run_id: str,
        now: datetime,
    ) -> None:
        self.con = con
        self.spool = spool
        self.workspace = workspace
        self.timed = timed
        self.run_id = run_id
        self.now = now
        self.failing = Failing(spool)
        self.counts = Counts()
        self.set_aside: list[SetAside] = []

    async def run(self) -> None:
        """Every batch that waits; after one that fails the rest, by a desk that saw nothing of it."""
        for path in self.failing.begun():
            if not self._is_loaded(path):
                self._failed(path, KILLED)
        while failure := await self._load_waiting():
            self._failed(failure.path, failure.why)

    def _is_loaded(self, path: Path) -> bool:
        with suppress(SpoolError):
            return runs.is_loaded(self.con, self.spool.read(path).batch_id)
        return False

    def _failed(self, path: Path, why: str) -> None:
        aside = self.failing.fail(path, why)
        if aside:
            self.set_aside.append(aside)
            told = f"{aside.path} was set aside, it failed three times"
            self.timed.progress.note(f"{told}: {aside.why}" + (f" ({aside.uri})" if aside.uri else ""))

    async def _load_waiting(self) -> _Failure | None:
        """Batches in order, those an interrupted run left first."""
        paths = self.spool.pending()
        if not paths:
            return None
        try:
            return await self._load_each(paths)
        except BaseException:  # Ctrl-C, a full disk
            self.failing.forgive()
            raise

    async def _load_each(self, paths: Sequence[Path]) -> _Failure | None:
        """The next is prepared while one is stored; not where one is suspect, which shall be the only one in hand should it kill us."""
        suspicious = self.failing.is_suspect(paths)
        desk = await beside(self._desk)
        if suspicious:
            await beside(desk.restore)
        learned = await beside(partial(refrains.learned, self.con))
        with Workers(desk.matcher, learned=learned) as workers:
            loads = (self._begun(path, desk, workers) for path in paths)
            ahead = [] if suspicious else [await beside(partial(next, loads))]
            for path in paths:
                load = ahead.pop() if ahead else await beside(partial(next, loads))
                if not suspicious:
                    ahead.append(await beside(partial(next, loads, None)))
                try:
                    if load:
                        await self._carry_out(load)
                except BatchError as error:
                    return _Failure(path, str(error))
                self.spool.remove(path)
        return None

    def _begun(self, path: Path, desk: Desk, workers: Workers) -> _Loads | _Failure | None:
        """A batch on its way; None if it was loaded before."""
        try:
            with blamed_on_batch():
                return self._begin(path, desk, workers)
        except BatchError as error:
            return _Failure(path, str(error))

    def _begin(self, path: Path, desk: Desk, workers: Workers) -> _Loads | None:
        self.failing.begin(path)
        batch = self.failing.without_refused(self.spool.read(path))
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
        workspace = self.workspace
        desk = Desk(self.con, workspace.topics, workspace.rules, workspace.renamed)
        with transaction(self.con):
            topic_log.sync_topics(self.con, workspace.topics, desk.matcher.versions, self.now)
        return desk

    async def _carry_out(self, load: _Loads | _Failure) -> None:
        if isinstance(load, _Failure):
            raise BatchError(load.why)
        for stage in load.stages:
            await self.timed(stage.__name__, partial(_carried_out, stage))
        self.counts += load.counts
        self.timed.progress.advance(len(load.batch.items))
