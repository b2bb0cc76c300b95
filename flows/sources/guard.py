"""The network below the client: names are resolved here, and only what the address policy permits is connected to."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from flows.sources.address import PORTS, AddressPolicy, RefusedError

Resolver = Callable[[str, int], Awaitable[list[str]]]
_PORTS = ", ".join(str(port) for port in sorted(PORTS))


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
        if self._policy and port not in PORTS:
            raise RefusedError(f"port {port} of {host} is not one of the web's ({_PORTS})")
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
