import asyncio
import gzip
import zlib
from itertools import pairwise
from typing import Any

import brotli
import httpx
import pytest
import zstandard

from flows.sources.answer import FetchError, Limits, Validators
from flows.sources.http import Client, _words

PAGE = "http://news.example/page"
SMALL = Limits(seconds=5, received=100_000, decoded=100_000)


def test_a_page_comes_with_its_headers_and_we_say_who_we_are(web: Any) -> None:
    web.serve(PAGE, b"hello", Content_Type="text/plain")
    answer = web.fetch(client={"contact": "https://desk.example/ab\r\nout\u00e9)"})
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"hello", "text/plain")
    agent = web.requests[0].headers["user-agent"]
    assert agent.startswith("wirewatch/")
    assert agent.endswith("(+https://desk.example/about)")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.192",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2001::7f00:1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
        "not an address",
    ],
)
def test_no_address_inside_is_connected_to(web: Any, address: str) -> None:
    web.names["news.example"] = [address]
    assert "not public" in web.refusal()
    assert web.dialled == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:7f00:1]"]
)
def test_no_spelling_of_loopback_is_connected_to(web: Any, host: str) -> None:
    assert "not public" in web.refusal(f"http://{host}/", client={"resolver": None})
    assert web.dialled == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "not http or https"),
        ("ftp://news.example/", "not http or https"),
        ("javascript:alert(1)", "not http or https"),
        ("gopher://news.example:70/", "not http or https"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example:6379/", "port 6379"),
        ("http://user:secret@news.example/", "no user or password"),
        ("http:///path", "must have a host"),
        ("http://news.example:99999/", "port 99999"),
        ("http://\x00/", "is no address"),
        ("", "not http or https"),
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked(web: Any, url: str, why: str) -> None:
    web.names["news.example"] = ["192.0.2.1"]
    said = web.refusal(url)
    assert why in said
    assert "secret" not in said
    assert web.dialled == []


def test_of_several_addresses_only_public_ones_are_used(web: Any) -> None:
    web.serve(PAGE, b"x")
    web.names["news.example"] = ["10.0.0.1", "192.0.2.7", "127.0.0.1"]
    assert web.fetch().body == b"x"
    assert web.dialled == ["192.0.2.7"]


def test_the_next_address_is_tried_when_one_does_not_answer(web: Any) -> None:
    web.serve(PAGE, b"x")
    web.names["news.example"] = ["192.0.2.8", "192.0.2.9"]
    web.dead.add("192.0.2.8")
    assert web.fetch().body == b"x"
    web.dead.add("192.0.2.9")
    assert "refused the connection" in web.refusal()


def test_a_name_that_changes_its_answer_gains_nothing(web: Any) -> None:
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    web.serve(PAGE, status=302, Location="/other", Connection="close")
    web.names["news.example"] = lambda: next(answers)
    assert "127.0.0.1, which is not public" in web.refusal()
    assert web.dialled == ["192.0.2.1"]


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "//[::1]/"]
)
def test_a_redirect_does_not_lead_inside(web: Any, inside: str) -> None:
    web.serve(PAGE, status=302, Location=inside)
    assert "not public" in web.refusal()
    assert web.dialled == ["192.0.2.1"]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://[::1", "javascript:alert(1)", "http://a:b@news.example/"]
)
def test_a_redirect_leads_to_the_web_only(web: Any, location: str) -> None:
    web.serve(PAGE, status=302, Location=location)
    web.refusal()
    assert len(web.requests) == 1


def test_a_trusted_host_may_be_inside_but_not_where_it_redirects_to(web: Any) -> None:
    async def run() -> tuple[bytes, str]:
        async with web, web.client() as client:
            home = f"http://127.0.0.1:{web.port}"
            web.serve(f"{home}/feed", b"ours")
            web.serve(f"{home}/away", status=302, Location=f"http://inside.example:{web.port}/")
            web.names["inside.example"] = ["127.0.0.1"]
            answer = await client.get(f"{home}/feed", accept="*/*", trusted_host="127.0.0.1")
            with pytest.raises(FetchError, match="not one of the web's") as refused:
                await client.get(f"{home}/away", accept="*/*", trusted_host="127.0.0.1")
            with pytest.raises(FetchError, match="not public"):  # not over the connection trust has opened
                await client.get("http://127.0.0.1/", accept="*/*")
            return answer.body, str(refused.value)

    body, _ = asyncio.run(run())
    assert body == b"ours"


def test_redirects_are_followed_and_counted(web: Any) -> None:
    for step in range(7):
        web.serve(f"http://news.example/{step}", status=302, Location=f"/{step + 1}")
    web.serve("http://news.example/7", b"end")
    assert web.fetch("http://news.example/2").body == b"end"
    assert "more than 5 redirects" in web.refusal("http://news.example/1")
    web.serve(PAGE, status=302, Location=PAGE)
    assert "more than 5 redirects" in web.refusal()


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [
        (301, 308, "http://c.example/"),
        (301, 302, "http://b.example/"),
        (302, 301, None),
        (307, 308, None),
    ],
)
def test_a_move_is_remembered_as_far_as_it_is_permanent(
    web: Any, first: int, second: int, moved: str | None
) -> None:
    web.serve("http://a.example/", status=first, Location="http://b.example/")
    web.serve("http://b.example/", status=second, Location="http://c.example/")
    web.serve("http://c.example/", b"x")
    answer = web.fetch("http://a.example/")
    assert (answer.url, answer.moved_to) == ("http://c.example/", moved)


def test_an_error_without_words_has_a_name() -> None:
    assert _words(httpx.ReadTimeout("")) == "ReadTimeout"
    assert _words(httpx.ConnectError("refused")) == "refused"


def test_a_slow_drip_ends_with_the_time_limit(web: Any) -> None:
    async def drip(exchange: Any) -> None:
        await exchange.head(200, [("Content-Length", "1000")])
        while True:
            await exchange.send(b"x")
            await asyncio.sleep(0.02)

    web.page(PAGE, drip)
    assert "took more than 0.2 s" in web.refusal(client={"limits": Limits(seconds=0.2)})


def test_a_name_server_that_does_not_answer_ends_with_the_time_limit(web: Any) -> None:
    async def hang(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    said = web.refusal(client={"limits": Limits(seconds=0.1), "resolver": hang})
    assert "took more than 0.1 s" in said


def test_fetches_that_were_cut_off_hold_no_place(web: Any) -> None:
    async def silent(_exchange: Any) -> None:
        await asyncio.sleep(60)

    for number in range(6):
        web.page(f"http://slow{number % 3}.example/", silent)
    web.serve(PAGE, b"x")

    async def run() -> bytes:
        async with web, web.client(concurrency=2, limits=Limits(seconds=0.1)) as client:
            for number in range(6):
                with pytest.raises(FetchError, match="took more than"):
                    await client.get(f"http://slow{number % 3}.example/", accept="*/*")
            answer = await client.get(PAGE, accept="*/*")
            return bytes(answer.body)

    assert asyncio.run(run()) == b"x"


def test_a_host_that_is_silent_three_times_is_left_alone(web: Any) -> None:
    web.names["news.example"] = ["192.0.2.5"]
    web.dead.add("192.0.2.5")

    async def run() -> list[str]:
        said = []
        async with web, web.client() as client:
            for number in range(5):
                with pytest.raises(FetchError) as refused:
                    await client.get(f"http://news.example/{number}", accept="*/*")
                said.append(str(refused.value))
        return said

    said = asyncio.run(run())
    assert all("does not answer" in text for text in said[:3])
    assert all("did not answer 3 times in a row: it is left alone" in text for text in said[3:])
    assert len(web.dialled) == 3


def test_redirects_share_one_time_limit(web: Any) -> None:
    async def slow(exchange: Any) -> None:
        await asyncio.sleep(0.1)
        await exchange.answer(status=302, Location=PAGE)

    web.page(PAGE, slow)
    assert "took more than 0.25 s" in web.refusal(client={"limits": Limits(seconds=0.25, redirects=100)})


@pytest.mark.parametrize("chunked", [True, False])
def test_an_endless_body_ends_with_the_size_limit(web: Any, chunked: bool) -> None:  # noqa: FBT001 (a parameter)
    async def endless(exchange: Any) -> None:
        await exchange.head(200, [("Transfer-Encoding", "chunked")] if chunked else [])
        while True:
            await exchange.send(b"400\r\n" + b"x" * 1024 + b"\r\n")

    web.page(PAGE, endless)
    assert "larger than 100000 bytes" in web.refusal(client={"limits": SMALL})


def test_a_bomb_is_not_unpacked(web: Any, bomb: bytes) -> None:
    web.serve(PAGE, bomb, Content_Encoding="gzip")
    assert "larger than 1000000 bytes" in web.refusal(client={"limits": Limits(decoded=1_000_000)})


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello world")),
        ("x-gzip", gzip.compress(b"hello") + gzip.compress(b" world")),
        ("GZIP", gzip.compress(b"hello world") + bytes(64)),
        ("deflate", zlib.compress(b"hello world")),
        ("deflate", raw_deflate(b"hello world")),
        ("identity", b"hello world"),
        ("br", brotli.compress(b"hello world")),
        ("zstd", zstandard.compress(b"hello world")),
        ("gzip, br", brotli.compress(gzip.compress(b"hello world"))),
    ],
)
@pytest.mark.parametrize("piece", [1, 1000])
def test_what_we_ask_for_is_unpacked(web: Any, encoding: str, packed: bytes, piece: int) -> None:
    async def pieces(exchange: Any) -> None:
        await exchange.head(200, [("Transfer-Encoding", "chunked"), ("Content-Encoding", encoding)])
        for start in range(0, len(packed), piece):
            part = packed[start : start + piece]
            await exchange.send(b"%x\r\n%b\r\n" % (len(part), part))
        await exchange.send(b"0\r\n\r\n")

    web.page(PAGE, pieces)
    assert web.fetch().body == b"hello world"


@pytest.mark.parametrize(
    ("encoding", "body", "why"),
    [
        ("gzip", b"plain", "broken"),
        ("gzip", gzip.compress(b"hello world" * 99)[:-9], "ends early"),
        ("compress", b"\x1f\x9dhello world", "not asked for"),
        ("deflate", b"\xff\xff\xff", "broken"),
        ("gzip", gzip.compress(b"") * 2000, "too many pieces"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(web: Any, encoding: str, body: bytes, why: str) -> None:
    web.serve(PAGE, body, Content_Encoding=encoding)
    assert why in web.refusal()


def test_a_body_shorter_than_its_length_is_refused(web: Any) -> None:
    async def short(exchange: Any) -> None:
        await exchange.head(200, [("Content-Length", "1000")])
        await exchange.send(b"x" * 10)
        exchange.writer.close()

    web.page(PAGE, short)
    assert "news.example" in web.refusal()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\xff" * 50,
        b"HTTP/1.1 200 X\r\n" + b"A: b\r\n" * 100_000,
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"220 smtp\r\n",
    ],
    ids=["nothing", "noise", "endless headers", "status", "another protocol"],
)
def test_what_is_no_http_is_an_error_in_words(web: Any, answer: bytes) -> None:
    async def noise(exchange: Any) -> None:
        await exchange.send(answer)
        exchange.writer.close()

    web.page(PAGE, noise)
    assert "news.example" in web.refusal()


def test_no_cookie_is_kept_and_no_proxy_of_the_environment_used(
    web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://203.0.113.9:8080")
    web.serve(PAGE, status=302, Location="/other", Set_Cookie="track=1; Path=/")
    web.serve("http://news.example/other", b"x")
    assert web.fetch().body == b"x"
    assert set(web.dialled) == {"192.0.2.1"}
    assert all("cookie" not in request.headers for request in web.requests)


def test_one_connection_serves_many_requests(web: Any) -> None:
    web.serve("http://news.example/a", status=304)
    web.serve("http://news.example/b", status=302, Location=PAGE)
    web.serve(PAGE, b"x")

    async def run() -> None:
        async with web, web.client() as client:
            for path in ("a", "b", "page"):
                await client.get(f"http://news.example/{path}", accept="*/*")

    asyncio.run(run())
    assert len(web.requests) == 4
    assert len(web.dialled) == 1


def test_validators_go_back_byte_for_byte_and_only_where_they_came_from(web: Any) -> None:
    etag, modified = 'W/"\xe4 b"', "Yesterday, roughly"
    web.serve("http://a.example/", status=302, Location=PAGE)
    web.serve(PAGE, status=304)
    answer = web.fetch(
        "http://a.example/", validators=Validators(url=PAGE, etag=etag, last_modified=modified)
    )
    assert answer.status == 304
    first, second = (request.headers for request in web.requests)
    assert "if-none-match" not in first
    assert "if-modified-since" not in first
    assert (second["if-none-match"], second["if-modified-since"]) == (etag, modified)


def test_one_request_at_a_time_for_a_host_and_so_many_in_all(web: Any) -> None:
    busy, most = 0, 0

    async def slow(exchange: Any) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        await exchange.answer(b"x")

    urls = [web.page(f"http://h{number % 4}.example/{number}", slow) for number in range(20)]

    async def run() -> None:
        async with web, web.client(concurrency=3) as client:
            await asyncio.gather(*(client.get(url, accept="*/*") for url in urls))

    asyncio.run(run())
    assert set(web.most_at_once.values()) == {1}
    assert most == 3


def test_a_host_is_left_alone_between_two_requests(web: Any) -> None:
    started: list[float] = []

    async def note(exchange: Any) -> None:
        started.append(asyncio.get_running_loop().time())
        await exchange.answer(b"x")

    web.page(PAGE, note)

    async def run() -> None:
        async with web, web.client(spacing=0.05) as client:
            await asyncio.gather(*(client.get(PAGE, accept="*/*") for _ in range(3)))

    asyncio.run(run())
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(started))


def test_a_name_without_an_address_is_an_error_in_words() -> None:
    async def run() -> None:
        async with Client() as client:
            await client.get(
                "http://" + "a" * 64 + ".invalid/", accept="*/*"
            )  # a label too long to be asked for

    with pytest.raises(FetchError, match="has no address"):
        asyncio.run(run())


def test_encodings_in_two_lines_are_one_list(web: Any) -> None:
    async def twice(exchange: Any) -> None:
        body = brotli.compress(gzip.compress(b"hello"))
        encodings = [("Content-Encoding", "gzip"), ("Content-Encoding", "br")]
        await exchange.head(200, [*encodings, ("Content-Length", str(len(body)))])
        await exchange.send(body)

    web.page(PAGE, twice)
    assert web.fetch().body == b"hello"
    assert web.requests[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"
