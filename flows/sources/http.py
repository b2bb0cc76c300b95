"""The one way out to the web: a client that looks where it really connects, stops at its limits and waits its turn."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

import httpcore
import httpx

from flows.retry_after import retry_after
from flows.sources.address import AddressPolicy, RefusedError
from flows.sources.answer import Answer, FetchError, Limits, Validators
from flows.sources.decode import Body, DecodeError, TooLargeError
from flows.sources.guard import Guard, Resolver, check_unresolved
from flows.sources.headers import joined, user_agent
from flows.sources.manners import HeldError, Turns
from flows.sources.transport import direct, proxied, web_client, web_roots

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_WITH_BODY = frozenset({200, 203})
_SMALL = 16_384  # bytes
_HOLD = 60.0  # seconds a busy host is left alone when it does not say how long
_RESOLVER_THREADS = 8  # getaddrinfo cannot be cancelled: a dead name server holds so many threads, not more


class _UnansweredError(FetchError):
    """Nothing came, or not in time."""


class Client:
    """Fetches over http and https.

    Only public addresses are connected to, as judged on the address itself at the moment of connecting, so neither a
    redirect nor a name that changes its answer leads inside. `trusted_host` of a call is exempt: it is the host a person
    wrote down with allow_private.

    Through a proxy, which only its own setting names and never the environment, that judgement is the proxy's: it resolves
    the names. What can be refused without resolving still is (see check_unresolved). A trusted host is asked directly.
    """

    def __init__(  # noqa: PLR0913 (each is a limit or a seam for tests)
        self,
        *,
        contact: str | None = None,
        proxy: str | None = None,
        spacing: float = 1.0,
        concurrency: int = 16,
        limits: Limits | None = None,
        policy: AddressPolicy | None = None,
        resolver: Resolver | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Make one, without connecting to anything.

        Args:
            contact: an address for the people whose servers we ask, part of the User-Agent.
            proxy: an address as `checked_proxy` takes it.
            spacing: seconds between two requests to a host.
            concurrency: requests at once.
            limits: where a fetch ends.
            policy: what may be connected to.
            resolver: instead of getaddrinfo.
            backend: instead of sockets.
            tls: instead of certifi's roots.
        """
        self.user_agent = user_agent(contact)
        self.turns = Turns(spacing=spacing, concurrency=concurrency)
        self._limits = limits or Limits()
        self._threads = ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="resolve")
        resolve = resolver or self._getaddrinfo
        inner = backend or httpcore.AnyIOBackend()
        self._policy = policy or AddressPolicy()
        self._via = " (through the proxy)" if proxy else ""
        guard, unguarded = Guard(resolve, inner, self._policy), Guard(resolve, inner, None)
        tls = tls or web_roots()
        way = proxied(proxy, unguarded, tls, concurrency) if proxy else direct(guard, tls, concurrency)
        self._public = web_client(way, self.user_agent)
        self._trusted = web_client(direct(unguarded, tls, concurrency), self.user_agent)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._public.aclose()
        await self._trusted.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _getaddrinfo(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{host} has no address: {error}") from error
        return [str(entry[4][0]) for entry in found]

    async def get(
        self, url: str, *, accept: str, validators: Validators | None = None, trusted_host: str | None = None
    ) -> Answer:
        """Fetch an address, redirects followed.

        Raises:
            FetchError: refused, unreachable, too slow, too large, broken; the text says which.
        """
        left, moved, permanent = self._limits.seconds, None, True
        for _ in range(self._limits.redirects + 1):
            target = _checked(url)
            headers = [(b"Accept", accept.encode("ascii"))]
            headers += validators.headers(str(target)) if validators else []
            answer, seconds = await self._in_turn(target, headers, left, trusted=target.host == trusted_host)
            left -= seconds
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return replace(answer, moved_to=moved)
            url = _location(target, answer.headers["location"])
            permanent = permanent and answer.status in _PERMANENT and _no_downgrade(target, url)
            moved = url if permanent else moved
        raise FetchError(f"more than {self._limits.redirects} redirects, the last to {_short(url)}")

    async def _in_turn(
        self, target: httpx.URL, headers: list[tuple[bytes, bytes]], seconds: float, *, trusted: bool
    ) -> tuple[Answer, float]:
        """One request when its turn comes, and the seconds it took from then."""
        clock = asyncio.get_running_loop().time
        try:
            async with self.turns.turn(target.host):
                started = clock()
                answer = await self._bounded(target, headers, seconds, trusted=trusted)
                self.turns.answered(target.host)
                if answer.status in {429, 503}:
                    self.turns.hold(
                        target.host, _wait(answer.headers.get("retry-after")), "asked for a pause"
                    )
                return answer, clock() - started
        except HeldError as error:
            raise FetchError(str(error)) from error
        except _UnansweredError:
            self.turns.unanswered(target.host)
            raise

    async def _bounded(
        self, target: httpx.URL, headers: list[tuple[bytes, bytes]], seconds: float, *, trusted: bool
    ) -> Answer:
        via = "" if trusted else self._via
        try:
            if via:
                check_unresolved(target.raw_host.decode("ascii"), _port(target), self._policy)
            async with asyncio.timeout(max(0.0, seconds)):
                return await self._once(self._trusted if trusted else self._public, target, headers)
        except TimeoutError as error:
            raise _UnansweredError(
                f"{target.host} took more than {self._limits.seconds:g} s in all"
            ) from error
        except (httpx.TimeoutException, httpx.ConnectError) as error:
            raise _UnansweredError(f"{target.host} does not answer{via}: {_words(error)}") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise FetchError(f"{target.host}{via}: {_words(error)}") from error
        except (RefusedError, DecodeError, TooLargeError) as error:
            raise FetchError(str(error)) from error

    async def _once(
        self, client: httpx.AsyncClient, target: httpx.URL, headers: list[tuple[bytes, bytes]]
    ) -> Answer:
        async with client.stream("GET", target, headers=headers) as response:
            found = joined(response.headers.raw)
            body, received = b"", 0
            if response.status_code == 407:
                raise httpx.ProxyError("407, a user and password are asked for")
            if response.status_code in _WITH_BODY:
                body, received = await self._read(response, found)
            elif response.status_code < 400:
                received = await _drain(response)
            return Answer(
                url=str(target), status=response.status_code, headers=found, body=body, received=received
            )

    async def _read(self, response: httpx.Response, headers: Mapping[str, str]) -> tuple[bytes, int]:
        body, received = Body(headers.get("content-encoding", ""), self._limits.decoded), 0
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if received > self._limits.received:
                raise TooLargeError(f"larger than {self._limits.received} bytes")
            body.feed(chunk)
        return body.finish(), received


async def _drain(response: httpx.Response) -> int:
    """Read what little comes with a redirect or a 304, so that the connection can be used again."""
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        if received > _SMALL:
            break
    return received


def _checked(url: str) -> httpx.URL:
    """An address we are willing to ask.

    Raises:
        FetchError: another scheme, a password in it, or no address at all.
    """
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"{_short(url)} is no address: {error}") from error
    if target.scheme not in {"http", "https"}:
        raise FetchError(f"{_short(url)} is not http or https")
    if not target.host or target.userinfo:
        raise FetchError(f"an address on {target.host or 'no host'} must have a host and no user or password")
    return target


def _wait(header: str | None) -> float:
    asked = retry_after(header, datetime.now(UTC))
    return _HOLD if asked is None else asked.total_seconds()


def _location(base: httpx.URL, location: str) -> str:
    try:
        text = location.encode("latin-1").decode("utf-8", "replace")  # as browsers read it
        return str(base.join(text).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{base.host} redirects to {_short(location)}, which is no address") from error


def _no_downgrade(base: httpx.URL, url: str) -> bool:
    return base.scheme != "https" or url.startswith("https:")


def _port(target: httpx.URL) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _words(error: Exception) -> str:
    """Of a time that ran out httpx says nothing."""
    return str(error) or type(error).__name__


def _short(url: str) -> str:
    return repr(url if len(url) <= 100 else url[:99] + "…")
