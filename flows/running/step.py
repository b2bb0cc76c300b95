"""How the pieces of a run are carried out: as they are, or as Prefect's tasks; beside the event loop, with the time of each."""

import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Protocol

from flows.running.blocking import beside
from flows.running.progress import Progress


class Step(Protocol):
    """How a piece of work is carried out: as it is, or as a Prefect task of that name."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[None]]) -> None: ...


async def plain_step(name: str, work: Callable[[], Awaitable[None]]) -> None:  # noqa: ARG001 - the protocol's
    await work()


class Timed:
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
