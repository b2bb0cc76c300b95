"""One loader at a time: an advisory lock that the system drops when its holder dies, with who holds it written inside."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import orjson

from flows.errors import UserError


class LockedError(UserError):
    """Another process is loading; the text says which and since when."""

    exit_code = os.EX_TEMPFAIL


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
        _acquire(file.fileno(), path, time.monotonic() + wait)
        file.truncate(0)
        file.write(orjson.dumps({"pid": os.getpid(), "since": now}))
        file.flush()
        yield


def _acquire(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LockedError(f"{_holder(path)} Wait for it (--wait SECONDS), or end it.") from None
            time.sleep(0.1)
        else:
            return


def _holder(path: Path) -> str:
    try:
        holder = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return "Another run is loading this warehouse."
    return f"Another run (process {holder['pid']}) has been loading this warehouse since {holder['since']}."
