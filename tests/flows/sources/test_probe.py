import asyncio
import gzip
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from flows.sources.feed_parser import FeedParser
from flows.sources.probe import Found, Probe, Search

SITE = "http://daily.example"
WORDS = "word " * 400


@pytest.fixture(scope="module")
def parser() -> Iterator[FeedParser]:
    with FeedParser() as running:
        yield running


def rss(entries: int, title: str = "Daily", words: str = "A teaser.", date: str = "") -> bytes:
    items = "".join(
        f"<item><title>{n}</title><link>{SITE}/{n}</link><description>{words} {n}</description><pubDate>{date}</pubDate></item>"
        for n in range(entries)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


def page(*links: str) -> bytes:
    named = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{SITE}{link}">' for link in links
    )
    return f"<!doctype html><html><head>{named}</head><body>Hi</body></html>".encode()


def sitemap(*addresses: str, root: str = "urlset", item: str = "url") -> bytes:
    items = "".join(f"<{item}><loc>{address}</loc></{item}>" for address in addresses)
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>'.encode()


class Desk:
    def __init__(self, web: Any, parser: FeedParser, now: datetime) -> None:
        self.web = web
        self.parser = parser
        self.now = now
        self.said: list[str] = []

    def search(self, address: str = f"{SITE}/", *, allow_private: bool = False) -> Search:
        async def run() -> Search:
            async with self.web, self.web.client() as client:
                probe = Probe(client, self.parser, self.now, self.said.append)
                return await probe.search(address, allow_private=allow_private)

        return asyncio.run(run())

    def only(self, address: str = f"{SITE}/") -> Found:
        (found,) = self.search(address).found
        return found

    @property
    def asked(self) -> list[str]:
        return [exchange.path for exchange in self.web.requests]


@pytest.fixture
def desk(web: Any, parser: FeedParser, now: datetime) -> Desk:
    return Desk(web, parser, now)


def test_a_feed_is_what_it_is_and_says_what_it_holds(desk: Desk, now: datetime) -> None:
    moment = now - timedelta(hours=3)
    desk.web.serve(f"{SITE}/rss", rss(3, date=format_datetime(moment)), content_type="text/html")
    found = desk.only(f"{SITE}/rss")
    assert (found.kind, found.url, found.title) == ("feed", f"{SITE}/rss", "Daily")
    assert (found.entries, found.whole, found.newest) == (3, 0, moment)
    assert desk.asked == ["/rss"]


def test_a_feed_without_entries_is_one_when_it_was_asked_for(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/rss", rss(0))
    assert desk.only(f"{SITE}/rss").entries == 0


def test_a_permanent_redirect_is_kept_and_another_is_not(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/new", rss(1))
    for status, kept in ((301, "/new"), (302, "/old")):
        desk.web.serve(f"{SITE}/old", status=status, location="/new")
        assert desk.only(f"{SITE}/old").url == SITE + kept


def test_of_the_feeds_a_page_names_the_best_comes_first(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/", page("/few", "/whole", "/comments", "/many", "/none", "/gone", "/seventh"))
    desk.web.serve(f"{SITE}/few", rss(2))
    desk.web.serve(f"{SITE}/whole", rss(7, words=WORDS))
    desk.web.serve(f"{SITE}/comments", rss(50, "Comments on: Daily", WORDS))
    desk.web.serve(f"{SITE}/many", rss(9))
    desk.web.serve(f"{SITE}/none", rss(0))
    search = desk.search()
    assert [found.url.removeprefix(SITE) for found in search.found] == [
        "/whole",
        "/many",
        "/few",
        "/comments",
    ]
    assert [(miss.url.removeprefix(SITE), miss.why) for miss in search.tried] == [
        ("/none", "a feed without entries"),
        ("/gone", "daily.example answered 404"),
    ]
    assert "/seventh" not in desk.asked, "a page may name hundreds"
    assert desk.said == [SITE + path for path in desk.asked]


def test_one_feed_under_two_names_is_one(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/", page("/a", "/b"))
    desk.web.serve(f"{SITE}/a", status=301, location="/b")
    desk.web.serve(f"{SITE}/b", rss(2))
    assert desk.only().url == f"{SITE}/b"


def test_a_page_that_names_none_has_one_in_the_usual_places(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/news/today", page())
    desk.web.serve(f"{SITE}/robots.txt", b"User-agent: *\nDisallow: /rss$\n")
    desk.web.serve(f"{SITE}/feed", page())
    desk.web.serve(f"{SITE}/rss", rss(5))
    desk.web.serve(f"{SITE}/atom.xml", rss(1))
    search = desk.search(f"{SITE}/news/today")
    assert [found.url for found in search.found] == [f"{SITE}/atom.xml"]
    assert desk.asked == ["/news/today", "/robots.txt", "/feed", "/rss.xml", "/atom.xml"]
    assert [miss.why for miss in search.tried] == [
        "a web page",
        "robots.txt of daily.example does not allow it",
        "daily.example answered 404",
    ]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_a_site_without_feeds_may_have_a_sitemap(desk: Desk, packed: Callable[[bytes], bytes]) -> None:
    body = sitemap(f"{SITE}/1", f"{SITE}/2")
    desk.web.serve(f"{SITE}/", page())
    desk.web.serve(
        f"{SITE}/robots.txt",
        f"Sitemap: {SITE}/all.xml\nSitemap: {SITE}/google-news.xml\nSitemap: ftp://x\n".encode(),
    )
    desk.web.serve(f"{SITE}/all.xml", sitemap(f"{SITE}/1"))
    desk.web.serve(f"{SITE}/google-news.xml", packed(body))
    found = desk.only()
    assert (found.kind, found.url, found.entries) == ("sitemap", f"{SITE}/google-news.xml", 2)


def test_an_index_of_sitemaps_is_one(desk: Desk) -> None:
    body = sitemap(f"{SITE}/1.xml", f"{SITE}/2.xml", root="sitemapindex", item="sitemap")
    desk.web.serve(f"{SITE}/index", body)
    found = desk.only(f"{SITE}/index")
    assert (found.kind, found.entries, found.sitemaps) == ("sitemap", 0, 2)


def test_where_nothing_is_all_that_was_tried_is_told(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/", page())
    desk.web.serve(f"{SITE}/sitemap-news.xml", sitemap())
    search = desk.search()
    assert (search.found, search.page) == ((), f"{SITE}/")
    assert [miss.url.removeprefix(SITE) for miss in search.tried] == [
        "/feed",
        "/rss",
        "/rss.xml",
        "/atom.xml",
        "/feed.xml",
        "/index.xml",
        "/sitemap-news.xml",
        "/news-sitemap.xml",
    ]
    assert search.tried[6].why == "a sitemap without entries"


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (
            b"%PDF-1.7",
            {"content_type": "application/pdf"},
            "neither feed nor page (application/pdf, 8 bytes)",
        ),
        (b"", {}, "neither feed nor page (no content type, 0 bytes)"),
    ],
    ids=["pdf", "nothing"],
)
def test_what_is_neither_feed_nor_page_ends_the_search(
    desk: Desk, body: bytes, headers: dict[str, str], why: str
) -> None:
    desk.web.serve(f"{SITE}/", body, **headers)
    search = desk.search()
    assert [miss.why for miss in search.tried] == [why]
    assert desk.asked == ["/"]


def test_a_host_that_does_not_answer_is_told(desk: Desk) -> None:
    desk.web.serve(f"{SITE}/")
    desk.web.dead.add("192.0.2.1")
    (miss,) = desk.search().tried
    assert "does not answer" in miss.why
    assert not miss.refused


def test_a_list_of_feeds_is_given_as_it_is(desk: Desk) -> None:
    body = b"<?xml version='1.0'?><opml><body/></opml>"
    desk.web.serve(f"{SITE}/list", body)
    found = desk.only(f"{SITE}/list")
    assert (found.kind, found.body) == ("opml", body)


def test_inside_our_own_network_only_the_host_that_was_typed_is_asked(desk: Desk) -> None:
    desk.web.names["inside.example"] = ["10.0.0.1"]
    refused = desk.search("http://inside.example/")
    assert refused.tried[0].refused
    port = 18_711
    by_port = desk.search(f"http://inside.example:{port}/")
    assert by_port.tried[0].refused
    assert desk.web.dialled == []


def test_a_page_inside_leads_no_further_inside(web: Any, desk: Desk) -> None:
    async def run() -> Search:
        async with web, web.client() as client:
            inside = f"http://127.0.0.1:{web.port}"
            other = f"http://localhost:{web.port}"
            for host in (inside, other):
                web.pages[f"{host.removeprefix('http://')}/feed"] = _feed
            web.names["localhost"] = ["127.0.0.1"]

            async def answer(exchange: Any) -> None:
                await exchange.answer(
                    f'<html><link rel="alternate" type="application/rss+xml" href="{other}/feed"><link rel="alternate" type="application/rss+xml" href="/feed"></html>'.encode()
                )

            web.pages[f"127.0.0.1:{web.port}/"] = answer
            return await Probe(client, desk.parser, desk.now).search(f"{inside}/", allow_private=True)

    search = asyncio.run(run())
    assert [found.url.endswith("/feed") and "127.0.0.1" in found.url for found in search.found] == [True]
    assert [miss.refused for miss in search.tried] == [True]


async def _feed(exchange: Any) -> None:
    await exchange.answer(rss(1))
