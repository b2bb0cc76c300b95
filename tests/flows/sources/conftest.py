"""A small web on loopback: named hosts at TEST-NET addresses (RFC 5737), all of them one hostile server on 127.0.0.1.

Nothing leaves loopback: names are resolved from a table, and a connection to anything outside TEST-NET fails the test.
"""

import asyncio
import gzip
import ipaddress
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Self

import httpcore
import pytest

from flows.sources.address import AddressPolicy
from flows.sources.http import Client

TEST_NETS = tuple(ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
Handler = Callable[["Exchange"], Awaitable[None]]


class Exchange:
    """One request and the means to answer it, well or badly."""

    def __init__(self, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        self.path = path
        self.headers = headers
        self.writer = writer

    async def head(self, status: int, headers: Iterable[tuple[str, str]] = ()) -> None:
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers), "", ""]
        await self.send("\r\n".join(lines).encode("latin-1"))

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        await self.head(status, [("Content-Length", str(len(body))), *named])
        await self.send(body)


class Web:
    """Hosts, their pages, and what was asked of them."""

    def __init__(self) -> None:
        self.names: dict[str, list[str] | Callable[[], list[str]]] = {}
        self.pages: dict[str, Handler] = {}
        self.requests: list[Exchange] = []
        self.dialled: list[str] = []
        self.dead: set[str] = set()  # addresses where nobody answers
        self.most_at_once: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        current = asyncio.current_task()
        serving = [task for task in asyncio.all_tasks() if task is not current and "_serve" in repr(task)]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def page(self, url: str, handler: Handler, address: str = "192.0.2.1") -> str:
        """Put a page at an address; its host gets a public address unless it has one."""
        host, _, path = url.removeprefix("http://").partition("/")
        self.names.setdefault(host, [address])
        self.pages[f"{host}/{path}"] = handler
        return url

    def serve(self, url: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        async def handler(exchange: Exchange) -> None:
            await exchange.answer(body, status, **headers)

        return self.page(url, handler)

    def client(self, **options: Any) -> Client:
        return Client(
            **{
                "spacing": 0.0,
                "policy": AddressPolicy(allowed=TEST_NETS),
                "resolver": self.resolve,
                "backend": _Loopback(self),
                **options,
            }
        )

    async def resolve(self, host: str, _port: int) -> list[str]:
        found = self.names.get(host, [host])
        return found() if callable(found) else found

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode("latin-1"), writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, writer: asyncio.StreamWriter) -> None:
        request, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        exchange = Exchange(request.split(" ")[1], headers, writer)
        self.requests.append(exchange)
        host = headers["host"].partition(":")[0]
        self._open[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self._open[host])
        try:
            await self.pages.get(headers["host"] + exchange.path, _not_found)(exchange)
        finally:
            self._open[host] -= 1


async def _not_found(exchange: Exchange) -> None:
    await exchange.answer(status=404)


class _Loopback(httpcore.AnyIOBackend):
    """Connects to the one server, whatever TEST-NET address was asked for, and to nothing else."""

    def __init__(self, web: Web) -> None:
        self._web = web

    async def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> Any:
        self._web.dialled.append(host)
        if host in self._web.dead:
            raise httpcore.ConnectError(f"{host} refused the connection")
        inside = host == "127.0.0.1" and port == self._web.port
        assert inside or any(ipaddress.ip_address(host) in net for net in TEST_NETS), f"{host} was dialled"
        return await super().connect_tcp("127.0.0.1", self._web.port, *args, **options)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def bomb() -> bytes:
    """50 MB of nothing in 0.05 MB."""
    return gzip.compress(bytes(50_000_000))
