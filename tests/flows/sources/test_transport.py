"""TLS, and the proxy that is used when it is configured and not otherwise."""

import asyncio
import base64
from typing import Any

import pytest

from flows.sources.http import Client

PAGE = "http://news.example/page"


def test_https_is_read_and_a_certificate_is_looked_at(web: Any) -> None:
    web.serve("https://news.example/page", b"safe")
    assert web.fetch("https://news.example/page").body == b"safe"
    assert "certificate" in web.refusal("https://news.example/page", client={"tls": None})


PROXY = "http://proxy.example:3128"


def test_a_proxy_that_is_configured_is_asked_for_everything(web: Any) -> None:
    web.names["proxy.example"] = ["192.0.2.99"]
    web.serve(PAGE, b"plain")
    assert web.fetch(client={"proxy": PROXY}).body == b"plain"
    web.serve("https://safe.example/page", b"safe")
    assert web.fetch("https://safe.example/page", client={"proxy": PROXY}).body == b"safe"
    assert web.dialled == ["192.0.2.99", "192.0.2.99"]
    assert [request.target for request in web.requests] == [PAGE, "safe.example:443", "/page"]


def test_the_address_of_a_proxy_may_be_inside(web: Any) -> None:
    async def run() -> bytes:
        async with web:
            web.serve(PAGE, b"x")
            async with web.client(proxy=f"http://127.0.0.1:{web.port}") as client:
                answer = await client.get(PAGE, accept="*/*")
                return bytes(answer.body)

    assert asyncio.run(run()) == b"x"
    assert web.dialled == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://1.2.3.4.5/",
        "http://0/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.0.0.1/",
        "http://localhost/",
        "http://a.localhost/",
        "http://LOCALHOST./",
        "http://printer/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router.home.arpa/",
        "http://127%2e0.0.1/",
        "http://news.example:22/",
        "https://news.example:3306/",
    ],
)
def test_a_proxy_is_not_asked_for_what_is_inside_or_not_of_the_web(web: Any, url: str) -> None:
    web.names["proxy.example"] = ["192.0.2.99"]
    said = web.refusal(url, client={"proxy": PROXY})
    assert any(
        why in said for why in ("not public", "not a public name", "not one of the web's", "no address")
    )
    web.serve(PAGE, status=302, Location=url)
    web.refusal(client={"proxy": PROXY})
    assert [request.target for request in web.requests] == [PAGE]


def test_a_host_of_our_own_is_not_asked_through_a_proxy(web: Any) -> None:
    async def run() -> bytes:
        async with web, web.client(proxy=PROXY) as client:
            url = web.serve(f"http://127.0.0.1:{web.port}/feed", b"ours")
            answer = await client.get(url, accept="*/*", trusted_host="127.0.0.1")
            return bytes(answer.body)

    assert asyncio.run(run()) == b"ours"
    assert web.dialled == ["127.0.0.1"]


def test_the_password_of_a_proxy_goes_to_the_proxy_and_nowhere_else(
    web: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    web.names["proxy.example"] = ["192.0.2.99"]
    web.serve("https://safe.example/page", b"safe")
    client = {"proxy": "http://ann:hunter%202@proxy.example:3128"}
    assert web.fetch("https://safe.example/page", client=client).body == b"safe"
    asked, inside = web.requests
    secret = base64.b64encode(b"ann:hunter 2").decode()
    assert asked.headers["proxy-authorization"] == f"Basic {secret}"
    assert "proxy-authorization" not in inside.headers
    web.dead.add("192.0.2.99")
    said = web.refusal(client=client)
    assert "news.example does not answer (through the proxy)" in said
    assert not any(word in said + caplog.text for word in ("hunter", secret))


@pytest.mark.parametrize("url", [PAGE, "https://news.example/page"])
def test_a_proxy_that_wants_a_password_says_so(web: Any, url: str) -> None:
    async def closed(exchange: Any) -> None:
        await exchange.answer(status=407)

    web.names["proxy.example"] = ["192.0.2.99"]
    web.page(PAGE, closed)
    web.tunnel = closed
    assert "news.example (through the proxy): 407" in web.refusal(url, client={"proxy": PROXY})


@pytest.mark.parametrize(
    "address",
    ["socks5://p.example", "p.example:3128", "http://", "http://p.example/path", "http://p:x"],
)
def test_what_is_no_proxy_is_an_error_that_does_not_repeat_it(address: str) -> None:
    with pytest.raises(ValueError, match="expected a proxy's address") as refused:
        Client(proxy=address.replace("p.example", "ann:hunter2@p.example"))
    assert "hunter2" not in str(refused.value)
