import asyncio
import os
import signal
import threading
import time

import pytest
import typer

from flows.cli.work import _finish
from flows.running.blocking import beside


def test_what_the_work_gives_and_what_it_raises() -> None:
    assert asyncio.run(beside(lambda: 7)) == 7
    with pytest.raises(ZeroDivisionError):
        asyncio.run(beside(lambda: 1 // 0))


def test_cancelled_however_often_it_waits_for_the_thread() -> None:
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        assert go.wait(30)
        ended.set()

    async def main() -> None:
        task = asyncio.create_task(beside(work))
        assert await asyncio.to_thread(begun.wait, 30)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.01)
            assert not task.done()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()

    asyncio.run(main())


def test_ctrl_c_waits_for_the_thread() -> None:
    """As the command line meets it: the whole event loop ends, with every task in it."""
    order: list[str] = []

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)
        order.append("work ended")

    async def main() -> None:
        try:
            await beside(work)
        finally:
            order.append("lock freed")

    with pytest.raises(typer.Exit):
        _finish(main())  # type: ignore[arg-type]
    assert order == ["work ended", "lock freed"]
