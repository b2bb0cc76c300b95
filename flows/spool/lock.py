"""One loader at a time: an advisory lock that the system drops when its holder dies, with who holds it written inside."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from flows.errors import UserError
from warehouse.database.whole_file import naming

_PAUSE = 0.1  # seconds between two tries
_GRACE = 0.5  # seconds: `wirewatch doctor` only looks, and is done by then


class LockedError(UserError):
    """Another process is loading; the text says which and since when."""

    exit_code = os.EX_TEMPFAIL

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} Wait for it (--wait SECONDS), or end it.")
        self.holder = holder


@contextmanager
def loader_lock(path: Path, now: datetime, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of a warehouse.

    Args:
        path: the lock file; it stays, only the lock comes and goes.
        now: written inside, for whoever has to wait.
        wait: seconds to wait for another holder.

    Raises:
        LockedError: it is still held after that time.
    """
    with path.open("a+b") as file:
        for _ in _tries(file, path, wait):
            time.sleep(_PAUSE)
        _sign(file, now)
        yield


@asynccontextmanager
async def loader_lock_beside(path: Path, now: datetime, wait: float = 0.0) -> AsyncIterator[None]:
    """The same in an event loop, which goes on while it waits."""
    with path.open("a+b") as file:
        for _ in _tries(file, path, wait):
            await asyncio.sleep(_PAUSE)
        _sign(file, now)
        yield


@contextmanager
def look(path: Path) -> Iterator[str | None]:
    """Who holds the lock, or None, and then no run begins meanwhile; for a short look by one that changes nothing."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield None if _taken(file, fcntl.LOCK_SH) else _holder(path)


def _tries(file: BinaryIO, path: Path, wait: float) -> Iterator[None]:
    """Once for every try that failed; ends when the lock is ours."""
    deadline = time.monotonic() + max(wait, _GRACE)
    while not _taken(file, fcntl.LOCK_EX):
        if time.monotonic() >= deadline:
            raise LockedError(_holder(path))
        yield


def _taken(file: BinaryIO, kind: int) -> bool:
    try:
        fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: BinaryIO, now: datetime) -> None:
    with naming(Path(file.name)):
        file.truncate(0)
        os.write(file.fileno(), orjson.dumps({"pid": os.getpid(), "since": now}))


def _holder(path: Path) -> str:
    try:
        holder = orjson.loads(path.read_bytes())
        since = datetime.fromisoformat(holder["since"]).astimezone(UTC)
    except (OSError, ValueError):
        return "Another run is loading this warehouse."
    return f"Another run (process {holder['pid']}) has been loading this warehouse since {since:%Y-%m-%d %H:%M:%S} UTC."
