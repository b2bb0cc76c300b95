"""What a command costs, everything it starts included: wall time, processor time, memory. Linux only, through /proc."""

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")  # a second
_EVERY = 0.2  # seconds between two looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one command, from its start to its end."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int  # of memory, the sum over all its processes at the worst moment seen
    output: str


@dataclass(slots=True)
class _Seen:
    """What was seen of a session's processes, looking again and again."""

    peak_bytes: int = 0
    cpu_seconds: dict[int, float] = field(default_factory=dict)  # by process, when last seen

    def look(self, session: int) -> None:
        processes = list(_processes(session))
        self.peak_bytes = max(self.peak_bytes, sum(size for _, size, _ in processes))
        self.cpu_seconds |= {number: seconds for number, _, seconds in processes}


class CommandError(Exception):
    """A command failed or never ended; the text is the end of what it said."""


def run(command: Sequence[str | Path], *, seconds: float) -> Cost:
    """Run a command to its end; what it started is dead after that, whatever happened.

    Raises:
        CommandError: it failed, or took longer than `seconds`.
    """
    before = _children_cpu()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, start_new_session=True)
        try:
            with _watched(process.pid) as seen:
                process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise CommandError(f"{command[0]} took more than {seconds:g} s") from error
        finally:
            _end(process)
        took = time.perf_counter() - started
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            raise CommandError(f"{' '.join(map(str, command))} failed:\n{errors.read()[-2000:]}")
        # The system's account lacks processes that were not waited for; ours what was used since the last look.
        cpu = max(_children_cpu() - before, sum(seen.cpu_seconds.values()))
        return Cost(seconds=took, cpu_seconds=cpu, peak_bytes=seen.peak_bytes, output=output.read())


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The whole session that the command opened, and the command itself waited for."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextlib.contextmanager
def _watched(session: int) -> Iterator[_Seen]:
    """Look at a session while the context is open."""
    seen, stop = _Seen(), threading.Event()

    def look() -> None:
        while not stop.wait(_EVERY):
            seen.look(session)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def _processes(session: int) -> Iterator[tuple[int, int, float]]:
    """Number, bytes and processor seconds of each process of a session (proc_pid_stat(5))."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it ended meanwhile
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks = int(fields[11]) + int(fields[12])
                yield int(folder.name), _size(folder), ticks / _TICKS


def _size(folder: Path) -> int:
    """Resident bytes of a process, its share of those that it has in common with others (proc_pid_smaps(5): Pss)."""
    lines = (folder / "smaps_rollup").read_text("ascii", "replace").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
