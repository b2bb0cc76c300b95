"""The Prefect flow as a person starts it; and a cycle whose steps are Prefect's tasks, by hand or on the schedule."""

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.events.worker import EventsWorker

from flows.running.cycle import Done, Plan, run_cycle
from flows.running.progress import Progress
from flows.workspaces.workspace import load_workspace
from warehouse.database.publish import Files

ByHand: TypeAlias = Flow[[str, str, float], Coroutine[Any, Any, Done]]

_PATIENCE = 5.0  # seconds for what is still to be told to the server


async def prefect_step(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """A piece of work as a Prefect task: one a stage a batch, for a task run costs 15 ms."""
    await task(name=name, cache_policy=NO_CACHE, persist_result=False)(work)()


def flow_by_hand(progress: Progress) -> ByHand:
    """The flow as `wirewatch run` has it, showing its work to a person."""

    @flow(name="wirewatch", persist_result=False)
    async def ingest(workspace: str, warehouse: str, wait: float) -> Done:
        return await run_with_prefect(workspace, warehouse, wait, progress)

    return ingest


async def run_with_prefect(workspace: str, warehouse: str, wait: float, progress: Progress) -> Done:
    files = Files(Path(warehouse))
    declared = load_workspace(Path(workspace), files.published.parent)
    plan = Plan(
        workspace=declared, files=files, sources=declared.sources, command="run", engine="prefect", wait=wait
    )
    return await run_cycle(plan, step=prefect_step, progress=progress)


def drain() -> None:
    """Wait for the states of tasks to reach the server, which learns them from events."""
    EventsWorker.drain_all(timeout=_PATIENCE)
