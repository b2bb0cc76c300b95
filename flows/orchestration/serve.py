"""The process that keeps the schedule: Prefect's runner, one run at a time. `wirewatch up` starts it."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from prefect import serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval
from prefect.schedules import Schedule as PrefectSchedule
from prefect.types.entrypoint import EntrypointType

from flows.ingest import ingest
from flows.orchestration.child import end_with_parent
from flows.workspaces.workspace import Schedule, load_workspace

_UNFINISHED = (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING)


def main(workspace: str, warehouse: str) -> None:
    """Serve the flow on the workspace's schedule until a signal comes; the first run is at once."""
    schedule = load_workspace(Path(workspace), Path(warehouse).parent).schedule
    deployed = deployment(workspace, warehouse, schedule)
    asyncio.run(_prepare(deployed))
    serve(deployed, limit=1, pause_on_shutdown=False, print_starting_message=False)


def deployment(workspace: str, warehouse: str, schedule: Schedule) -> RunnerDeployment:
    """The flow with its schedule."""
    deployed = ingest.to_deployment(
        name="schedule",
        parameters={
            "workspace": workspace,
            "warehouse": warehouse,
            "overdue": (schedule.every or timedelta(hours=1)).total_seconds(),
        },
        entrypoint_type=EntrypointType.MODULE_PATH,
        schedule=_prefect_schedule(schedule),
    )
    assert isinstance(deployed, RunnerDeployment)  # a coroutine only where a loop runs
    return deployed


def _prefect_schedule(schedule: Schedule) -> PrefectSchedule:
    if schedule.cron:
        return Cron(schedule.cron, timezone=schedule.timezone)
    assert schedule.every is not None  # one of the two is always set
    return Interval(schedule.every)


async def _prepare(deployed: RunnerDeployment) -> None:
    """Forget what an earlier server left: runs that are overdue would all start now, dead ones would run for ever."""
    async with get_client() as client:
        left = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(_UNFINISHED))))
        while runs := await client.read_flow_runs(flow_run_filter=left, limit=200):
            for run in runs:
                await client.delete_flow_run(run.id)
        await client.create_flow_run_from_deployment(await deployed.aapply())


if __name__ == "__main__":
    end_with_parent()
    main(*sys.argv[1:])
