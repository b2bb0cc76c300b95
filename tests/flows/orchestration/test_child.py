"""Processes beside us: what they start ends with them, and they end with us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.orchestration import child, supervise
from flows.orchestration.child import Child
from flows.orchestration.supervise import _watch

# A child that starts another of its own and dies, the first time; then it stays.
CHILD = """
import pathlib, subprocess, sys, time
here = pathlib.Path(__file__).parent
first = not (here / "pids").exists()
print("first" if first else "second", flush=True)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with (here / "pids").open("a") as file:
    file.write(f"{inner.pid}\\n")
if not first:
    time.sleep(60)
"""


# One that waits for its parent's end, as ours do, beside something that it has started.
WAITING = """
import pathlib, subprocess, sys, time
from flows.orchestration.child import end_with_parent
inner = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(2, signal.SIG_IGN); time.sleep(60)"])
end_with_parent()
(pathlib.Path(__file__).parent / "pids").write_text(str(inner.pid))
try:
    time.sleep(60)
except KeyboardInterrupt:
    (pathlib.Path(__file__).parent / "ended").touch()
    inner.kill()
"""
PARENT = """
import sys, time
from flows.orchestration.child import Child
child = Child("it", ("waiting_child",), {"PYTHONPATH": sys.argv[1]})
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


class _EnoughError(Exception):
    pass


class _Looks:
    """Ends the watch once the child has been started again."""

    def __init__(self, pids: Path) -> None:
        self.pids = pids

    def look(self) -> None:
        if self.pids.exists() and len(self.pids.read_text().split()) == 2:
            raise _EnoughError


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def has_ended(pid: int) -> bool:
    """Within seconds: what is killed is not gone at once, and it is no child of ours to wait for."""
    return any(not is_running(pid) or time.sleep(0.05) for _ in range(200))


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_what_a_child_started_ends_before_it_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dying_child.py").write_text(CHILD)
    monkeypatch.setattr(supervise, "_LOOK", 0.05)
    monkeypatch.setattr(supervise, "_RESTART_PAUSE", 0.0)
    log, pids = tmp_path / "child.log", tmp_path / "pids"
    child = Child("it", ("dying_child",), {"PYTHONPATH": str(tmp_path)}, log)
    child.start()
    try:
        with pytest.raises(_EnoughError):
            _watch((child,), _Looks(pids))  # type: ignore[arg-type]
        before, after = map(int, pids.read_text().split())
        assert has_ended(before)
        assert is_running(after)
    finally:
        child.stop()
    assert has_ended(after)
    assert log.read_text().split()[:2] == ["first", "second"]


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["kill -9", "kill"])
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path, how: signal.Signals) -> None:
    """Prefect's server, or a schedule without anybody who looks after it, would be left behind for ever."""
    (tmp_path / "waiting_child.py").write_text(WAITING)
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[3]}"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, path],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
            time.sleep(0.02)
        parent.send_signal(how)
    assert has_ended(pid)
    assert (tmp_path / "ended").exists(), "it was asked to end in order first"
    assert has_ended(int((tmp_path / "pids").read_text()))


def test_a_log_that_has_grown_long_begins_anew(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    for size, left in ((5_000_000, 5_000_000), (5_000_001, 0)):
        log.write_bytes(b"x" * size)
        with child._appended(log) as file:
            assert file.seek(0, os.SEEK_END) == left
