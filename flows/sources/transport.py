"""What is below the client: how connections are made and kept, and the proxy if there is one."""

import ssl
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from flows.sources.decode import ACCEPTED

_KEPT_ALIVE = 5.0  # seconds


class _Transport(httpx.AsyncHTTPTransport):
    """httpx has no public seam for a network backend: its pool is replaced by one that has (a test guards this)."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        super().__init__(trust_env=False, verify=web_roots())  # what it makes of that is never used
        self._pool = pool


def direct(
    backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext, connections: int
) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=tls,
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=_KEPT_ALIVE,
        network_backend=backend,
    )


def proxied(
    address: str, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext, connections: int
) -> httpcore.AsyncConnectionPool:
    """A pool whose every connection goes to the proxy, which the backend must let through: a person chose it."""
    proxy = checked_proxy(address)
    return httpcore.AsyncHTTPProxy(
        proxy_url=str(proxy.url),
        proxy_auth=proxy.raw_auth,
        ssl_context=tls,
        proxy_ssl_context=tls if proxy.url.scheme == "https" else None,
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=_KEPT_ALIVE,
        network_backend=backend,
    )


def checked_proxy(address: str) -> httpx.Proxy:
    """A proxy's address, with its user and password if it has any.

    Raises:
        ValueError: it is none; the text does not repeat it, for it may hold a password.
    """
    try:
        proxy = httpx.Proxy(address.strip())
        plain = proxy.url.host and proxy.url.path in {"", "/"} and not proxy.url.query
    except (httpx.InvalidURL, ValueError):
        plain = False
    if not plain or proxy.url.scheme not in {"http", "https"}:
        raise ValueError("expected a proxy's address like http://proxy.example:3128")
    return proxy


@cache
def web_roots() -> ssl.SSLContext:
    """Certificates are checked against certifi's roots; reading them takes 20 ms, so once a process."""
    return httpx.create_ssl_context(trust_env=False)


def web_client(pool: httpcore.AsyncConnectionPool, user_agent: str) -> httpx.AsyncClient:
    """No cookies, no proxies or passwords from the environment, no redirects of its own."""
    return httpx.AsyncClient(
        transport=_Transport(pool),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(10.0, connect=5.0, pool=None),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"User-Agent": user_agent, "Accept-Encoding": ACCEPTED},
    )
