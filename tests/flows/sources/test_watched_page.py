import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.sources.compare import CALMED
from flows.sources.feed_parser import FeedParser
from flows.sources.feed_state import FeedState
from flows.sources.feeds import Poll, Tools, due
from flows.sources.kinds import PageSource
from flows.sources.pages import Robots
from flows.sources.watched_page import poll_page
from pipeline.records import Document

PAGE = PageSource(name="notice", url="http://town.example/notice")
WORDS = "The council of the town will meet on Monday to decide about the bridge over the river."


def html(text: str, around: str = "") -> bytes:
    paragraphs = "".join(f"<p>{text} {WORDS}</p>" for _ in range(4))
    return f"<html><head><title>Notice</title><script>{around}</script></head><body><article><h1>Notice</h1>{paragraphs}</article></body></html>".encode()


class Desk:
    def __init__(self, web: Any, now: datetime) -> None:
        self.web, self.now = web, now
        self.source = PAGE
        self.state: FeedState | None = None

    def poll(self, *, later: timedelta = timedelta(hours=1)) -> Poll:
        async def run() -> Poll:
            async with self.web, self.web.client() as client:
                with FeedParser() as parser:
                    tools = Tools(client=client, parser=parser, now=self.now, robots=Robots(client))
                    return await poll_page(self.source, self.state, tools)

        self.web.requests.clear()
        found = asyncio.run(run())
        self.state = FeedState.from_json(json.loads(json.dumps(found.state.to_json())))
        assert self.state == found.state
        self.now += later
        return found

    def serve(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.web.serve(PAGE.url, body, status, **{"Content_Type": "text/html; charset=utf-8", **headers})


@pytest.fixture
def desk(web: Any, now: datetime) -> Desk:
    return Desk(web, now)


def test_a_page_is_a_document_under_its_declared_address(desk: Desk, now: datetime) -> None:
    desk.source = replace(PAGE, outlet="The Town")
    desk.serve(status=301, Location="http://www.town.example/notice/")
    desk.web.serve("http://www.town.example/notice/", html("One."), Content_Type="text/html; charset=utf-8")
    found = desk.poll()
    assert found.documents == (
        Document(
            uri=PAGE.url,
            source="notice",
            media_type="text/html",
            content=html("One."),
            fetched_at=now,
            charset="utf-8",
            url=PAGE.url,
            outlet="The Town",
            content_from="page",
        ),
    )
    assert (found.status, found.entries, found.known, found.pages) == ("ok", 1, 0, 1)
    assert found.bytes > 100
    desk.poll()
    assert [request.headers["host"] for request in desk.web.requests] == ["www.town.example"] * 2


def test_it_is_asked_whether_it_changed(desk: Desk) -> None:
    desk.serve(html("One."), ETag='"1"')
    desk.poll()
    desk.serve(status=304)
    found = desk.poll()
    assert (found.status, found.documents, found.entries) == ("unchanged", (), 0)
    assert desk.web.requests[-1].headers["if-none-match"] == '"1"'


def test_only_other_words_are_a_change(desk: Desk) -> None:
    desk.serve(html("One.", around="visit=1"))
    desk.poll()
    desk.serve(html("One.", around="visit=2"))
    same = desk.poll()
    assert (same.status, same.documents, same.known) == ("unchanged", (), 1)
    desk.serve(html("Two.", around="visit=3"))
    found = desk.poll()
    (document,) = found.documents
    assert (document.uri, found.status) == (PAGE.url, "ok")


def test_a_page_that_changes_at_every_poll_is_calmed(desk: Desk) -> None:
    given = []
    for visit in range(25):
        desk.serve(html(f"{visit} people are reading this."))
        found = desk.poll()
        given += [visit] if found.documents else []
    assert given == [*range(CALMED), 2 * CALMED]
    assert found.calmed == 1


def test_a_page_without_an_article_is_still_given(desk: Desk) -> None:
    desk.serve(b"<html><body></body></html>")
    assert len(desk.poll().documents) == 1
    assert desk.poll().status == "unchanged"


def test_robots_txt_decides_and_is_told(desk: Desk) -> None:
    desk.web.serve("http://town.example/robots.txt", b"User-agent: *\nDisallow: /")
    desk.serve(html("One."))
    found = desk.poll()
    assert (found.status, found.error) == ("failed", "robots.txt of town.example does not allow it")
    assert [request.path for request in desk.web.requests] == ["/robots.txt"]
    assert found.state.errors == 1


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (404, {}, "town.example answered 404"),
        (410, {}, "gone for good"),
        (200, {"Content_Type": "application/pdf"}, "application/pdf is not read"),
        (302, {"Location": "http://127.0.0.1/"}, "127.0.0.1"),
        (304, {}, "without having been asked"),
    ],
)
def test_what_is_no_page_fails_and_is_asked_later(
    desk: Desk, now: datetime, status: int, headers: dict[str, str], why: str
) -> None:
    desk.serve(html("One."), status, **headers)
    found = desk.poll()
    assert (found.status, found.documents, found.state.gone) == ("failed", (), status == 410)
    assert why in (found.error or "")
    assert not due(PAGE, found.state, now + timedelta(minutes=5))
    assert due(PAGE, found.state, now + timedelta(hours=1)) is (status != 410)


def test_a_busy_server_is_left_alone_as_long_as_it_says(desk: Desk, now: datetime) -> None:
    desk.serve(status=503, Retry_After="25200")
    desk.poll()
    assert not due(PAGE, desk.state, now + timedelta(hours=6))


def test_a_quiet_page_is_asked_less_often_and_one_that_changed_more_often(desk: Desk) -> None:
    desk.serve(html("One."))
    quiet = [desk.poll().state.interval for _ in range(8)]
    assert quiet == sorted(quiet)
    assert quiet[-1] == 7200
    desk.serve(html("Two."))
    assert desk.poll().state.interval < 7200


def test_the_state_of_another_address_is_not_used(desk: Desk) -> None:
    desk.serve(html("One."), ETag='"1"')
    desk.poll()
    desk.source = replace(PAGE, url="http://town.example/other")
    desk.web.serve(desk.source.url, html("One."))
    assert [document.uri for document in desk.poll().documents] == [desk.source.url]


def test_a_page_inside_is_read_only_when_declared_so(desk: Desk) -> None:
    async def run(*, allow: bool) -> Poll:
        async with desk.web:
            url = f"http://127.0.0.1:{desk.web.port}/notice"
            desk.web.serve(url, html("One."))
            source = PageSource(name="ours", url=url, allow_private=allow)
            async with desk.web.client() as client:
                with FeedParser() as parser:
                    tools = Tools(client=client, parser=parser, now=desk.now, robots=Robots(client))
                    return await poll_page(source, None, tools)

    assert asyncio.run(run(allow=True)).status == "ok"
    assert asyncio.run(run(allow=False)).status == "failed"
