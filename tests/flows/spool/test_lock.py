import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.spool.lock import LockedError, loader_lock, loader_lock_beside, look

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from flows.spool.lock import loader_lock
with loader_lock(Path(sys.argv[1]), datetime.now(UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder_of(path: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        holder_of(path) as process,
        pytest.raises(LockedError, match=rf"process {process.pid}\)"),
        loader_lock(path, NOW),
    ):
        pass  # pragma: no cover


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder_of(path) as process:
        process.kill()
        process.wait()
        with loader_lock(path, NOW):
            assert path.exists()


def test_waiting_takes_over_when_the_holder_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder_of(path) as process:
        assert process.stdin
        process.stdin.close()
        with loader_lock(path, NOW, wait=30):
            assert process.wait(30) == 0


def test_an_event_loop_goes_on_while_it_waits(tmp_path: Path) -> None:
    path, order = tmp_path / "lock", []

    async def wait() -> None:
        async with loader_lock_beside(path, NOW, wait=30):
            order.append("taken")

    async def main() -> None:
        with loader_lock(path, NOW):
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0.2)
            order.append("something else")
        await waiting

    asyncio.run(main())
    assert order == ["something else", "taken"]


def test_who_waits_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    async def wait() -> None:
        async with loader_lock_beside(path, NOW, wait=30):
            raise AssertionError

    async def main() -> None:
        with loader_lock(path, NOW):
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0.01)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(main())


def test_looking_takes_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with look(path) as holder:
        assert holder is None
    assert not path.exists()
    with holder_of(path) as process, look(path) as holder, look(path) as other:
        assert f"process {process.pid})" in str(holder)
        assert holder == other
    said = path.read_bytes()
    path.chmod(0o444)
    with look(path) as holder, look(path) as other:
        assert (holder, other) == (None, None)
    assert path.read_bytes() == said


def test_a_run_that_begins_while_somebody_looks_is_not_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()

    async def main() -> None:
        async def begin() -> None:
            async with loader_lock_beside(path, NOW):
                pass

        with look(path):
            begun = asyncio.create_task(begin())
            await asyncio.sleep(0.01)
        await begun

    asyncio.run(main())
