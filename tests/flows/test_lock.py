import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.lock import LockedError, loader_lock

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from flows.lock import loader_lock
with loader_lock(Path(sys.argv[1]), datetime.now(UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        holder(path) as process,
        pytest.raises(LockedError, match=rf"process {process.pid}\)"),
        loader_lock(path, NOW),
    ):
        pass  # pragma: no cover


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        process.kill()
        process.wait()
        with loader_lock(path, NOW):
            assert path.exists()


def test_waiting_takes_over_when_the_holder_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        assert process.stdin
        process.stdin.close()
        with loader_lock(path, NOW, wait=30):
            assert process.wait(30) == 0
