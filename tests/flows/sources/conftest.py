"""A small web on loopback: named hosts at TEST-NET addresses (RFC 5737), all of them one hostile server on 127.0.0.1.

Nothing leaves loopback: names are resolved from a table, and a connection to anything outside TEST-NET fails the test.
Port 443 leads to the same server over TLS, and any host may be asked to be a proxy.
"""

import asyncio
import gzip
import ipaddress
import ssl
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.sources.address import AddressPolicy
from flows.sources.answer import Answer, FetchError
from flows.sources.http import Client

PAGE = "http://news.example/page"
TEST_NETS = tuple(ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
HOSTS_WITH_TLS = ("news.example", "safe.example", "daily.example")
Handler = Callable[["Exchange"], Awaitable[None]]


@cache
def certificate() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows over TLS, and what makes a client believe it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS_WITH_TLS]), critical=False
        )
        .sign(key, hashes.SHA256())
    ).public_bytes(serialization.Encoding.PEM)
    plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    server, client = (
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        ssl.create_default_context(cadata=signed.decode()),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_bytes(signed + key.private_bytes(serialization.Encoding.PEM, *plain))
        server.load_cert_chain(file)
    return server, client


class Exchange:
    """One request and the means to answer it, well or badly."""

    def __init__(self, target: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        self.target = target  # as it stands in the request: a proxy is asked for whole addresses
        self.path = "/" + target.split("/", 3)[3] if "://" in target else target
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
        self.tunnel: Handler = _opened
        self._open: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._secure: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._secure = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=certificate()[0])
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._secure is not None
        self._server.close()
        self._secure.close()
        current = asyncio.current_task()
        serving = [task for task in asyncio.all_tasks() if task is not current and "_serve" in repr(task)]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def port_for(self, port: int) -> int:
        assert self._secure is not None
        return int(self._secure.sockets[0].getsockname()[1]) if port == 443 else self.port

    def page(self, url: str, handler: Handler, address: str = "192.0.2.1") -> str:
        """Put a page at an address; its host gets a public address unless it has one."""
        host, _, path = url.removeprefix("http://").removeprefix("https://").partition("/")
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
                "tls": certificate()[1],
                **options,
            }
        )

    def fetch(self, url: str = PAGE, client: dict[str, Any] | None = None, **options: Any) -> Answer:
        """What a client of these options answers."""

        async def run() -> Answer:
            async with self, self.client(**(client or {})) as asking:
                return await asking.get(url, accept="*/*", **options)

        return asyncio.run(run())

    def refusal(self, url: str = PAGE, client: dict[str, Any] | None = None, **options: Any) -> str:
        """What it says of a page that it refuses."""
        with pytest.raises(FetchError) as refused:
            self.fetch(url, client, **options)
        return str(refused.value)

    async def resolve(self, host: str, _port: int) -> list[str]:
        found = self.names.get(host, [host])
        return found() if callable(found) else found

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode("latin-1"), writer)
                if head.startswith(b"CONNECT"):
                    await writer.start_tls(certificate()[0])
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError, ssl.SSLError):
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
            if request.startswith("CONNECT"):
                await self.tunnel(exchange)
            else:
                await self.pages.get(headers["host"] + exchange.path, _not_found)(exchange)
        finally:
            self._open[host] -= 1


async def _opened(exchange: Exchange) -> None:
    await exchange.head(200)


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
        return await super().connect_tcp("127.0.0.1", self._web.port_for(port), *args, **options)


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
