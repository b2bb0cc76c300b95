"""`wirewatch up`: a private Prefect server and the schedule on it, started, watched and stopped together."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import httpx
import orjson
import typer

from flows.errors import UserError
from flows.prefect_home import PrefectError, running_server, server_note, settle
from flows.watchdog import Watchdog
from flows.workspace import Workspace, load_workspace
from warehouse.publish import Files

_START_LIMIT = 120.0  # seconds; 21 measured on a cold start, and machines differ
_STOP_LIMIT = 20.0  # seconds for a child to end by itself
_LOOK = 1.0  # seconds between two looks at the children
_RESTART_PAUSE = 5.0  # seconds before a child that died is started again
_LONGEST_LOG = 5_000_000  # bytes; a longer one begins anew when a child starts


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
    log = files.prefect / "server.log"
    server = _Child("Prefect's server", ("prefect", "server", "start", *_address(settings)), settings, log)
    beside = _beside(workspace, files, settings)
    with _signals_stop(), contextlib.suppress(_Stop), _note(files.prefect, settings):
        try:
            typer.echo("Starting Prefect's server (ten to twenty seconds) …", err=True)
            server.start()
            _wait_until_healthy(server, settings)
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


def _beside(workspace: Workspace, files: Files, settings: dict[str, str]) -> "tuple[_Child, ...]":
    """What runs beside the server, and needs it."""
    arguments = (str(workspace.folder.resolve()), str(files.published))
    runner = _Child("the schedule", ("flows.serve", *arguments), settings)
    watcher = _Child("the look at watched folders", ("flows.watch", *arguments), settings)
    return (runner, watcher) if workspace.watched else (runner,)


@dataclass(slots=True)
class _Child:
    """A process of ours, in a session of its own so that all it starts ends with it."""

    what: str
    module: tuple[str, ...]
    settings: dict[str, str]
    log: Path | None = None  # for what it says, unless the user is to see it
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with _appended(self.log) if self.log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, modules and paths
                [sys.executable, "-P", "-m", *self.module],
                env=os.environ | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End it and all it started; also when it has died already, for what it started has not."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_STOP_LIMIT)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _appended(log: Path) -> BinaryIO:
    """What a child said before it died is what tells why."""
    long = log.exists() and log.stat().st_size > _LONGEST_LOG
    return log.open("wb" if long else "ab")


def _watch(children: tuple[_Child, ...], watchdog: Watchdog) -> None:
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
    """A server for us alone: on loopback, with a password made now, closed to web pages; it keeps two weeks."""
    environ: dict[str, str] = {}
    settle(home, environ)
    origin = f"http://127.0.0.1:{_free_port()}"
    login = f"wirewatch:{secrets.token_urlsafe(24)}"
    return {
        **environ,
        "PYTHONSAFEPATH": "1",  # a folder named flows where we are called is not ours
        "PREFECT_API_URL": f"{origin}/api",
        "PREFECT_API_AUTH_STRING": login,
        "PREFECT_SERVER_API_AUTH_STRING": login,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin,
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        # The runner begins a run up to 10 s before its time, whose process then waits. Asking every 10 s, as it does by itself,
        # it would begin every third too late for the 3 s that a process takes to start.
        "PREFECT_RUNNER_POLL_FREQUENCY": "4",
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 86_400),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(settings: Mapping[str, str]) -> tuple[str, ...]:
    url = httpx.URL(settings["PREFECT_API_URL"])
    return ("--host", url.host, "--port", str(url.port))


def _wait_until_healthy(server: _Child, settings: Mapping[str, str]) -> None:
    deadline = time.monotonic() + _START_LIMIT
    user, _, password = settings["PREFECT_API_AUTH_STRING"].partition(":")
    while time.monotonic() < deadline and server.alive:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(
                f"{settings['PREFECT_API_URL']}/health", auth=(user, password), timeout=2.0
            ).is_success:
                return
        time.sleep(0.3)
    raise PrefectError(
        f"Prefect's server did not start ({server.log} says why); `wirewatch run --direct` does without it."
    )


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
