import asyncio
from datetime import datetime
from typing import Any

import pytest

from flows.sources import completion
from flows.sources.feed_parser import FeedParser
from flows.sources.feeds import Poll, Tools, poll
from flows.sources.kinds import FeedSource
from flows.sources.pages import Robots, fetch_page
from pipeline.records import Document, Reason, Rejection

PAGE = "http://news.example/story/1"
ROBOTS = "http://news.example/robots.txt"
FEED = FeedSource(name="daily", url="http://news.example/feed")
HTML = b"<html><body><p>The whole story.</p></body></html>"


@pytest.fixture(scope="module")
def parser() -> Any:
    with FeedParser() as running:
        yield running


def fetch(web: Any, now: datetime, *urls: str) -> list[Document | Rejection]:
    async def run() -> list[Document | Rejection]:
        async with web, web.client() as client:
            robots = Robots(client)
            return await asyncio.gather(
                *(fetch_page(url, robots=robots, source="daily", now=now) for url in urls or (PAGE,))
            )

    return asyncio.run(run())


def asked(web: Any) -> list[str]:
    return [request.path for request in web.requests]


def test_a_page_is_a_document_as_it_came(web: Any, now: datetime) -> None:
    web.serve(PAGE, HTML, Content_Type="text/html; Charset='windows-1251'")
    (page,) = fetch(web, now)
    assert page == Document(
        uri=PAGE,
        source="daily",
        media_type="text/html",
        content=HTML,
        fetched_at=now,
        charset="windows-1251",
        url=PAGE,
        content_from="page",
    )


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /story/", False),
        (b"User-agent: *\n\nDisallow: /story/", False),
        (b"User-agent: WireWatch\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: wirewatch\nAllow: /", True),
        (b"User-agent: *\nDisallow: /*.pdf$", True),
        (b"", True),
        (b"\xff\xfe\x00 noise", True),
        (b"User-agent: *\nDisallow: /story/" + b"\n#" * 300_000, False),
        (b"#\n" * 300_000 + b"User-agent: *\nDisallow: /", True),
    ],
    ids=["all", "blank line", "by name", "but us", "other", "empty", "noise", "long", "beyond what is read"],
)
def test_robots_txt_decides(web: Any, now: datetime, rules: bytes, *, allowed: bool) -> None:
    web.serve(ROBOTS, rules)
    web.serve(PAGE, HTML)
    (page,) = fetch(web, now)
    assert isinstance(page, Document) is allowed
    assert ("/story/1" in asked(web)) is allowed
    if isinstance(page, Rejection):
        assert "robots.txt of news.example does not allow it" in page.detail


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (429, False)]
)
def test_a_robots_txt_that_cannot_be_read_forbids_and_a_missing_one_does_not(
    web: Any, now: datetime, status: int, *, allowed: bool
) -> None:
    web.serve(ROBOTS, status=status)
    web.serve(PAGE, HTML)
    (page,) = fetch(web, now)
    assert isinstance(page, Document) is allowed


def test_robots_txt_is_asked_once_a_site(web: Any, now: datetime) -> None:
    urls = [web.serve(f"http://news.example/story/{number}", HTML) for number in range(5)]
    fetch(web, now, *urls)
    assert asked(web).count("/robots.txt") == 1


def test_a_crawl_delay_is_kept(web: Any) -> None:
    web.serve(ROBOTS, b"User-agent: *\nCrawl-delay: 7")

    async def run() -> float:
        async with web, web.client() as client:
            await Robots(client).refusal(PAGE)
            return float(client.turns._host("news.example").spacing)

    assert asyncio.run(run()) == 7


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (404, {}, Reason.FETCH),
        (403, {}, Reason.FETCH),
        (200, {"Content_Type": "application/pdf"}, Reason.UNSUPPORTED),
        (200, {"Content_Encoding": "br"}, Reason.FETCH),
        (302, {"Location": "http://127.0.0.1/"}, Reason.FETCH),
    ],
)
def test_a_page_that_is_none_is_refused(
    web: Any, now: datetime, status: int, headers: dict[str, str], reason: Reason
) -> None:
    web.serve(PAGE, HTML, status, **headers)
    (page,) = fetch(web, now)
    assert isinstance(page, Rejection)
    assert (page.reason, page.uri) == (reason, PAGE)


def test_a_busy_host_is_asked_nothing_more(web: Any, now: datetime) -> None:
    web.serve(ROBOTS, b"")
    urls = [web.serve(f"http://news.example/{number}", status=429, Retry_After="600") for number in range(4)]
    details = [page.detail for page in fetch(web, now, *urls) if isinstance(page, Rejection)]
    assert asked(web) == ["/robots.txt", "/0"]
    assert details[0] == "news.example answered 429"
    assert all(
        "news.example asked for a pause: it is left alone for another" in detail for detail in details[1:]
    )


class Reader:
    """Polls the feed again and again, pages included."""

    def __init__(self, web: Any, parser: FeedParser, now: datetime) -> None:
        self.web, self.parser, self.now = web, parser, now
        self.state: Any = None

    def poll(self) -> Poll:
        async def run() -> Poll:
            async with self.web, self.web.client() as client:
                tools = Tools(client=client, parser=self.parser, now=self.now, robots=Robots(client))
                return await poll(FEED, self.state, tools)

        found = asyncio.run(run())
        self.state = found.state
        return found

    def feed(self, count: int, description: str = "A teaser.") -> None:
        items = "".join(
            f"<item><title>Title {n}</title><link>http://news.example/story/{n}</link>"
            f"<description>{description}</description></item>"
            for n in range(1, count + 1)
        )
        body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

        async def conditional(exchange: Any) -> None:
            if exchange.headers.get("if-none-match") == '"1"':
                await exchange.answer(status=304)
            else:
                await exchange.answer(body, ETag='"1"')

        self.web.page(FEED.url, conditional)


@pytest.fixture
def reader(web: Any, parser: FeedParser, now: datetime) -> Reader:
    return Reader(web, parser, now)


def test_a_teaser_is_completed_with_its_page_and_says_so(reader: Reader) -> None:
    reader.feed(1)
    reader.web.serve(PAGE, HTML, Content_Type="text/html")
    found = reader.poll()
    (document,) = found.documents
    assert isinstance(document, Document)
    assert (document.title, document.content, document.content_from) == ("Title 1", HTML, "page")
    assert (found.pages, found.pages_failed) == (1, 0)
    reader.web.requests.clear()
    assert reader.poll().status == "unchanged"
    assert asked(reader.web) == ["/feed"]


def test_what_the_feed_encloses_whole_is_not_fetched(reader: Reader) -> None:
    reader.feed(1, description="word " * 400)
    (document,) = reader.poll().documents
    assert isinstance(document, Document)
    assert document.content_from == "summary"
    assert asked(reader.web) == ["/feed"]


def test_a_page_that_fails_leaves_the_teaser_and_is_tried_again(reader: Reader) -> None:
    reader.feed(1)
    reader.web.serve(PAGE, status=500)
    found = reader.poll()
    (teaser,) = found.documents
    assert isinstance(teaser, Document)
    assert (teaser.content, teaser.content_from) == ("A teaser.", "summary")
    assert (found.pages_failed, found.page_error) == (1, "news.example answered 500")
    assert reader.poll().documents == ()  # the teaser is not given twice
    reader.web.serve(PAGE, HTML)
    (document,) = reader.poll().documents
    assert isinstance(document, Document)
    assert (document.uri, document.content_from) == (teaser.uri, "page")
    assert reader.poll().status == "unchanged"


def test_a_page_is_given_up_after_three_tries(reader: Reader) -> None:
    reader.feed(1)
    for _ in range(5):
        reader.poll()
    assert asked(reader.web).count("/story/1") == 3


def test_pages_that_do_not_come_in_time_are_left_to_the_next_poll(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_exchange: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(completion, "PAGES_SECONDS", 0.3)
    reader.feed(2)
    reader.web.serve(PAGE, HTML)
    reader.web.page("http://news.example/story/2", silent)
    found = reader.poll()
    assert [getattr(document, "content_from", None) for document in found.documents] == ["page", "summary"]
    assert (found.pages, found.pages_failed) == (1, 0)
    reader.web.serve("http://news.example/story/2", HTML)
    assert len(reader.poll().documents) == 1


def test_many_pages_are_spread_over_polls_and_none_is_forgotten(reader: Reader) -> None:
    reader.feed(70)
    for number in range(1, 71):
        reader.web.serve(f"http://news.example/story/{number}", HTML)
    polls = [reader.poll() for _ in range(4)]
    assert [found.pages for found in polls] == [30, 30, 10, 0]
    assert [len(found.documents) for found in polls] == [70, 30, 10, 0]
    assert reader.web.most_at_once["news.example"] == 1
