"""The Prefect flow as it is scheduled. Prefect runs, schedules and records; what was done is told by the warehouse alone."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

# Word lists and models are loaded now: a scheduled run's process starts some seconds before its time, and has nothing else to do.
import flows.loading.warm  # noqa: F401
from flows.clock import utc_now
from flows.errors import told_or_traced
from flows.running.prefect_run import run_with_prefect
from flows.running.progress import Progress
from warehouse.database.opening import published
from warehouse.report.run_summary import failed_sources

_PATIENCE = 300.0  # seconds that a scheduled run waits for one by hand to end
_NAMED = 5  # sources, in a line of the log


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
            done = await run_with_prefect(workspace, warehouse, _PATIENCE, progress)
    except Exception as error:
        _log(f"A run failed. {told_or_traced(error)}")
        raise
    counts = done.counts
    _log(
        f"{done.run_id}: {counts.documents} in = {counts.new} new + {counts.repeats} repeats + {counts.rejected} rejected; "
        f"{done.delivered.alerts} alerts sent, {done.delivered.waiting} waiting{_failed(Path(warehouse), done.run_id)}"
    )
    return None


def _failed(warehouse: Path, run_id: str) -> str:
    with published(warehouse) as con:
        found = failed_sources(con, run_id)
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"; failed: {', '.join(found[:_NAMED])}{more} (`wirewatch sources`)" if found else ""


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the log of `wirewatch up`
