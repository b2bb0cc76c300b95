"""What `run` and `ingest` do: one cycle, through Prefect or without, and what is said at its end."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import typer
from rich.console import Console

from flows.cli.importing import import_sources
from flows.cli.output import print_json
from flows.cli.summary import machine_summary, print_summary
from flows.errors import UserError
from flows.orchestration.child import Child
from flows.orchestration.prefect_home import PrefectError
from flows.orchestration.prefect_server import wait_until_healthy
from flows.running.collect import Source
from flows.running.cycle import Done, Plan, run_cycle
from flows.running.progress import Progress
from flows.running.step import plain_step
from flows.spool.lock import LockedError
from flows.spool.order import Order
from flows.spool.spool import Batch, Spool
from flows.workspaces.workspace import Workspace, load_workspace
from pipeline.stories.pin import PinRequest
from warehouse.database.publish import Files
from warehouse.ledger.runs import run_id


def run_direct(workspace: Workspace, files: Files, *, wait: float, as_json: bool) -> None:
    """A cycle over all sources of a workspace, without Prefect."""
    with _alerts_aside(as_json=as_json):
        done = _finish(_direct(workspace, files, workspace.sources, "run", wait))
    _tell(done, workspace, files, as_json=as_json)


def run_with_prefect(
    workspace: Workspace, files: Files, server: Child | None, *, wait: float, as_json: bool
) -> None:
    """The same as a run of Prefect's; `server`: one that is starting, and that Prefect knows by the environment."""
    with _alerts_aside(as_json=as_json):
        done = _with_prefect(workspace, files, server, wait)
    _tell(done, workspace, files, as_json=as_json)


def ingest(
    given: Sequence[str], workspace: Path, files: Files, *, wait: float, as_json: bool, allow_private: bool
) -> None:
    """A cycle over files and addresses, with the topics and rules of a workspace."""
    declared = load_workspace(workspace, files.published.parent)
    sources = import_sources(given, declared, allow_private=allow_private)
    with _alerts_aside(as_json=as_json):
        done = _finish(_direct(declared, files, sources, "ingest", wait))
    _tell(done, declared, files, as_json=as_json)


def take_pin(request: PinRequest, workspace: Path, files: Files, *, as_json: bool) -> str | None:
    """Leave a pin in the spool, then a cycle without sources: it is taken in its turn, and what follows is published.

    Returns why it has to wait, if another run is busy.
    """
    batch_id = f"{run_id(request.asked_at)}-pin-{request.pin.pin_id}"
    return _leave(Batch(batch_id=batch_id, pins=(request,)), "pin", workspace, files, as_json=as_json)


def take_order(order: Order, workspace: Path, files: Files, *, as_json: bool) -> str | None:
    """The same for an order; the run is named after its kind."""
    batch_id = f"{run_id(order.asked_at)}-{order.kind}"
    return _leave(Batch(batch_id=batch_id, orders=(order,)), order.kind, workspace, files, as_json=as_json)


def _leave(batch: Batch, command: str, workspace: Path, files: Files, *, as_json: bool) -> str | None:
    declared = load_workspace(workspace, files.published.parent)
    Spool(files.spool).write(batch, locked=False)
    try:
        with _alerts_aside(as_json=as_json):
            done = _finish(_direct(declared, files, (), command, 0.0))
    except LockedError as busy:
        return busy.holder
    if any(aside.path.stem == batch.batch_id for aside in done.set_aside):
        raise UserError("This was not done: `wirewatch doctor` says where it was set aside, and why.")
    return None


async def _direct(
    workspace: Workspace, files: Files, sources: Sequence[Source], command: str, wait: float
) -> Done:
    plan = Plan(
        workspace=workspace, files=files, sources=sources, command=command, engine="direct", wait=wait
    )
    with Progress() as progress:
        return await run_cycle(plan, step=plain_step, progress=progress)


def _with_prefect(workspace: Workspace, files: Files, server: Child | None, wait: float) -> Done:
    with Progress() as progress:
        progress.say("Starting Prefect (five seconds, fifteen the first time)")
        from flows.running.prefect_run import drain, flow_by_hand  # noqa: PLC0415 - Prefect reads its settings when imported

        flow = flow_by_hand(progress)
        if server:
            wait_until_healthy(server)

        async def work() -> Done:
            try:
                return await flow(str(workspace.folder), str(files.published), wait)
            except RuntimeError as error:
                raise PrefectError(f"Prefect: {error} `wirewatch run --direct` does without it.") from error

        try:
            return _finish(work())
        finally:
            drain()


def _finish(work: Coroutine[Any, Any, Done]) -> Done:
    """Run to the end; Ctrl-C leaves the warehouse as the last commit left it.

    The step at work is waited for, as no thread can be stopped; a second Ctrl-C ends the process, which costs nothing
    either (law 4). What Prefect makes of the end may be another error.
    """
    interrupted = threading.Event()

    async def cancellable() -> Done:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task

        def interrupt(_number: int, _frame: FrameType | None) -> None:
            if interrupted.is_set():
                Console(stderr=True).show_cursor()
                os._exit(130)
            interrupted.set()
            loop.call_soon_threadsafe(task.cancel)

        signal.signal(signal.SIGINT, interrupt)
        return await work

    before = signal.getsignal(signal.SIGINT)
    try:
        return asyncio.run(cancellable())
    except BaseException as error:
        if not interrupted.is_set() and not isinstance(error, KeyboardInterrupt):
            raise
        typer.echo("Interrupted. Nothing is lost: the next run goes on from here.", err=True)
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _alerts_aside(*, as_json: bool) -> contextlib.AbstractContextManager[object]:
    """Keep stdout for the one JSON value: the console channel prints to stderr then."""
    return contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()


def _tell(done: Done, workspace: Workspace, files: Files, *, as_json: bool) -> None:
    if as_json:
        print_json(machine_summary(done, files))
    else:
        print_summary(done, workspace, files)
    if done.set_aside:
        raise typer.Exit(1)
