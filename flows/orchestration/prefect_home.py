"""Prefect's settings, to be made before it is imported: private, quiet, and silent towards the outside."""

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

import httpx
import orjson

from flows.errors import UserError

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # our own errors say more; a traceback says less
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 21 s measured on a cold start, and machines differ
    "PREFECT_CLI_COLORS": "false",
}


class PrefectError(UserError):
    """Prefect cannot be used; the text says what to do instead."""


def settle(home: Path, environ: MutableMapping[str, str] = os.environ) -> None:
    """Point Prefect at our own home, and at the server of a running `wirewatch up` if there is one.

    What the user has set already (an API of their own, say) stays.
    """
    home.mkdir(parents=True, exist_ok=True)
    for name, value in _SETTINGS.items():
        environ.setdefault(name, value)
    environ.setdefault("PREFECT_HOME", str(home))
    environ.update(_no_proxy_for_us(os.environ))
    if "PREFECT_API_URL" not in environ:
        environ.update(running_server(home))


def _no_proxy_for_us(environ: Mapping[str, str]) -> dict[str, str]:
    """Prefect asks its server as the environment says, and a proxy does not reach our loopback."""
    kept = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    here = [*filter(None, kept.split(",")), "127.0.0.1"]
    return dict.fromkeys(("no_proxy", "NO_PROXY"), ",".join(dict.fromkeys(here)))


def server_note(home: Path) -> Path:
    """Where `wirewatch up` writes how to reach its server."""
    return home / "server.json"


def running_server(home: Path) -> dict[str, str]:
    """The settings that reach a running `wirewatch up`; none when there is none."""
    try:
        settings: dict[str, str] = orjson.loads(server_note(home).read_bytes())
        answer = httpx.get(
            f"{settings['PREFECT_API_URL']}/health", auth=_auth(settings), timeout=2.0, trust_env=False
        )
    except (OSError, ValueError, KeyError, httpx.HTTPError):
        return {}
    return settings if answer.is_success else {}


def _auth(settings: dict[str, str]) -> tuple[str, str] | None:
    user, colon, password = settings.get("PREFECT_API_AUTH_STRING", "").partition(":")
    return (user, password) if colon else None
