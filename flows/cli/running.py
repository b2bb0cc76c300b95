"""The commands that change the warehouse: run, ingest, up."""

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from flows.cli.common import (
    DEFAULT_WORKSPACE,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
    print_json,
)
from flows.cli.summary import machine_summary, print_summary
from flows.cycle import Done, Plan, plain_step, run_cycle
from flows.prefect_home import PrefectError, settle
from flows.progress import Progress
from flows.workspace import FolderSource, Workspace, load_workspace
from warehouse.publish import Files

WaitOption = Annotated[
    float, typer.Option("--wait", min=0, help="Seconds to wait for another run to end, before giving up.")
]


def add_to(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(ingest)
    app.command()(up)


def run(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: the same, a second instead of ten.")
    ] = False,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Read all sources of the workspace once, load what is new, send alerts, publish, report.

    A real Prefect run: through the server of a running `wirewatch up`, else one that lives as long as the run. With
    `--direct` the same stages run without Prefect, for cron and containers; the warehouse is the same either way.
    """
    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    with _alerts_aside(as_json):
        if direct:
            done = _finish(_direct(declared, files, declared.sources, "run", wait))
        else:
            done = _with_prefect(workspace, files, wait)
    _tell(done, declared, files, as_json)


def ingest(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files, folders, .jsonl, .jsonl.gz.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Load files once, as if they were a source of the workspace.

    Text and HTML files are one article each. JSON Lines hold one a line: `uri` is required; `url`, `title`, `text` or
    `html`, `published_at`, `outlet`, `language`, `author` are optional. A bad line is one rejection, with its number.
    """
    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    sources = [FolderSource(name="import", path=path) for path in paths]
    with _alerts_aside(as_json):
        done = _finish(_direct(declared, files, sources, "ingest", wait))
    _tell(done, declared, files, as_json)


def up(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
) -> None:
    """Run on the workspace's schedule until Ctrl-C, by a private Prefect server that starts and stops with it.

    The schedule stands in sources.toml: `[schedule]` with `every = "15 minutes"` or `cron = "*/15 * * * *"`.
    """
    from flows.supervise import supervise  # noqa: PLC0415 - only this command needs it

    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    supervise(declared, files)


async def _direct(workspace: Workspace, files: Files, sources: Any, command: str, wait: float) -> Done:
    plan = Plan(
        workspace=workspace, files=files, sources=sources, command=command, engine="direct", wait=wait
    )
    with Progress() as progress:
        return await run_cycle(plan, step=plain_step, progress=progress)


def _with_prefect(workspace: Path, files: Files, wait: float) -> Done:
    settle(files.prefect)
    with Progress() as progress:
        progress.say("Starting Prefect (ten seconds, twenty the first time)")

        async def work() -> Done:
            from flows.ingest import interactive  # noqa: PLC0415 - two seconds that other commands do not need

            try:
                return await interactive(progress)(str(workspace), str(files.published), wait)
            except RuntimeError as error:
                raise PrefectError(f"Prefect: {error} `wirewatch run --direct` does without it.") from error

        return _finish(work())


def _finish(work: Coroutine[Any, Any, Done]) -> Done:
    """Run to the end; Ctrl-C leaves the warehouse as the last commit left it.

    On a terminal Ctrl-C reaches Prefect's embedded server too, and its end may be noticed first: as another error.
    """
    interrupted = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        return asyncio.run(work)
    except BaseException:
        if not interrupted.is_set():
            raise
        typer.echo("Interrupted. Nothing is lost: the next run goes on from here.", err=True)
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _alerts_aside(as_json: bool) -> contextlib.AbstractContextManager[object]:
    """Keep stdout for the one JSON value: the console channel prints to stderr then."""
    return contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()


def _tell(done: Done, workspace: Workspace, files: Files, as_json: bool) -> None:
    if as_json:
        print_json(machine_summary(done, files))
    else:
        print_summary(done, workspace, files)
