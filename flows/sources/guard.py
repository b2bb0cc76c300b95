"""The network below the client: names are resolved here, and only what the address policy permits is connected to."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from flows.sources.address import PORTS, AddressPolicy, RefusedError

Resolver = Callable[[str, int], Awaitable[list[str]]]
_PORTS = ", ".join(str(port) for port in sorted(PORTS))
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# RFC 6761, what /etc/hosts says of most machines, RFC 6762, RFC 8375, and ICANN's name for private networks.
_INSIDE = (".localhost", ".localdomain", ".local", ".home.arpa", ".internal")


class Guard(httpcore.AsyncNetworkBackend):
    """Resolves a name, keeps the addresses the policy permits and connects to one of those, not to the name."""

    def __init__(
        self, resolve: Resolver, inner: httpcore.AsyncNetworkBackend, policy: AddressPolicy | None
    ) -> None:
        """Without a policy every address and port is permitted."""
        self._resolve = resolve
        self._inner = inner
        self._policy = policy

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if self._policy:
            _check_port(host, port)
        addresses = await self._resolve(host, port)
        if self._policy:
            addresses = self._policy.vetted(host, addresses)
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in dict.fromkeys(addresses):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 (httpcore's signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise RefusedError(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def check_unresolved(host: str, port: int, policy: AddressPolicy) -> None:
    """Refuse what can be told of a target without its address, which only the proxy will learn.

    Told are ports, addresses in any spelling that a resolver takes, and names that mean a machine or a network of one's own.
    Not told is a public name that leads inside, at once or after a change of mind (DNS rebinding): whoever runs the
    proxy must forbid it what they do not want asked.

    Raises:
        RefusedError: the request must not be sent.
    """
    _check_port(host, port)
    name = host.lower().rstrip(".")
    address = _literal(name)
    if address:
        policy.vetted(host, [address])
    elif not _NAME.fullmatch(name) or "." not in name or name.endswith(_INSIDE):
        raise RefusedError(f"{host[:100]!r} is not a public name, and a proxy is not asked for others")


def _check_port(host: str, port: int) -> None:
    if port not in PORTS:
        raise RefusedError(f"port {port} of {host} is not one of the web's ({_PORTS})")


def _literal(name: str) -> str | None:
    """The address spelt by what looks like a name (127.1, 0x7f000001, 0177.0.0.1, ::1); no name ends in a number."""
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return socket.inet_ntoa(socket.inet_aton(name))
        except OSError:
            return name  # no address either: the policy refuses it
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return None
