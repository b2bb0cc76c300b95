"""Turns: one request at a time for a host, a pause between two, so many in all, whatever the number of feeds on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_PATIENCE = 3
_SILENCE = 60.0  # seconds


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # by the event loop's clock
    spacing: float = 0.0
    held_until: float = 0.0
    held_why: str = ""
    silent: int = 0  # requests in a row that were not answered


class HeldError(Exception):
    """The host is left alone for a while; the text says why and how long."""


class Turns:
    """Hands out the right to send one request."""

    def __init__(self, *, spacing: float, concurrency: int) -> None:
        """`spacing` in seconds from the end of one request to the start of the next on the same host."""
        self._spacing = spacing
        self._all = asyncio.Semaphore(concurrency)
        self._hosts: dict[str, _Host] = {}

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host.lower().rstrip("."), _Host(spacing=self._spacing))

    def slow_down(self, host: str, spacing: float) -> None:
        """Keep at least this many seconds between requests to a host (its crawl-delay)."""
        state = self._host(host)
        state.spacing = max(state.spacing, spacing)

    def hold(self, host: str, seconds: float, why: str) -> None:
        """Ask a host nothing for so long, on behalf of any feed or page."""
        state = self._host(host)
        state.held_until = asyncio.get_running_loop().time() + seconds
        state.held_why = why

    def answered(self, host: str) -> None:
        self._host(host).silent = 0

    def unanswered(self, host: str) -> None:
        """After three in a row the host is left alone: a hundred feeds on a dead host must not cost a timeout each."""
        state = self._host(host)
        state.silent += 1
        if state.silent >= _PATIENCE:
            self.hold(host, _SILENCE, f"did not answer {state.silent} times in a row")

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host first and for a place second, so that one slow host never holds the places of others.

        Raises:
            HeldError: the host is on hold.
        """
        state = self._host(host)
        clock = asyncio.get_running_loop().time
        async with state.lock:
            if state.held_until > clock():
                left = state.held_until - clock()
                raise HeldError(f"{host} {state.held_why}: it is left alone for another {left:.0f} s")
            await asyncio.sleep(max(0.0, state.free_at - clock()))
            async with self._all:
                try:
                    yield
                finally:
                    state.free_at = clock() + state.spacing
