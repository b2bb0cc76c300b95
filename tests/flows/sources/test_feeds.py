import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import pytest

from flows.sources.feed_parser import FeedParser
from flows.sources.feed_state import FeedState
from flows.sources.feeds import Poll, Tools, due, poll
from flows.sources.kinds import FeedSource
from flows.sources.pages import Robots
from pipeline.records import Document, Reason, Rejection

FEED = FeedSource(name="daily", url="http://daily.example/feed")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def parser() -> Any:
    with FeedParser() as running:
        yield running


def rss(*items: str, head: str = "<title>Daily</title>") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(number: int, **fields: str) -> str:
    given = {"title": f"Title {number}", "link": f"http://daily.example/{number}", **fields}
    return f"<item>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in given.items())}</item>"


class Desk:
    """Polls one feed again and again, handing on the state as JSON, as the warehouse does."""

    def __init__(self, web: Any, parser: FeedParser, now: datetime) -> None:
        self.web = web
        self.parser = parser
        self.now = now
        self.feed = FEED
        self.state: FeedState | None = None
        self.pages = False

    def poll(self, *, later: timedelta = timedelta(hours=1)) -> Poll:
        async def run() -> Poll:
            async with self.web, self.web.client() as client:
                robots = Robots(client) if self.pages else None
                return await poll(
                    self.feed,
                    self.state,
                    Tools(client=client, parser=self.parser, now=self.now, robots=robots),
                )

        found = asyncio.run(run())
        self.state = FeedState.from_json(json.loads(json.dumps(found.state.to_json())))
        assert self.state == found.state
        self.now += later
        return found

    def serve(self, *items: str, status: int = 200, **headers: str) -> None:
        self.web.serve(FEED.url, rss(*items), status, **headers)


@pytest.fixture
def desk(web: Any, parser: FeedParser, now: datetime) -> Desk:
    return Desk(web, parser, now)


def titles(found: Sequence[Document | Rejection]) -> list[str | None]:
    return [document.title for document in found if isinstance(document, Document)]


def only(found: Poll) -> Document:
    (document,) = found.documents
    assert isinstance(document, Document)
    return document


def test_entries_become_documents_with_what_the_feed_says(desk: Desk, now: datetime) -> None:
    moment = now - timedelta(hours=5)
    desk.serve(
        item(
            1,
            guid="http://daily.example/?p=1",
            description="<p>Two men.</p>",
            pubDate=format_datetime(moment),
            author="Ann Doe",
        )
    )
    found = desk.poll()
    document = only(found)
    assert (found.status, found.entries, found.known, found.error, found.gap) == ("ok", 1, 0, None, False)
    assert found.bytes > 100
    assert (document.uri, document.url) == ("http://daily.example/?p=1", "http://daily.example/1")
    assert (document.source, document.outlet, document.author) == ("daily", "Daily", "Ann Doe")
    assert (document.media_type, document.content) == ("text/html", "<p>Two men.</p>")
    assert (document.published_at, document.published_from, document.fetched_at) == (moment, "feed", now)


def test_the_outlet_as_declared_comes_first(desk: Desk) -> None:
    desk.feed = replace(FEED, outlet="The Daily")
    desk.serve(item(1, source="Some Agency"))
    assert only(desk.poll()).outlet == "The Daily"


def test_the_second_poll_asks_whether_anything_changed(desk: Desk) -> None:
    etag, modified = 'W/"\xe4b"', "Thu, 5 Mar 2026 00:00:00 +0000 (or so)"
    desk.serve(item(1), ETag=etag, Last_Modified=modified)
    desk.poll()
    desk.serve(status=304)
    found = desk.poll()
    assert (found.status, found.documents, found.bytes) == ("unchanged", (), 0)
    first, second = (request.headers for request in desk.web.requests)
    assert "if-none-match" not in first
    assert "if-modified-since" not in first
    assert (second["if-none-match"], second["if-modified-since"]) == (etag, modified)


def test_it_asks_so_however_the_address_is_written(desk: Desk) -> None:
    desk.serve(item(1), ETag='"1"')
    desk.feed = replace(FEED, url="HTTP://Daily.Example/feed")
    desk.poll()
    desk.poll()
    assert desk.web.requests[1].headers["if-none-match"] == '"1"'


def test_the_same_body_again_is_unchanged(desk: Desk) -> None:
    desk.serve(item(1))
    desk.poll()
    found = desk.poll()
    assert (found.status, found.documents) == ("unchanged", ())
    assert found.bytes > 0


def test_only_what_is_new_or_changed_is_given(desk: Desk) -> None:
    desk.serve(item(1), item(2))
    desk.poll()
    desk.serve(item(3), item(1, description="Corrected."), item(2))
    found = desk.poll()
    assert titles(found.documents) == ["Title 3", "Title 1"]
    assert (found.entries, found.known, found.gap) == (3, 1, False)


def test_an_entry_that_left_and_came_back_is_known(desk: Desk) -> None:
    desk.serve(item(1), item(2))
    desk.poll()
    desk.serve(item(2))
    desk.poll()
    desk.serve(item(1), item(2), item(3))
    assert titles(desk.poll().documents) == ["Title 3"]


def test_two_polls_with_nothing_in_common_are_a_gap(desk: Desk) -> None:
    desk.serve(item(1), item(2))
    desk.poll()
    desk.serve(item(8), item(9))
    assert desk.poll().gap


def test_an_entry_that_changes_at_every_poll_is_calmed(desk: Desk) -> None:
    given = []
    for visit in range(20):
        desk.serve(item(1, description=f"{visit} people are reading this"), item(2))
        found = desk.poll()
        given.append(len(found.documents))
    assert given == [2] + [1] * 9 + [0] * 10
    assert found.calmed == 1


def test_ids_that_are_new_at_every_poll_are_seen_through(desk: Desk) -> None:
    desk.serve(item(1, guid="http://daily.example/x?1"))
    desk.poll()
    desk.serve(item(1, guid="http://daily.example/x?2"))
    found = desk.poll()
    assert (found.documents, found.known, found.gap) == ((), 1, False)


def test_an_id_shared_by_different_entries_names_none(desk: Desk) -> None:
    desk.serve(item(1, guid="http://daily.example/"), item(2, guid="http://daily.example/"), item(1))
    found = desk.poll()
    assert [document.uri for document in found.documents] == [
        "http://daily.example/1",
        "http://daily.example/2",
    ]
    assert (found.entries, found.known) == (3, 1)


@pytest.mark.parametrize(
    ("fields", "uri"),
    [
        ({"guid": "urn:uuid:1"}, "urn:uuid:1"),
        ({"guid": "tag:daily.example,2026:1"}, "tag:daily.example,2026:1"),
        ({"guid": "4711"}, "http://daily.example/4711"),
        ({"guid": "javascript:alert(1)"}, "http://daily.example/1"),
        ({}, "http://daily.example/1"),
    ],
)
def test_an_entry_is_named_by_a_global_id_or_its_address(
    desk: Desk, fields: dict[str, str], uri: str
) -> None:
    desk.serve(item(1, **fields))
    assert only(desk.poll()).uri == uri


def test_an_entry_with_neither_is_named_by_its_content(desk: Desk) -> None:
    desk.serve("<item><title>One</title></item><item><title>Two</title></item>")
    one, two = (document.uri for document in desk.poll().documents)
    assert one.startswith(FEED.url + "#")
    assert one != two


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://user:pw@daily.example/1", None),
        ("/rel", "http://daily.example/rel"),
        ("http://daily.example/a b?q=é", "http://daily.example/a%20b?q=%C3%A9"),
        ("http://dàily.example/1", "http://xn--dily-0na.example/1"),
        ("http://daily.example/" + "x" * 3000, None),
    ],
)
def test_only_addresses_of_the_web_are_kept(desk: Desk, link: str, url: str | None) -> None:
    desk.serve(item(1, link=link))
    assert only(desk.poll()).url == url


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Q&amp;A", "Q&A"),
        ("<b>Bold</b> <script>alert(1)</script>claim", "Bold claim"),
        ("5 < 6 & 7 > 6", "5 < 6 & 7 > 6"),
        ("  two\n lines\t", "two lines"),
        ("nul\x0b\x1f here", "nul here"),
        ("Caf&eacute;", "Café"),
    ],
)
def test_a_title_is_one_line_of_plain_text(desk: Desk, given: str, title: str) -> None:
    body = rss(item(1, title="PLACE")).replace(b"PLACE", b"<![CDATA[" + given.encode() + b"]]>")
    desk.web.serve(FEED.url, body)
    assert only(desk.poll()).title == title


def test_markup_is_sanitised(desk: Desk) -> None:
    nasty = (
        "<p onclick=x>Text<script>alert(1)</script><a href='javascript:alert(1)'>a</a>"
        "<img src='data:text/html,x'><iframe src='http://x.example'></iframe></p>"
        "<math><a xlink:href='javascript:x'>m</a></math>"
    )
    desk.serve(item(1, description=nasty))
    content = only(desk.poll()).content
    assert isinstance(content, str)
    assert "Text" in content
    for word in ("script", "onclick", "data:", "iframe", "xlink"):
        assert word not in content


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (None, None)),
        ({"pubDate": "soon"}, (None, None)),
        ({"pubDate": "Thu, 01 Jan 1970 00:00:00 GMT"}, (None, None)),
        ({"pubDate": "Thu, 05 Mar 2026 18:00:00 GMT"}, (None, None)),
        ({"pubDate": "Thu, 05 Mar 9999 18:00:00 GMT"}, (None, None)),
        ({"pubDate": "Thu, 05 Mar 2026 12:30:00 GMT"}, ("2026-03-05T12:30:00+00:00", "feed")),
        ({"pubDate": "Thu, 05 Mar 2026 12:00:00 +0300"}, ("2026-03-05T12:00:00+03:00", "feed")),
        ({"dc:date": "2026-03-05T08:00:00Z"}, ("2026-03-05T08:00:00+00:00", "feed-updated")),
        (
            {"pubDate": "Thu, 01 Jan 1970 00:00:00 GMT", "dc:date": "2026-03-05T08:00:00Z"},
            ("2026-03-05T08:00:00+00:00", "feed-updated"),
        ),
    ],
)
def test_a_date_that_cannot_be_is_not_known(
    desk: Desk, fields: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    desk.serve(item(1, **fields))
    document = only(desk.poll())
    moment = document.published_at.isoformat() if document.published_at else None
    assert (moment, document.published_from) == expected


def test_an_entry_with_nothing_in_it_is_refused(desk: Desk) -> None:
    desk.serve("<item><link>http://daily.example/1</link></item>", item(2))
    refused, document = desk.poll().documents
    assert isinstance(refused, Rejection)
    assert (refused.reason, refused.uri) == (Reason.EMPTY, "http://daily.example/1")
    assert isinstance(document, Document)


def test_a_permanent_move_is_asked_directly_next_time_and_forgotten_when_it_fails(desk: Desk) -> None:
    web = desk.web
    web.serve(FEED.url, status=301, Location="http://new.example/feed")
    web.serve("http://new.example/feed", rss(item(1)), ETag='"1"')
    assert desk.poll().status == "ok"
    desk.poll()
    assert [request.headers["host"] for request in web.requests] == [
        "daily.example",
        "new.example",
        "new.example",
    ]
    assert web.requests[-1].headers["if-none-match"] == '"1"'
    web.serve("http://new.example/feed", status=404)
    assert desk.poll().status == "failed"
    desk.serve(item(2))
    assert titles(desk.poll().documents) == ["Title 2"]


def test_a_move_is_forgotten_when_nobody_answers_there(desk: Desk) -> None:
    web = desk.web
    web.serve(FEED.url, status=301, Location="http://new.example/feed")
    web.serve("http://new.example/feed", rss(item(1)))
    web.names["new.example"] = ["192.0.2.77"]
    desk.poll()
    web.dead.add("192.0.2.77")
    assert desk.poll().status == "failed"
    desk.serve(item(2))
    assert titles(desk.poll().documents) == ["Title 2"]


def test_a_move_to_what_is_no_feed_is_not_remembered(desk: Desk) -> None:
    desk.web.serve(FEED.url, status=301, Location="http://login.example/")
    desk.web.serve("http://login.example/", b"<html><body>Log in</body></html>")
    found = desk.poll()
    assert found.status == "failed"
    assert found.state.url is None


def test_a_feed_that_is_gone_is_not_asked_again_and_says_so(desk: Desk, now: datetime) -> None:
    desk.serve(status=410)
    found = desk.poll()
    assert "gone for good" in (found.error or "")
    assert not due(desk.feed, desk.state, now + 1000 * DAY)
    desk.feed = replace(FEED, url=desk.web.serve("http://daily.example/elsewhere", rss(item(1))))
    assert due(desk.feed, desk.state, now)
    assert desk.poll().state.gone is False


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("style", ["seconds", "date"])
def test_a_busy_server_is_left_alone_as_long_as_it_says(
    desk: Desk, now: datetime, status: int, style: str
) -> None:
    until = now + timedelta(hours=7)
    wait = "25200" if style == "seconds" else format_datetime(until, usegmt=True)
    desk.serve(status=status, Retry_After=wait)
    assert str(status) in (desk.poll().error or "")
    assert not due(desk.feed, desk.state, until - timedelta(seconds=1))
    assert due(desk.feed, desk.state, until)


def test_errors_in_a_row_wait_longer_and_success_forgets_them(desk: Desk) -> None:
    desk.serve(status=500)
    waits = []
    for _ in range(12):
        asked = desk.now
        not_before = desk.poll().state.not_before
        assert not_before is not None
        waits.append(not_before - asked)
    assert waits[:8] == sorted(waits[:8])
    assert waits[0] < timedelta(minutes=12)
    assert DAY <= waits[-1] <= 1.1 * DAY
    desk.serve(item(1))
    assert desk.poll().state.errors == 0


def test_a_quiet_feed_is_asked_less_often_up_to_a_ceiling(desk: Desk) -> None:
    desk.serve(item(1))
    waits = []
    for _ in range(10):
        asked = desk.now
        not_before = desk.poll().state.not_before
        assert not_before is not None
        waits.append(not_before - asked)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=10), timedelta(hours=2))
    desk.serve(item(1), item(2))
    assert desk.poll().state.interval < 7200


@pytest.mark.parametrize(
    ("head", "headers", "minutes"),
    [
        ("<ttl>45</ttl>", {}, 45),
        ("", {"Cache_Control": "public, max-age=1800"}, 30),
        ("<ttl>100000</ttl>", {}, 60),
        ("<ttl>many</ttl>", {"Cache_Control": "max-age=x"}, 10),
    ],
)
def test_a_server_may_ask_for_a_longer_wait(
    desk: Desk, now: datetime, head: str, headers: dict[str, str], minutes: int
) -> None:
    desk.web.serve(FEED.url, rss(item(1), head=head), **headers)
    assert desk.poll().state.not_before == now + timedelta(minutes=minutes)


def test_a_server_that_says_unchanged_for_ever_is_asked_in_full_once_a_day(desk: Desk) -> None:
    news = [item(1)]

    async def stubborn(exchange: Any) -> None:
        if "if-none-match" in exchange.headers:
            await exchange.answer(status=304)
        else:
            await exchange.answer(rss(*news), ETag='"always"')

    desk.web.page(FEED.url, stubborn)
    desk.poll()
    news.append(item(2))
    assert desk.poll(later=DAY).status == "unchanged"
    assert titles(desk.poll().documents) == ["Title 2"]
    news.append(item(3))  # the tag stood still while the feed changed: it is not believed again
    assert titles(desk.poll().documents) == ["Title 3"]


def test_unchanged_is_no_answer_to_who_did_not_ask(desk: Desk) -> None:
    desk.serve(status=304)
    found = desk.poll()
    assert (found.status, found.state.errors) == ("failed", 1)
    assert "without having been asked" in (found.error or "")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            b"<!doctype html><html><head><title>x</title></head><body><p>Hi</p></body></html>",
            "web page, not a feed",
        ),
        (
            b"<html><link rel=alternate type=application/rss+xml href=/rss></html>",
            "it names http://daily.example/rss as its feed",
        ),
        (b"", "no feed"),
        (b"\x00" * 1000, "no feed"),
        (b"\x89PNG\r\n", "no feed"),
        (b'{"error": "no"}', "no feed"),
    ],
    ids=["html", "html with a feed", "empty", "nul", "image", "json"],
)
def test_what_is_no_feed_fails_with_advice(desk: Desk, body: bytes, why: str) -> None:
    desk.web.serve(FEED.url, body)
    found = desk.poll()
    assert (found.status, found.documents) == ("failed", ())
    assert why in (found.error or "")


def test_a_feed_without_entries_is_fine(desk: Desk) -> None:
    desk.serve()
    found = desk.poll()
    assert (found.status, found.entries, found.gap) == ("ok", 0, False)


@pytest.mark.parametrize(
    ("declared", "header"),
    [("windows-1251", None), ("utf-8", "windows-1251"), ("windows-1251", "utf-8"), (None, "windows-1251")],
    ids=["declared", "header only", "header wrong", "undeclared"],
)
def test_a_charset_is_found_where_it_stands(desk: Desk, declared: str | None, header: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (head + rss(item(1, title="Новости дня")).decode().partition("?>")[2]).encode("cp1251")
    kind = "application/rss+xml" + (f"; charset={header}" if header else "")
    desk.web.serve(FEED.url, body, Content_Type=kind)
    assert titles(desk.poll().documents) == ["Новости дня"]


def test_a_feed_of_5000_entries_is_read_whole(desk: Desk) -> None:
    desk.serve(*(item(number) for number in range(5000)))
    found = desk.poll()
    assert (found.entries, len(found.documents)) == (5000, 5000)


def test_a_broken_connection_is_an_error_in_words(desk: Desk) -> None:
    async def hang_up(exchange: Any) -> None:
        exchange.writer.close()

    desk.web.page(FEED.url, hang_up)
    found = desk.poll()
    assert found.status == "failed"
    assert "daily.example" in (found.error or "")


def test_a_bug_of_ours_costs_one_poll(desk: Desk) -> None:
    class Broken:
        def parse(self, *_: object, **__: object) -> None:
            raise KeyError("oops")

    desk.parser = Broken()  # type: ignore[assignment]
    desk.serve(item(1))
    found = desk.poll()
    assert (found.status, found.error) == ("failed", "our own fault: KeyError('oops')")


def test_a_feed_inside_is_read_only_when_declared_so(desk: Desk) -> None:
    async def run(*, allow: bool) -> Poll:
        async with desk.web:
            url = f"http://127.0.0.1:{desk.web.port}/feed"
            desk.web.serve(url, rss(item(1)))
            feed = FeedSource(name="ours", url=url, allow_private=allow)
            async with desk.web.client() as client:
                return await poll(feed, None, Tools(client=client, parser=desk.parser, now=desk.now))

    assert asyncio.run(run(allow=True)).status == "ok"
    refused = asyncio.run(run(allow=False))
    assert refused.status == "failed"
    assert "port" in (refused.error or "")


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"feed_url": FEED.url, "seen": [1]},
        {"feed_url": FEED.url, "seen": {"k": ["d"]}},
        {"feed_url": [1]},
    ],
)
def test_a_state_that_cannot_be_read_is_as_good_as_none(kept: Any) -> None:
    assert FeedState.from_json(kept) == FeedState(feed_url="")


def test_the_state_of_another_address_is_not_used(desk: Desk) -> None:
    desk.serve(item(1), ETag='"1"')
    desk.poll()
    desk.feed = replace(FEED, url=desk.web.serve("http://daily.example/new", rss(item(1))))
    assert titles(desk.poll().documents) == ["Title 1"]
    assert "if-none-match" not in desk.web.requests[-1].headers


def test_a_feed_that_breaks_off_gives_its_whole_entries_and_says_so(desk: Desk) -> None:
    """Half an address would be another article's; and the rest comes although the server calls the feed unchanged."""
    whole = rss(item(1), item(2), item(3))
    desk.web.serve(FEED.url, whole[: whole.index(b"daily.example/3") + 8], ETag='"1"')
    found = desk.poll()
    assert (found.status, titles(found.documents)) == ("ok", ["Title 1", "Title 2"])
    assert "breaks off before its end: 2 whole entries were taken" in (found.error or "")
    desk.web.serve(FEED.url, whole, ETag='"1"')
    found = desk.poll()
    assert "if-none-match" not in desk.web.requests[-1].headers
    assert (titles(found.documents), found.error) == (["Title 3"], None)


def test_a_feed_that_is_nothing_but_a_beginning_says_so(desk: Desk) -> None:
    desk.web.serve(FEED.url, rss(item(1))[:-40])
    found = desk.poll()
    assert (found.status, found.documents) == ("ok", ())
    assert "no whole entry came" in (found.error or "")
