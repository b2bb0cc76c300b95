"""`wirewatch up`: a private Prefect server and the schedule on it, started, watched and stopped together."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

import orjson
import typer

from flows.errors import UserError
from flows.orchestration import prefect_server
from flows.orchestration.child import Child
from flows.orchestration.prefect_home import running_server, server_note
from flows.orchestration.watchdog import Watchdog
from flows.workspaces.workspace import Workspace, load_workspace
from warehouse.database.publish import Files

_LOOK = 1.0  # seconds between two looks at the children
_RESTART_PAUSE = 5.0  # seconds before a child that died is started again


class AlreadyUpError(UserError):
    """Another `wirewatch up` keeps the schedule of this warehouse."""

    exit_code = os.EX_TEMPFAIL


class _Stop(Exception):  # noqa: N818 - no error: somebody asked us to end
    pass


def supervise(folder: Path, files: Files) -> None:
    """Run until SIGINT or SIGTERM; children that die are started again, and none is left behind.

    Raises:
        AlreadyUpError: another one runs for this warehouse.
    """
    workspace = load_workspace(folder, files.published.parent)
    if running := running_server(files.prefect):
        raise AlreadyUpError(
            f"`wirewatch up` runs for {files.published} already ({running['PREFECT_API_URL']}): end that one first."
        )
    settings = _settings(files.prefect)
    server = prefect_server.server(files.prefect, settings)
    beside = _beside(workspace, files, settings)
    with _signals_stop(), contextlib.suppress(_Stop), _note(files.prefect, settings):
        try:
            typer.echo("Starting Prefect's server (five to twenty seconds) …", err=True)
            server.start()
            prefect_server.wait_until_healthy(server)
            for child in beside:
                child.start()
            typer.echo(
                f"wirewatch is up: {workspace.schedule}. Ctrl-C ends it. Prefect: {settings['PREFECT_API_URL']}",
                err=True,
            )
            _watch((server, *beside), Watchdog(workspace, files))
        finally:
            with _signals_ignored():
                typer.echo("Stopping …", err=True)
                for child in (*beside, server):
                    child.stop()
    typer.echo("Stopped. Nothing is lost: the next run goes on from here.", err=True)


def _beside(workspace: Workspace, files: Files, settings: dict[str, str]) -> tuple[Child, ...]:
    """What runs beside the server, and needs it."""
    arguments = (str(workspace.folder.resolve()), str(files.published))
    runner = Child("the schedule", ("flows.orchestration.serve", *arguments), settings)
    watcher = Child("the look at watched folders", ("flows.orchestration.watch", *arguments), settings)
    return (runner, watcher) if workspace.watched else (runner,)


def _watch(children: tuple[Child, ...], watchdog: Watchdog) -> None:
    while True:
        time.sleep(_LOOK)
        watchdog.look()
        for child in children:
            if not child.alive:
                typer.echo(f"{child.what} has ended unexpectedly; starting it again.", err=True)
                child.stop()
                time.sleep(_RESTART_PAUSE)
                child.start()


def _settings(home: Path) -> dict[str, str]:
    # The runner begins a run up to 10 s before its time, whose process then waits. Asking every 10 s, as it does by itself,
    # it would begin every third too late for the 3 s that a process takes to start.
    return {**prefect_server.settings_of_our_own(home), "PREFECT_RUNNER_POLL_FREQUENCY": "4"}


@contextlib.contextmanager
def _note(home: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """While we are up, `wirewatch run` finds our server by this file; it holds the password, so it is ours alone."""
    path = server_note(home)
    wanted = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(orjson.dumps({name: settings[name] for name in wanted}))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _signals_stop() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stop

    with _handler(stop):
        yield


@contextlib.contextmanager
def _signals_ignored() -> Iterator[None]:
    """While stopping: impatience must not leave a process behind."""
    with _handler(lambda _number, _frame: None):
        yield


@contextlib.contextmanager
def _handler(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, handler) for number in numbers]
    try:
        yield
    finally:
        for number, old in zip(numbers, before, strict=True):
            signal.signal(number, old)
