import os
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows import supervise
from flows.prefect_home import server_note
from flows.starter import write_starter
from flows.supervise import AlreadyUpError, _Child, _watch
from warehouse.publish import Files

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
    child = _Child("it", ("dying_child",), {"PYTHONPATH": str(tmp_path)}, log)
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


def test_a_log_that_has_grown_long_begins_anew(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    for size, left in ((5_000_000, 5_000_000), (5_000_001, 0)):
        log.write_bytes(b"x" * size)
        with supervise._appended(log) as file:
            assert file.seek(0, os.SEEK_END) == left


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


def test_a_second_one_for_the_same_warehouse_is_refused(tmp_path: Path) -> None:
    """It would run everything twice, and take the note of the first one's server away at its end."""
    list(write_starter(tmp_path / "desk"))
    files = Files(tmp_path / "news.duckdb")
    files.prefect.mkdir()
    with HTTPServer(("127.0.0.1", 0), _Healthy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/api"
        server_note(files.prefect).write_text(f'{{"PREFECT_API_URL": "{url}"}}')
        try:
            with pytest.raises(AlreadyUpError, match=url):
                supervise.supervise(tmp_path / "desk", files)
        finally:
            server.shutdown()
            thread.join()
    assert server_note(files.prefect).exists()
