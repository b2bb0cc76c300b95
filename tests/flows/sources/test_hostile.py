"""What a poll ends as when the other side means harm, or is merely broken: one case a line, all on loopback.

Of each case: no exception, the error or the entries, and nothing dialled that is not public.
"""

import asyncio
import gzip
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import brotli
import pytest
import zstandard

from flows.sources.answer import Limits
from flows.sources.feed_parser import FeedParser
from flows.sources.feeds import Poll, Tools, poll
from flows.sources.kinds import FeedSource
from pipeline.records import Document

FEED = FeedSource(name="daily", url="http://daily.example/feed")
LIMITS = Limits(seconds=0.4, received=300_000, decoded=1_000_000)
ROOMY = Limits(seconds=20, received=10_000_000, decoded=10_000_000)
PUBLIC = tuple(ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
ITEM = "<item><title>{}</title><link>http://daily.example/{}</link></item>"
Arrange = Callable[[Any], None]
Script = Callable[[Any], Awaitable[None]]


def rss(*titles: str, head: str = "", declared: str = "utf-8") -> str:
    items = "".join(ITEM.format(title, number) for number, title in enumerate(titles))
    return f'<?xml version="1.0" encoding="{declared}"?>{head}<rss version="2.0"><channel>{items}</channel></rss>'


GOOD = rss("One").encode()


@dataclass(frozen=True, kw_only=True)
class Case:
    arrange: Arrange
    ends: str | tuple[str, ...]  # the error, or the titles
    client: dict[str, Any] = field(default_factory=dict)
    capped: int = 0
    says: str | None = None  # of what is missing
    requests: int | None = None  # that may be made, when more would be a mistake


def body(content: bytes | str, status: int = 200, **headers: str) -> Arrange:
    raw = content.encode() if isinstance(content, str) else content
    return lambda web: web.serve(FEED.url, raw, status, **headers) and None


def script(run: Script) -> Arrange:
    """A handler that ends by closing the connection."""

    async def handler(exchange: Any) -> None:
        await run(exchange)
        exchange.writer.close()

    return lambda web: web.page(FEED.url, handler) and None


def raw(data: bytes) -> Arrange:
    return script(lambda exchange: exchange.send(data))


def endless(first: bytes, again: bytes, pause: float = 0.0) -> Arrange:
    async def run(exchange: Any) -> None:
        await exchange.send(first)
        while not exchange.writer.is_closing():
            await exchange.send(again)
            await asyncio.sleep(pause)

    return script(run)


def to(location: str, status: int = 302) -> Arrange:
    return body(b"", status, Location=location)


def named(*answers: list[str], then: Arrange | None = None) -> Arrange:
    """A name whose addresses change with every look."""

    def arrange(web: Any) -> None:
        left = iter(answers)
        (then or body(GOOD))(web)
        web.names["daily.example"] = lambda: next(left, answers[-1])

    return arrange


async def never(_host: str, _port: int) -> list[str]:
    await asyncio.sleep(60)
    return []


HEAD = b"HTTP/1.1 200 OK\r\n"
NOTHING = bytes(20_000_000)
LAUGHS = (
    "<!DOCTYPE r [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 8))
    + "]>"
)
ATTRIBUTES = " ".join(f"a{number}='1'" for number in range(20_000))
RUSSIAN = "Новости дня"
SLOW = "took more than 0.4 s"
BIG = "larger than"
ODD = "daily.example"
INSIDE = "not public"
COSTLY = "parsing took more than"

CASES = {
    # time and size
    "headers that drip": Case(arrange=endless(HEAD, b"A: b\r\n", 0.02), ends=SLOW),
    "a body that drips": Case(arrange=endless(HEAD + b"Content-Length: 9999\r\n\r\n", b" ", 0.02), ends=SLOW),
    "headers without end": Case(arrange=endless(HEAD, b"A: b\r\n" * 1000), ends=ODD),
    "a body without end": Case(arrange=endless(HEAD + b"\r\n", b" " * 10_000), ends=BIG),
    "chunks without end": Case(
        arrange=endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n%b\r\n" % (b" " * 10_000)),
        ends=BIG,
    ),
    "early hints without end": Case(arrange=endless(b"", b"HTTP/1.1 103 X\r\n\r\n", 0.005), ends=SLOW),
    "a header of 2 MB": Case(arrange=raw(HEAD + b"A: " + b"b" * 2_000_000 + b"\r\n\r\n" + GOOD), ends=ODD),
    "a gzip bomb": Case(arrange=body(gzip.compress(NOTHING), Content_Encoding="gzip"), ends=BIG),
    "a brotli bomb": Case(arrange=body(brotli.compress(NOTHING, quality=1), Content_Encoding="br"), ends=BIG),
    "a zstd bomb": Case(arrange=body(zstandard.compress(NOTHING), Content_Encoding="zstd"), ends=BIG),
    "a bomb in a bomb": Case(
        arrange=body(zstandard.compress(gzip.compress(NOTHING)), Content_Encoding="gzip, zstd"), ends=BIG
    ),
    "encodings without end": Case(arrange=body(GOOD, Content_Encoding="gzip, " * 500), ends="500 times over"),
    # redirects
    "a redirect to itself": Case(arrange=to(FEED.url), ends="more than 5 redirects", requests=6),
    "a chain of redirects": Case(
        arrange=lambda web: (
            [
                web.serve(f"{FEED.url}{'x' * step}", status=301, Location=f"/feed{'x' * (step + 1)}")
                for step in range(9)
            ]
            and None
        ),
        ends="more than 5 redirects",
        requests=6,
    ),
    "to loopback": Case(arrange=to("http://127.0.0.1/"), ends=INSIDE, requests=1),
    "to the cloud's metadata": Case(
        arrange=to("http://169.254.169.254/latest/meta-data/"), ends=INSIDE, requests=1
    ),
    "to loopback, IPv6": Case(arrange=to("http://[::1]/"), ends=INSIDE, requests=1),
    "to loopback, mapped": Case(arrange=to("http://[::ffff:127.0.0.1]/"), ends=INSIDE, requests=1),
    "to a private network": Case(arrange=to("//10.0.0.1/"), ends=INSIDE, requests=1),
    "to a decimal address": Case(arrange=to("http://2130706433/"), ends=INSIDE, requests=1),
    "to a hexadecimal address": Case(arrange=to("http://0x7f000001/"), ends=INSIDE, requests=1),
    "to a file": Case(arrange=to("file:///etc/passwd"), ends="not http or https", requests=1),
    "to a script": Case(arrange=to("javascript:alert(1)"), ends=ODD, requests=1),
    "to another service": Case(arrange=to("http://daily.example:6379/"), ends="port 6379", requests=1),
    "with a password": Case(arrange=to("http://a:b@daily.example/"), ends="no user or password", requests=1),
    "to no address": Case(arrange=to("http://[daily.example/"), ends=INSIDE, requests=1),
    "nowhere": Case(arrange=body(b"", 302), ends="answered 302", requests=1),
    # names
    "a name that turns inside": Case(
        arrange=named(["192.0.2.1"], ["127.0.0.1"], then=body(b"", 302, Location="/x", Connection="close")),
        ends=INSIDE,
        requests=1,
    ),
    "a name inside and outside": Case(
        arrange=named(["10.0.0.1", "127.0.0.1", "192.0.2.7", "::1"]), ends=("One",)
    ),
    "a name inside": Case(arrange=named(["192.168.1.1"]), ends=INSIDE, requests=0),
    "a name without address": Case(arrange=named([]), ends="no address", requests=0),
    "a name server that is silent": Case(
        arrange=body(GOOD), ends=SLOW, client={"resolver": never}, requests=0
    ),
    # the protocol
    "closed at once": Case(arrange=raw(b""), ends=ODD),
    "TLS on the port of http": Case(
        arrange=raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200)), ends=ODD
    ),
    "another protocol": Case(arrange=raw(b"220 mail.example ESMTP\r\n"), ends=ODD),
    "a length too long": Case(arrange=raw(HEAD + b"Content-Length: 9999\r\n\r\n" + GOOD), ends=ODD),
    "a length too short": Case(
        arrange=raw(HEAD + b"Content-Length: 120\r\n\r\n" + GOOD), ends=(), says="no whole entry came"
    ),
    "a negative length": Case(arrange=raw(HEAD + b"Content-Length: -5\r\n\r\n" + GOOD), ends=ODD),
    "two lengths": Case(
        arrange=raw(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + GOOD), ends=ODD
    ),
    "chunks that end early": Case(
        arrange=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n" + GOOD), ends=ODD
    ),
    "chunks of a wrong size": Case(
        arrange=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + GOOD + b"\r\n0\r\n\r\n"), ends=ODD
    ),
    "NUL in a header": Case(arrange=raw(HEAD + b"A: b\x00c\r\n\r\n" + GOOD), ends=ODD),
    "not what was packed": Case(
        arrange=body(GOOD, Content_Encoding="zstd"), ends="compressed data is broken"
    ),
    "half of what was packed": Case(
        arrange=body(gzip.compress(GOOD)[:-12], Content_Encoding="gzip"), ends="compressed data ends early"
    ),
    # answers
    "unchanged, to everyone": Case(arrange=body(b"", 304), ends="gives this feed to nobody"),
    "part of it": Case(arrange=body(GOOD, 206), ends="answered 206"),
    "no content": Case(arrange=body(b"", 204), ends="answered 204"),
    "a teapot": Case(arrange=body(GOOD, 418), ends="answered 418"),
    "a web page": Case(arrange=body("<!doctype html><html><body>Hi"), ends="this is a web page"),
    "nothing": Case(arrange=body(b""), ends="this is no feed (no content type, 0 bytes)"),
    "noise": Case(arrange=body(bytes(range(256)) * 20), ends="this is no feed"),
    # character sets
    "windows-1251 called UTF-8": Case(
        arrange=body(
            rss(RUSSIAN, declared="windows-1251").encode("cp1251"), Content_Type="text/xml; charset=utf-8"
        ),
        ends=(RUSSIAN,),
    ),
    "UTF-8 called windows-1251": Case(
        arrange=body(rss(RUSSIAN), Content_Type="text/xml; charset=us-ascii"), ends=(RUSSIAN,)
    ),
    "UTF-16 without its mark": Case(
        arrange=body(rss(RUSSIAN, declared="utf-16").encode("utf-16-le")), ends=(RUSSIAN,)
    ),
    "UTF-16 with its mark": Case(
        arrange=body(rss(RUSSIAN, declared="utf-16").encode("utf-16")), ends=(RUSSIAN,)
    ),
    "a character set that is none": Case(
        arrange=body(rss(RUSSIAN), Content_Type="text/xml; charset=\x7f'\"none"), ends=(RUSSIAN,)
    ),
    # the feed itself
    "NUL in the feed": Case(arrange=body(rss("O\x00ne")), ends=("One",)),
    "100,000 entries": Case(
        arrange=body(rss(*(str(number) for number in range(100_000)))),
        ends=tuple(str(number) for number in range(5_000)),
        client={"limits": ROOMY},
        capped=95_000,
    ),
    "50,000 elements in each other": Case(
        arrange=body(rss("<b>" * 50_000 + "One" + "</b>" * 50_000)),
        ends=("One",),
        client={"limits": ROOMY},
    ),
    "a billion laughs": Case(arrange=body(rss("One &a7;", head=LAUGHS)), ends=("One &a7;",)),
    "an entity in a file": Case(
        arrange=body(rss("One&x;", head="<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>")),
        ends=("One",),
    ),
    "an entity elsewhere": Case(
        arrange=lambda web: body(
            rss("One&x;", head=f"<!DOCTYPE r [<!ENTITY x SYSTEM 'http://127.0.0.1:{web.port}/x'>]>")
        )(web),
        ends=("One",),
        requests=1,
    ),
    "a document type elsewhere": Case(
        arrange=lambda web: body(rss("One", head=f"<!DOCTYPE r SYSTEM 'http://127.0.0.1:{web.port}/x'>"))(
            web
        ),
        ends=("One",),
        requests=1,
    ),
    "an author that takes 17 s": Case(
        arrange=body(
            f"<rss version='2.0'><channel><item><author>a@{'a.' * 20_000}!</author><title>One & two</title></item></channel></rss>"
        ),
        ends=COSTLY,
    ),
    "a tag that takes 10 s": Case(
        arrange=body(f"<rss version='2.0'><channel><item><title {ATTRIBUTES}/></item></channel></rss>"),
        ends=COSTLY,
        client={"limits": ROOMY},
    ),
}


@pytest.fixture(scope="module")
def parser() -> Iterator[FeedParser]:
    with FeedParser(cpu_seconds=10) as running:
        yield running


@pytest.fixture(scope="module")
def strict() -> Iterator[FeedParser]:
    with FeedParser(cpu_seconds=0.5) as running:
        yield running


def polled(web: Any, parser: FeedParser, now: datetime, arrange: Arrange, **client: Any) -> Poll:
    async def run() -> Poll:
        async with web, web.client(**{"limits": LIMITS, **client}) as asking:
            arrange(web)
            return await poll(FEED, None, Tools(client=asking, parser=parser, now=now))

    return asyncio.run(run())


@pytest.mark.parametrize("name", CASES)
def test_a_poll_ends_in_words_or_in_entries(
    web: Any, parser: FeedParser, strict: FeedParser, now: datetime, name: str
) -> None:
    case = CASES[name]
    reader = strict if case.ends == COSTLY else parser
    found = polled(web, reader, now, case.arrange, **case.client)
    if isinstance(case.ends, str):
        assert (found.status, found.documents) == ("failed", ())
        assert case.ends in (found.error or "")
        assert "our own fault" not in (found.error or "")
    else:
        assert found.status == "ok"
        assert found.error is None if case.says is None else case.says in (found.error or "")
        assert tuple(one.title for one in found.documents if isinstance(one, Document)) == case.ends
    assert found.capped == case.capped
    assert case.requests in {None, len(web.requests)}
    assert all(any(ipaddress.ip_address(host) in net for net in PUBLIC) for host in web.dialled)


def test_from_https_to_http_is_followed_but_never_remembered(
    web: Any, parser: FeedParser, now: datetime
) -> None:
    web.serve("https://daily.example/feed", status=301, Location="http://plain.example/feed")
    web.serve("http://plain.example/feed", GOOD)

    async def run() -> Poll:
        async with web, web.client() as asking:
            secure = replace(FEED, url="https://daily.example/feed")
            return await poll(secure, None, Tools(client=asking, parser=parser, now=now))

    found = asyncio.run(run())
    assert (found.status, len(found.documents), found.state.url) == ("ok", 1, None)


def test_a_body_that_changes_under_one_etag_is_not_missed(
    web: Any, parser: FeedParser, now: datetime
) -> None:
    async def run() -> AsyncIterator[Poll]:
        state = None
        for number in range(3):
            async with web, web.client() as asking:
                web.serve(FEED.url, rss(*(f"T{n}" for n in range(number + 1))).encode(), ETag='"same"')
                found = await poll(FEED, state, Tools(client=asking, parser=parser, now=now))
                state = found.state
                yield found

    async def all_polls() -> list[int]:
        return [len(found.documents) async for found in run()]

    assert asyncio.run(all_polls()) == [1, 1, 1]
    assert ["if-none-match" in request.headers for request in web.requests] == [False, True, False]


def test_nothing_is_told_to_who_does_not_ask(web: Any, parser: FeedParser, now: datetime) -> None:
    """No cookie goes back, no address we came from is given, no password is sent on demand."""
    web.serve("http://second.example/", GOOD, Set_Cookie="b=2")
    web.serve(
        "http://first.example/",
        status=302,
        Location="http://second.example/",
        Set_Cookie="a=1; Domain=example",
    )
    asking = 'Basic realm="x"'
    polled(web, parser, now, to("http://first.example/"))
    polled(web, parser, now, body(b"", 401, WWW_Authenticate=asking, Set_Cookie="c=3"))
    polled(web, parser, now, body(GOOD))
    assert len(web.requests) == 5
    told = {name for request in web.requests for name in request.headers}
    assert told == {"host", "accept", "accept-encoding", "connection", "user-agent"}
