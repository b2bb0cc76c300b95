"""Processes of ours that run beside us: each in a session of its own, so that all it starts ends with it; none outlives us."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_STOP_LIMIT = 20.0  # seconds for a child to end by itself
_LONGEST_LOG = 5_000_000  # bytes; a longer one begins anew when a child starts


@dataclass(slots=True)
class Child:
    """A process of ours, in a session of its own: Ctrl-C in a terminal is for us alone, and we end it in order."""

    what: str
    module: tuple[str, ...]  # with its arguments; its `main` calls `end_with_parent`
    settings: dict[str, str]
    log: Path | None = None  # for what it says, unless the user is to see it
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with _appended(self.log) if self.log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, modules and paths
                [sys.executable, "-P", "-m", *self.module],
                env=os.environ | self.settings,
                stdin=subprocess.PIPE,  # nothing is written to it: it ends when we do
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
        assert self.process.stdin is not None
        self.process.stdin.close()


def end_with_parent() -> None:
    """To be called in a child: when whoever started it is gone, however it went, it ends as by Ctrl-C, and all that it started."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait(_STOP_LIMIT)
    os.killpg(0, signal.SIGKILL)


def _appended(log: Path) -> BinaryIO:
    """What a child said before it died is what tells why."""
    long = log.exists() and log.stat().st_size > _LONGEST_LOG
    return log.open("wb" if long else "ab")
