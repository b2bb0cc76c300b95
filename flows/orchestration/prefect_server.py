"""A Prefect server for us alone: on loopback, a free port, with a password made for this start, closed to web pages.

For one run, or for as long as `wirewatch up` lasts. The module itself is the process.
"""

import contextlib
import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from flows.orchestration.child import Child, end_with_parent
from flows.orchestration.prefect_home import PrefectError, settle

_START_LIMIT = 120.0  # seconds; 21 measured on a cold start, and machines differ
_LOOK = 0.1  # seconds between two looks whether it answers
_FOR_ONE_RUN = {  # as Prefect starts its own temporary one, only beside our imports and so that it ends with us
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT_UI_ENABLED": "0",
}


def settings_of_our_own(home: Path) -> dict[str, str]:
    """How the server is to be, and how it is reached; it keeps two weeks of history."""
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
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 86_400),
    }


def server(home: Path, settings: dict[str, str]) -> Child:
    """The process, not started yet; what it says stands in its log."""
    port = str(httpx.URL(settings["PREFECT_API_URL"]).port)
    return Child(
        "Prefect's server", ("flows.orchestration.prefect_server", port), settings, home / "server.log"
    )


@contextlib.contextmanager
def server_for_one_run(home: Path) -> Iterator[Child | None]:
    """Started at once and ended with the block; that it answers is to be waited for. Prefect is told of it by the environment.

    Prefect would start one itself, but only when it meets its first call: after three seconds of imports, which can as well
    be waited for together; and it would be left behind when we are killed. None where there is one already: that of a running
    `wirewatch up`, or the user's own.
    """
    settle(home)
    if "PREFECT_API_URL" in os.environ:
        yield None
        return
    settings = settings_of_our_own(home)
    child = server(home, settings | _FOR_ONE_RUN)
    child.start()
    try:
        os.environ.update(settings)
        os.environ.setdefault(
            "PREFECT_CLIENT_MAX_RETRIES", "2"
        )  # should it die, it is asked again for seconds, not for a minute
        yield child
    finally:
        child.stop()


def wait_until_healthy(server: Child) -> None:
    deadline = time.monotonic() + _START_LIMIT
    settings = server.settings
    user, _, password = settings["PREFECT_API_AUTH_STRING"].partition(":")
    while time.monotonic() < deadline and server.alive:
        with contextlib.suppress(httpx.HTTPError):
            url = f"{settings['PREFECT_API_URL']}/health"
            if httpx.get(url, auth=(user, password), timeout=2.0, trust_env=False).is_success:
                return
        time.sleep(_LOOK)
    raise PrefectError(
        f"Prefect's server did not start ({server.log} says why); `wirewatch run --direct` does without it."
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(port: str) -> None:
    """Serve until a signal comes, or our parent is gone."""
    end_with_parent()
    os.environ["PREFECT__SERVER_FINAL"] = (
        "1"  # the only one that this process makes, so it need not be kept for a second
    )
    with contextlib.suppress(KeyboardInterrupt):
        import uvicorn  # noqa: PLC0415 - Prefect's own; only this process needs it
        from prefect.server.api.server import create_app  # noqa: PLC0415 - three seconds that only this process has to spend

        uvicorn.run(create_app(), host="127.0.0.1", port=int(port), log_level="critical")
    os._exit(0)  # all is written; taking the interpreter apart would cost another second


if __name__ == "__main__":
    main(*sys.argv[1:])
