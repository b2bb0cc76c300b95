"""Blocking work beside the event loop."""

import asyncio
import contextlib
import contextvars
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def beside(work: Callable[[], T]) -> T:
    """Carry out blocking work in a thread, and leave only when it has ended, also when cancelled.

    A thread cannot be stopped: whoever left it at work would close the database and free the lock under it. A future of
    the executor rather than a task, for at the end of an event loop (Ctrl-C) every task is cancelled, this one included.
    """
    context = contextvars.copy_context()
    future = asyncio.get_running_loop().run_in_executor(None, lambda: context.run(work))
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        while not future.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([future])
        raise
