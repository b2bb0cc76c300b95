"""An HTTP and an SMTP server on loopback that are as bad as asked for: they refuse, hang, die and answer 429; each keeps what it was given."""

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol


class Fault:
    """What may become of a message. What was taken is acknowledged, or not: then the sender cannot know."""

    GOOD = "taken"
    ERROR = "500 or 451"
    BUSY = "429, again in a second"
    REFUSED = "400 or 554, for good"
    HANG = "taken, and never answered"
    DIE = "taken, and hung up without an answer"
    EARLY = "hung up before it was read"


FAULTS = (Fault.ERROR, Fault.BUSY, Fault.HANG, Fault.DIE, Fault.EARLY)


@dataclass(slots=True)
class Received:
    """What came to one server, in order."""

    faults: float = 0.0  # share of messages
    refused: float = 0.0  # share of messages that are refused for good, the first time they come
    random: Random = field(default_factory=Random)
    acknowledged: list[str] = field(default_factory=list)  # keys
    alerts: dict[str, set[str]] = field(default_factory=dict)  # key: the alerts that came under it
    unanswered: set[str] = field(default_factory=set)  # keys that were taken without an answer, at least once
    met: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    given_up: set[str] = field(default_factory=set)  # keys refused for good

    def fault(self, key: str) -> str:
        drawn = self.random.random()
        if drawn < self.faults:
            return self.random.choice(FAULTS)
        if drawn < self.faults + self.refused and key not in self.given_up:
            self.given_up.add(key)
            return Fault.REFUSED
        return Fault.GOOD

    def note(self, key: str, alert_id: str, fault: str) -> None:
        self.met[fault] += 1
        if fault == Fault.GOOD:
            self.acknowledged.append(key)
        if fault in {Fault.HANG, Fault.DIE}:
            self.unanswered.add(key)
        if fault in {Fault.GOOD, Fault.HANG, Fault.DIE}:
            self.alerts.setdefault(key, set()).add(alert_id)


class Talk(Protocol):
    def __call__(
        self, received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Coroutine[Any, Any, None]: ...


_STATUS = {
    Fault.GOOD: b"204 No Content",
    Fault.ERROR: b"500 Internal Server Error",
    Fault.BUSY: b"429 Too Many Requests\r\nRetry-After: 1",
    Fault.REFUSED: b"400 Bad Request",
}
_REPLY = {
    Fault.GOOD: b"250 taken",
    Fault.ERROR: b"451 later",
    Fault.BUSY: b"452 full",
    Fault.REFUSED: b"554 no",
}


async def http(received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """HTTP/1.1, with connections that stay."""
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        size = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = json.loads(await reader.readexactly(int(size[1]) if size else 0))
        if not await _answer(received, writer, body["key"], body["alert_id"], _http_line):
            return


def _http_line(fault: str) -> bytes:
    return b"HTTP/1.1 " + _STATUS[fault] + b"\r\nContent-Length: 0\r\n\r\n"


async def smtp(received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """So much of SMTP as a friendly client speaks."""
    writer.write(b"220 ready\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            text = (await reader.readuntil(b"\r\n.\r\n")).decode("utf-8", "replace")
            key = re.search(r"^Message-ID: <([^@]+)@", text, re.MULTILINE)
            alert = re.search(r"alert ([a-z0-9]+), story", text)
            assert key
            assert alert
            if not await _answer(received, writer, key[1], alert[1], _smtp_line):
                return
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            return
        else:
            writer.write(b"250 ok\r\n")


def _smtp_line(fault: str) -> bytes:
    return _REPLY[fault] + b"\r\n"


async def _answer(
    received: Received, writer: asyncio.StreamWriter, key: str, alert_id: str, line: Any
) -> bool:
    """Whether the connection goes on."""
    fault = received.fault(key)
    received.note(key, alert_id, fault)
    if fault == Fault.HANG:
        await asyncio.sleep(3600)
    if fault in {Fault.DIE, Fault.EARLY}:
        return False
    writer.write(line(fault))
    await writer.drain()
    return True


@contextmanager
def serving(talk: Talk, received: Received) -> Iterator[int]:
    """A server in a thread of its own; its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.connections += 1
        try:
            await talk(received, reader, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass  # the client was killed or has had enough, or we end
        finally:
            writer.close()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 22)

    async def stop(server: asyncio.Server) -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
