"""The Prefect flow. Prefect runs, schedules and records; what was done is told by the warehouse alone."""

import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

# Word lists and models are loaded now: a scheduled run's process starts some seconds before its time, and has nothing else to do.
import flows.warm  # noqa: F401
from flows.cycle import Done, Plan, run_cycle, utc_now
from flows.errors import told_or_traced
from flows.progress import Progress
from flows.workspace import load_workspace
from warehouse.publish import Files

Interactive: TypeAlias = Flow[[str, str, float], Coroutine[Any, Any, Done]]

_PATIENCE = 300.0  # seconds that a scheduled run waits for one by hand to end


async def prefect_step(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """A piece of work as a Prefect task: one a stage a batch, for a task run costs 15 ms."""
    await task(name=name, cache_policy=NO_CACHE, persist_result=False)(work)()


def interactive(progress: Progress) -> Interactive:
    """The flow as `wirewatch run` has it, showing its work to a person."""

    @flow(name="wirewatch", persist_result=False)
    async def ingest(workspace: str, warehouse: str, wait: float) -> Done:
        return await _cycle(workspace, warehouse, wait, progress)

    return ingest


@flow(name="wirewatch", persist_result=False)
async def ingest(workspace: str, warehouse: str, overdue: float) -> State[Any] | None:
    """The flow as `wirewatch up` schedules it.

    Args:
        workspace: folder.
        warehouse: the published file.
        overdue: seconds; a run that starts later than that after its time is skipped, for the next is due already.
    """
    late = utc_now() - (flow_run.scheduled_start_time or utc_now())
    if late > timedelta(seconds=overdue):
        return Completed(message=f"{late} late: left to the next run", name="Skipped")
    try:
        with Progress(quiet=True) as progress:
            done = await _cycle(workspace, warehouse, _PATIENCE, progress)
    except Exception as error:
        _log(f"A run failed. {told_or_traced(error)}")
        raise
    counts = done.counts
    _log(
        f"{done.run_id}: {counts.documents} in = {counts.new} new + {counts.repeats} repeats + {counts.rejected} rejected; "
        f"{done.delivered.sent} alerts sent, {done.delivered.waiting} waiting"
    )
    return None


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the log of `wirewatch up`


async def _cycle(workspace: str, warehouse: str, wait: float, progress: Progress) -> Done:
    files = Files(Path(warehouse))
    declared = load_workspace(Path(workspace), files.published.parent)
    plan = Plan(
        workspace=declared, files=files, sources=declared.sources, command="run", engine="prefect", wait=wait
    )
    return await run_cycle(plan, step=prefect_step, progress=progress)
