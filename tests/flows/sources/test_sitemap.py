import asyncio
import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources import completion, sitemap_index
from flows.sources.archive import kept
from flows.sources.compare import Reading, compare
from flows.sources.feed_parser import Entry, FeedParser, ParseError
from flows.sources.feed_state import Child, FeedState, remembered
from flows.sources.feeds import Poll, Tools, poll
from flows.sources.kinds import FeedSource, SourceKind
from flows.sources.offer import from_sitemap
from flows.sources.pages import Robots
from flows.sources.sitemap import Sitemap, at_home, is_sitemap, read_sitemap, w3c_seconds
from flows.sources.sitemap_index import due_children
from pipeline.records import Document, Reason, Rejection

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
SITE = "http://daily.example"
MAP = FeedSource(name="daily", url=f"{SITE}/sitemap.xml", kind=SourceKind.SITEMAP)
HOMES = {"daily.example"}


def urlset(*urls: str, space: str = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"') -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset{space} xmlns:news="{NEWS}">{"".join(urls)}</urlset>'.encode()


def url(number: int | str, lastmod: str = "", inside: str = "") -> str:
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{SITE}/{number}</loc>{date}{inside}</url>"


def news(number: int, title: str | None = None, published: str = "2026-03-05T09:30:00+01:00") -> str:
    name = "<news:publication><news:name>The Daily</news:name><news:language>en</news:language></news:publication>"
    date = f"<news:publication_date>{published}</news:publication_date>"
    inside = f"<news:news>{name}{date}<news:title>{title or f'Title {number}'}</news:title></news:news>"
    return url(number, inside=inside)


def index(**children: str) -> bytes:
    inside = "".join(
        f"<sitemap><loc>{SITE}/{name}.xml</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</sitemap>"
        for name, date in children.items()
    )
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</sitemapindex>'.encode()
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (urlset(), True),
        (urlset(space=""), True),
        (b"\xef\xbb\xbf \n" + urlset(), True),
        (b"<!-- made by hand --><s:urlset xmlns:s='http://x.example'>", True),
        (index(a=""), True),
        (gzip.compress(urlset()), True),
        ('<?xml version="1.0" encoding="utf-16"?><urlset/>'.encode("utf-16"), True),
        (b"<rss><channel><title>urlset</title></channel></rss>", False),
        (b"<html><urlset></urlset></html>", False),
        (b"http://daily.example/1\n", False),
        (b"\x1f\x8b broken", False),
        (b"", False),
    ],
)
def test_a_sitemap_is_known_by_its_first_element(body: bytes, *, expected: bool) -> None:
    assert is_sitemap(body) is expected


def test_an_entry_has_what_the_sitemap_says() -> None:
    body = urlset(news(1, "Q&amp;A: &lt;b&gt;who&lt;/b&gt; pays"), url(2, "2026-03-04"))
    read = read_sitemap(body, HOMES)
    (first,), (second,) = read.news, read.plain
    assert (first.link, first.title, first.outlet) == (f"{SITE}/1", "Q&A: who pays", "The Daily")
    assert (first.published, first.updated) == (w3c_seconds("2026-03-05T08:30:00Z"), None)
    assert (second.link, second.title, second.published) == (f"{SITE}/2", None, None)
    assert second.updated == w3c_seconds("2026-03-04T00:00:00Z")


PICTURE = "<image:image xmlns:image='http://i.example'><image:loc>http://daily.example/p.jpg</image:loc><image:title>P</image:title></image:image>"


@pytest.mark.parametrize(
    ("body", "links", "problem"),
    [
        (urlset(url(1), url(2)), [1, 2], None),
        (urlset(url(1), space=""), [1], None),
        (urlset(url(1)).replace(b"<urlset", b"<x:urlset xmlns:x='y'").replace(b"</urlset", b"</x:urlset"), [1], None),
        (gzip.compress(urlset(url(1))), [1], None),
        (urlset(f"<url>{PICTURE}<loc> {SITE}/1 </loc></url>"), [1], None),
        (urlset("<url><loc><![CDATA[http://daily.example/?a=1&b=2]]></loc></url>"), ["?a=1&b=2"], None),
        (urlset(url("?a=1&amp;b=2")), ["?a=1&b=2"], None),
        (urlset(url("?a=1&b=2"), url("?c&nbsp;d")), ["?a=1&b=2", "?c&nbsp;d"], None),
        (urlset(url(1), url(1)), [1], None),
        (urlset(url(1), url(2))[:-30], [1], "the XML is broken after 1 addresses"),
        (urlset(url(1), "<url><loc>javascript:alert(1)</loc></url>", "<url/>"), [1], "2 addresses without a usable address left out"),
        (urlset(url(1), "<url><loc>http://other.example/1</loc></url>"), [1], "1 address on another host left out"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'b'>]>" + urlset(url(1))[39:], [], "it declares a document type"),
        (b"<urlset>" + b"<a>" * 100 + b"</urlset>", [], "in each other"),
        (urlset(), [], None),
    ],
    ids=["plain", "no namespace", "prefix", "packed", "picture", "cdata", "escaped", "bare &", "twice", "cut off", "no address", "other host", "doctype", "deep", "empty"],
)  # fmt: skip
def test_addresses_are_read_as_they_are_meant(
    body: bytes, links: Sequence[int | str], problem: str | None
) -> None:
    read = read_sitemap(body, HOMES)
    assert [entry.link for entry in read.plain] == [f"{SITE}/{link}" for link in links]
    assert (problem or "") in (read.problem or "")
    assert bool(problem) is bool(read.problem)


def test_an_index_gives_sitemaps_and_when_they_changed() -> None:
    read = read_sitemap(index(a="2026-03-05", b=""), HOMES)
    assert read.index
    assert read.children == {f"{SITE}/a.xml": w3c_seconds("2026-03-05"), f"{SITE}/b.xml": None}


def test_a_list_of_addresses_is_a_sitemap_only_when_declared() -> None:
    body = b"\xef\xbb\xbfhttp://daily.example/1\r\n\r\nhttp://daily.example/2\nnonsense\n"
    read = read_sitemap(body, HOMES, declared=True)
    assert [entry.link for entry in read.plain] == [f"{SITE}/1", f"{SITE}/2"]
    assert read.problem == "1 address without a usable address left out"
    with pytest.raises(ParseError, match="no sitemap"):
        read_sitemap(body, HOMES)


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (b"<urlset>" + b"<a/>" * 1_100_000 + b"</urlset>", "1,000,000 elements"),
        (b"<urlset>" + b"<a>" * 500_000, "in each other"),
        (b"<urlset><url><loc>" + b"&#65;" * 200_000 + b"</loc></url></urlset>", "without a usable address"),
    ],
    ids=["many", "deep", "long"],
)
def test_a_hostile_sitemap_costs_little(body: bytes, most: str) -> None:
    assert most in (read_sitemap(body, HOMES).problem or "")


def test_addresses_beyond_the_limit_are_counted() -> None:
    read = read_sitemap(urlset(*(url(number) for number in range(50_020))), HOMES)
    assert (len(read.plain), read.capped) == (50_000, 20)


def test_a_bomb_is_refused(bomb: bytes) -> None:
    with pytest.raises(ParseError, match="larger than"):
        read_sitemap(bomb, HOMES)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://daily.example/1", True),
        ("https://www.daily.example/1", True),
        ("http://news.daily.example/1", True),
        ("http://example/1", True),
        ("http://evildaily.example/1", False),
        ("http://other.example/1", False),
    ],
)
def test_a_sitemap_speaks_for_its_own_site(address: str, *, expected: bool) -> None:
    assert at_home(address, HOMES) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", "2026-01-01T00:00:00"),
        ("2026-03", "2026-03-01T00:00:00"),
        ("2026-03-05", "2026-03-05T00:00:00"),
        ("2026-03-05T10:00+01:00", "2026-03-05T09:00:00"),
        ("2026-03-05T10:00:00Z", "2026-03-05T10:00:00"),
        ("2026-03-05T10:00:00.123456789-05:00", "2026-03-05T15:00:00"),
        (" 2026-03-05 10:00:00 ", "2026-03-05T10:00:00"),
        ("Thu, 05 Mar 2026 12:00:00 GMT", "2026-03-05T12:00:00"),
        ("soon", None),
        ("2026-13", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_w3cs(text: str | None, expected: str | None) -> None:
    found = w3c_seconds(text)
    assert found == (datetime.fromisoformat(expected).replace(tzinfo=UTC).timestamp() if expected else None)


class Desk:
    """Polls one sitemap again and again, handing on the state as JSON, as the warehouse does."""

    def __init__(self, web: Any, parser: FeedParser, now: datetime) -> None:
        self.web, self.parser, self.now = web, parser, now
        self.source = MAP
        self.state: FeedState | None = None

    def poll(self, *, later: timedelta = timedelta(hours=1)) -> Poll:
        async def run() -> Poll:
            async with self.web, self.web.client() as client:
                tools = Tools(client=client, parser=self.parser, now=self.now, robots=Robots(client))
                return await poll(self.source, self.state, tools)

        self.web.requests.clear()
        found = asyncio.run(run())
        self.state = FeedState.from_json(json.loads(json.dumps(found.state.to_json())))
        assert self.state == found.state
        assert found.status == "failed" or found.entries >= found.known + found.older
        self.now += later
        return found

    def serve(self, body: bytes, path: str = "sitemap.xml", **headers: str) -> None:
        self.web.serve(f"{SITE}/{path}", body, **headers)

    def pages(self, *numbers: int) -> None:
        for number in numbers:
            self.web.serve(f"{SITE}/{number}", f"<html><p>Story {number}</p></html>".encode())

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.web.requests]


@pytest.fixture(scope="module")
def parser() -> Any:
    with FeedParser() as running:
        yield running


@pytest.fixture
def desk(web: Any, parser: FeedParser, now: datetime) -> Desk:
    return Desk(web, parser, now)


def links(found: Poll) -> list[str]:
    """What was given, by the end of its address."""
    return [item.uri.removeprefix(f"{SITE}/") for item in found.documents]


def test_an_entry_of_a_news_sitemap_becomes_its_page_in_the_words_of_the_sitemap(
    desk: Desk, now: datetime
) -> None:
    desk.serve(urlset(news(1)))
    desk.pages(1)
    found = desk.poll()
    (document,) = found.documents
    assert document == Document(
        uri=f"{SITE}/1",
        source="daily",
        media_type="text/html",
        content=b"<html><p>Story 1</p></html>",
        fetched_at=now,
        url=f"{SITE}/1",
        title="Title 1",
        outlet="The Daily",
        published_at=datetime(2026, 3, 5, 8, 30, tzinfo=UTC),
        published_from="sitemap",
        content_from="page",
    )
    assert (found.status, found.entries, found.known, found.pages, found.waiting) == ("ok", 1, 0, 1, 0)
    assert desk.poll().status == "unchanged"
    assert desk.asked == ["/sitemap.xml"]


def test_a_sitemap_is_one_whatever_key_declared_it(desk: Desk) -> None:
    desk.source = replace(MAP, kind=SourceKind.FEED, pages=False)
    desk.serve(urlset(news(1)))
    desk.pages(1)
    assert links(desk.poll()) == ["1"]


def test_a_feed_declared_as_a_sitemap_is_a_feed(desk: Desk) -> None:
    desk.serve(
        b"<rss version='2.0'><channel><item><title>T</title><description>D</description></item></channel></rss>"
    )
    assert [getattr(item, "title", None) for item in desk.poll().documents] == ["T"]


def test_the_archive_of_a_site_is_remembered_and_not_fetched(desk: Desk) -> None:
    archive = [url(number, "2024-01-01") for number in range(100, 200)] + [
        url(number) for number in (200, 201)
    ]
    desk.serve(urlset(*archive, url(1, "2026-03-05"), url("")))
    desk.pages(1, 2, 3, 100)
    found = desk.poll()
    assert (links(found), found.entries, found.older, found.known) == (["1"], 104, 102, 1)
    desk.serve(urlset(*archive, url(1, "2026-03-05"), url(2), url(3, "2020-01-01")))
    found = desk.poll()
    assert (links(found), found.older, found.known) == (["2", "3"], 0, 103)
    desk.serve(
        urlset(url(100, "2026-03-05"), *archive[1:], url(1, "2026-03-05"), url(2), url(3, "2020-01-01"))
    )
    assert links(desk.poll()) == ["100"], "an old article that was changed is news"


def test_a_sitemap_that_is_written_anew_brings_no_archive(desk: Desk) -> None:
    desk.serve(urlset(*(url(number, "2024-01-01") for number in range(50))))
    desk.poll()
    desk.serve(urlset(*(url(number, "2026-03-05") for number in range(50))))
    found = desk.poll()
    assert (found.documents, found.known) == ((), 50)


def test_a_later_date_of_change_is_a_change(desk: Desk) -> None:
    desk.serve(urlset(url(1, "2026-03-05T10:00Z"), url(2, "2026-03-05T10:00Z")))
    desk.pages(1, 2)
    desk.poll()
    desk.serve(urlset(url(1, "2026-03-05T12:30Z"), url(2, "2026-03-05T09:00Z")))
    assert links(desk.poll()) == ["1"]


def test_pages_are_spread_over_polls_and_outlive_the_sitemap(desk: Desk) -> None:
    desk.serve(urlset(*(news(number) for number in range(1, 71))), ETag='"1"')
    desk.pages(*range(1, 72))
    first = desk.poll()
    assert (first.pages, first.waiting, first.state.not_before) == (30, 40, desk.now - timedelta(minutes=50))
    desk.serve(urlset(news(71)))  # the window moved on
    polls = [desk.poll() for _ in range(3)]
    assert [(found.pages, found.waiting) for found in polls] == [(30, 11), (11, 0), (0, 0)]
    given = [link for found in (first, *polls) for link in links(found)]
    assert sorted(given, key=int) == [str(number) for number in range(1, 72)]
    assert links(polls[0])[0] == "71", "the newest first"


def test_addresses_that_find_no_room_to_wait_are_met_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion, "_MOST_WAITING", 40)
    desk.serve(urlset(*(news(number) for number in range(100))), ETag='"1"')
    desk.pages(*range(100))
    polls = [desk.poll() for _ in range(6)]
    assert polls[0].waiting == 70
    assert sorted(link for found in polls for link in links(found)) == sorted(map(str, range(100)))
    assert polls[-1].waiting == 0


def test_a_page_that_cannot_be_had_ends_as_a_rejection_after_three_tries(desk: Desk) -> None:
    desk.serve(urlset(news(1)))
    polls = [desk.poll() for _ in range(4)]
    assert [len(found.documents) for found in polls] == [0, 0, 1, 0]
    assert [found.waiting for found in polls] == [1, 1, 0, 0]
    (refused,) = polls[2].documents
    assert isinstance(refused, Rejection)
    assert (refused.reason, refused.uri, refused.detail) == (
        Reason.FETCH,
        f"{SITE}/1",
        "daily.example answered 404",
    )


def test_what_robots_txt_forbids_is_refused_at_once_and_takes_no_place(desk: Desk) -> None:
    desk.serve(b"User-agent: *\nDisallow: /1", "robots.txt")
    desk.serve(
        urlset(*(news(number) for number in range(100, 150)), *(news(number) for number in range(2, 7)))
    )
    desk.pages(*range(2, 7))
    found = desk.poll()
    refused = [item for item in found.documents if isinstance(item, Rejection)]
    assert len(refused) == 50
    assert {item.reason for item in refused} == {Reason.FETCH}
    assert "robots.txt" in refused[0].detail
    assert links(desk.poll()) == [str(number) for number in range(2, 7)]


def test_a_sitemap_of_which_nothing_is_left_is_an_error(desk: Desk) -> None:
    desk.serve(urlset("<url><loc>http://other.example/1</loc></url>"))
    found = desk.poll()
    assert (found.status, found.error) == ("failed", "1 address on another host left out")


def test_news_may_be_on_another_host(desk: Desk) -> None:
    desk.serve(urlset(news(1).replace("daily.example/1", "other.example/1")))
    desk.web.serve("http://other.example/1", b"<html></html>")
    assert [item.uri for item in desk.poll().documents] == ["http://other.example/1"]


def test_a_broken_sitemap_counts_up_to_the_break_and_says_so(desk: Desk) -> None:
    desk.serve(urlset(news(1), news(2))[:-40])
    desk.pages(1)
    found = desk.poll()
    assert (found.status, links(found)) == ("ok", ["1"])
    assert "the XML is broken after 1 addresses" in (found.error or "")


def test_a_list_of_addresses_is_polled_when_declared(desk: Desk) -> None:
    desk.serve(b"http://daily.example/1\nhttp://daily.example/2\n")
    assert desk.poll().older == 2
    desk.serve(b"http://daily.example/1\nhttp://daily.example/2\nhttp://daily.example/3\n")
    desk.pages(3)
    assert links(desk.poll()) == ["3"]


def test_an_index_is_followed(desk: Desk) -> None:
    desk.serve(index(news="2026-03-05T11:00Z", old="2019-01-01", other="", broken="2026-03-05"))
    desk.serve(urlset(news(1), news(2)), "news.xml")
    desk.serve(urlset(url(1, "2026-03-05"), url(3), url(4, "2026-03-04")), "other.xml")
    desk.pages(1, 2, 4)
    found = desk.poll()
    assert set(desk.asked[:4]) == {"/sitemap.xml", "/news.xml", "/broken.xml", "/other.xml"}
    assert (links(found), found.entries, found.older, found.known) == (["1", "2", "4"], 5, 1, 1)
    assert (found.status, found.error) == (
        "ok",
        "/broken.xml: daily.example answered 404 (nothing is there: check the address)",
    )
    found = desk.poll()
    assert (found.documents, found.gap) == ((), False)
    assert "/old.xml" not in desk.asked, "an archive rests until it changes"


def test_what_an_index_adds_is_news_whatever_its_dates(desk: Desk) -> None:
    desk.serve(index(a=""))
    desk.serve(urlset(url(1)), "a.xml")
    assert desk.poll().older == 1
    desk.serve(index(a="", b=""))
    desk.serve(urlset(url(1), url(2)), "b.xml")
    desk.pages(1, 2)
    found = desk.poll()
    assert (links(found), found.older) == (["2"], 0)


def test_the_sitemaps_of_an_index_are_asked_whether_they_changed(desk: Desk) -> None:
    desk.serve(index(a=""))

    async def conditional(exchange: Any) -> None:
        status = 304 if exchange.headers.get("if-none-match") == '"1"' else 200
        await exchange.answer(b"" if status == 304 else urlset(news(1)), status, ETag='"1"')

    desk.web.page(f"{SITE}/a.xml", conditional)
    desk.pages(1)
    desk.poll()
    found = desk.poll()
    assert (found.status, found.documents, desk.asked) == ("unchanged", (), ["/sitemap.xml", "/a.xml"])


def test_a_large_index_is_read_in_turns_and_no_sitemap_is_forgotten(desk: Desk) -> None:
    names = [f"m{number}" for number in range(35)]
    desk.serve(index(**dict.fromkeys(names, "2026-03-05T11:00Z")))
    for place, name in enumerate(names):
        desk.serve(urlset(news(place)), f"{name}.xml")
    desk.pages(*range(35))
    polls = []
    for _ in range(5):
        polls.append(desk.poll())
        assert sum(path.endswith(".xml") for path in desk.asked) <= 1 + sitemap_index.CHILDREN_A_POLL
    assert sorted(link for found in polls for link in links(found)) == sorted(map(str, range(35)))
    assert polls[0].state.interval == polls[1].state.interval == 600, "there is more to read"


def test_a_sitemap_that_fails_rests_longer_each_time_and_is_told(desk: Desk) -> None:
    desk.serve(index(a="", b=""))
    desk.serve(urlset(news(1)), "a.xml")
    desk.pages(1)
    asked, errors = [], []
    for _ in range(8):
        errors.append(desk.poll(later=timedelta(minutes=15)).error or "")
        asked.append("/b.xml" in desk.asked)
    assert asked == [True, False, True, False, False, True, False, False]
    assert "/b.xml: daily.example answered 404" in errors[0]
    assert errors[1] == "1 of 2 sitemaps failed and rest"
    desk.serve(urlset(news(2)), "b.xml")
    desk.pages(2)
    assert links(desk.poll(later=timedelta(0))) == []
    desk.now += timedelta(hours=2)
    found = desk.poll()
    assert (links(found), found.error) == (["2"], None)


def test_an_article_in_two_sitemaps_is_one_entry_with_what_both_say(desk: Desk) -> None:
    desk.serve(index(a="", b=""))
    desk.serve(urlset(news(1)), "a.xml")
    desk.serve(urlset(url(1, "2026-03-05T09:00Z")), "b.xml")
    desk.pages(1)
    found = desk.poll()
    assert (links(found), found.entries, found.known) == (["1"], 2, 1)
    assert desk.poll().documents == ()
    desk.serve(urlset(url(1, "2026-03-05T13:00Z")), "b.xml")
    assert links(desk.poll()) == ["1"]
    desk.serve(urlset(news(1, "A new headline")), "a.xml")
    assert [getattr(item, "title", None) for item in desk.poll().documents] == ["A new headline"]


Polls = st.lists(
    st.dictionaries(st.integers(0, 12), st.sampled_from([None, -90, -5, -1, 30]), max_size=12), max_size=6
)


@given(Polls)
def test_every_address_is_given_once_or_was_there_before(polls: list[dict[int, int | None]]) -> None:
    """Dates in days from now, the same at each poll; an address may leave and come back."""
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    state, found, older = FeedState(feed_url=MAP.url), list[str | None](), set[str]()
    dates: dict[int, int | None] = {}
    for addresses in polls:
        dates = {**addresses, **dates}
        entries = [
            Entry(
                link=f"{SITE}/{n}",
                updated=None if dates[n] is None else int(now.timestamp()) + 86_400 * int(dates[n] or 0),
            )
            for n in addresses
        ]
        offer = from_sitemap(Sitemap(plain=tuple(entries)), state, now)
        looks = compare(offer.entries, state.seen, Reading(now=now, only=True))
        fresh = [look.one.url for look in looks if look.fresh]
        assert offer.count == len(entries) >= len(fresh) + len(offer.older)
        found += fresh
        older |= set(offer.older)
        seen = remembered({look.one.key: look.seen for look in looks}, state.seen)
        state = replace(state, seen=seen, older=kept(state.older or (), offer.older))
    first = polls[0] if polls else {}
    archive = {n for n, days in first.items() if days != -1}
    assert sorted(map(str, found)) == sorted(f"{SITE}/{n}" for n in set(dates) - archive)
    assert len(older) == len(archive)


def test_an_index_within_an_index_is_told(desk: Desk) -> None:
    desk.serve(index(a=""))
    desk.serve(index(b=""), "a.xml")
    assert desk.poll().error == "/a.xml: an index within an index is not followed"


FULL = index(a="", b="2026-03-05", old="2019-01-01")


@pytest.mark.parametrize("body", [index(), FULL[:-20]], ids=["empty", "cut off"])
def test_an_index_that_names_less_for_once_brings_no_archive_and_loses_nothing(
    desk: Desk, body: bytes
) -> None:
    desk.serve(FULL)
    desk.serve(urlset(url(1)), "a.xml")
    desk.serve(urlset(), "b.xml")
    desk.serve(urlset(url(2)), "old.xml")
    desk.pages(3)
    polls = [desk.poll()]
    desk.serve(body)
    polls.append(desk.poll())
    desk.serve(FULL)
    desk.serve(urlset(url(1), url(3)), "a.xml")
    polls.append(desk.poll())
    assert [links(found) for found in polls][::2] == [[], ["3"]]
    assert "/old.xml" not in desk.asked


def test_the_newest_sitemaps_come_first_and_those_that_waited_longest_are_not_forgotten(
    now: datetime,
) -> None:
    noon = int(now.timestamp())
    children = {f"new{n:02}": Child(listed=noon - n, updated=0, asked_at=now) for n in range(20)}
    children |= {"waits": Child(asked_at=now - timedelta(days=2)), "rests": Child(listed=1, archive=True)}
    turn = due_children(children, now)
    assert turn[:7] == [f"new{n:02}" for n in range(7)]
    assert "waits" in turn
    assert "rests" not in turn
    assert len(turn) == sitemap_index.CHILDREN_A_POLL
