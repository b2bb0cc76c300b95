"""Nothing lost, nothing twice: what a feed says at each poll, and what is given of it."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.compare import CALMED, is_worth
from flows.sources.feed_parser import FeedParser
from flows.sources.feed_state import FeedState
from flows.sources.feeds import Poll, Tools, poll
from flows.sources.kinds import FeedSource
from flows.sources.pages import Robots
from pipeline.records import Document

SITE = "http://daily.example"
FEED = FeedSource(name="daily", url=f"{SITE}/feed")


@dataclass(frozen=True, kw_only=True)
class E:
    """An entry; by default with an address of its own, no id and a text that needs no page."""

    title: str
    link: str = ""
    id: str = ""
    text: str = ""
    published: str = ""
    updated: str = ""
    more: str = " word" * 400  # enough for an article

    def xml(self) -> str:
        link = self.link or f"/{self.title}"
        fields = {"id": self.id, "title": self.title, "published": self.published, "updated": self.updated}
        inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
        return f'<entry>{inside}<link href="{SITE}{link}"/><content type="text">{escape(self.text or self.title)}{self.more}</content></entry>'


def atom(entries: Sequence[E]) -> bytes:
    inside = "".join(entry.xml() for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title>{inside}</feed>'.encode()


def numbered(first: int, last: int, **fields: str) -> list[E]:
    return [E(title=str(number), **fields) for number in range(first, last)]


@pytest.fixture(scope="module")
def parser() -> Any:
    with FeedParser() as running:
        yield running


class Desk:
    def __init__(self, web: Any, parser: FeedParser, now: datetime) -> None:
        self.web, self.parser, self.now = web, parser, now
        self.state: FeedState | None = None

    def poll(self, entries: Sequence[E]) -> Poll:
        async def run() -> Poll:
            async with self.web, self.web.client() as client:
                tools = Tools(client=client, parser=self.parser, now=self.now, robots=Robots(client))
                return await poll(FEED, self.state, tools)

        self.web.serve(FEED.url, atom(entries))
        self.web.requests.clear()
        found = asyncio.run(run())
        self.state = FeedState.from_json(json.loads(json.dumps(found.state.to_json())))
        assert found.status != "failed", found.error
        self.now += timedelta(hours=1)
        return found


@pytest.fixture
def desk(web: Any, parser: FeedParser, now: datetime) -> Desk:
    return Desk(web, parser, now)


def titles(found: Poll) -> str:
    return " ".join(str(item.title) for item in found.documents if isinstance(item, Document))


SAME = "2026-03-05T10:00:00Z"
CASES: dict[str, list[tuple[list[E], str]]] = {
    "equal dates": [
        (numbered(1, 3, published=SAME), "1 2"),
        (numbered(1, 5, published=SAME), "3 4"),
    ],
    "no dates": [(numbered(1, 3), "1 2"), (numbered(0, 3), "0")],
    "dates to come": [
        (numbered(1, 2, published="2031-01-01T00:00:00Z"), "1"),
        (numbered(1, 3, published="2031-01-01T00:00:00Z"), "2"),
    ],
    "older than what is known": [
        (numbered(1, 2, published=SAME), "1"),
        ([*numbered(1, 2, published=SAME), E(title="late", published="2026-03-01T00:00:00Z")], "late"),
    ],
    "only the date moves": [
        (numbered(1, 3, published=SAME, updated=SAME), "1 2"),
        (numbered(1, 3, published="2026-03-05T11:00:00Z", updated="2026-03-05T11:00:00Z"), ""),
    ],
    "an id used again for another article": [
        ([E(id="tag:x,1:latest", title="a"), E(title="c")], "a c"),
        ([E(id="tag:x,1:latest", title="b"), E(title="c")], "b"),
        ([E(id="tag:x,1:latest", title="b"), E(title="c")], ""),
        ([E(id="tag:x,1:latest", title="d"), E(title="c")], "d"),
    ],
    "new ids at every poll": [
        ([E(id=f"tag:x,1:{number}", title=str(number)) for number in (1, 2)], "1 2"),
        ([E(id=f"tag:x,2:{number}", title=str(number)) for number in (1, 2, 3)], "3"),
        ([E(id=f"tag:x,3:{number}", title=str(number)) for number in (1, 2, 3)], ""),
    ],
    "two entries that change their ids": [
        ([E(id="tag:x,1:1", title="a"), E(id="tag:x,1:2", title="b")], "a b"),
        ([E(id="tag:x,1:2", title="a"), E(id="tag:x,1:1", title="b")], ""),
    ],
    "an edit": [
        ([E(title="1", link="/1")], "1"),
        ([E(title="1", link="/1", text="corrected")], "1"),
        ([E(title="new headline", link="/1", text="corrected")], "new headline"),
        ([E(title="new headline", link="/1", text="corrected")], ""),
    ],
    "an edit taken back is one more version": [
        ([E(title="1", text="a")], "1"),
        ([E(title="1", text="b")], "1"),
        ([E(title="1", text="a")], "1"),
    ],
    "servers with two texts of one entry": [
        ([E(title="1", text=text), E(title="2")], given)
        for text, given in zip("abababab", ["1 2", "1", "1", "", "", "", "", ""], strict=True)
    ],
    "servers with two windows": [
        (numbered(1, 30), " ".join(map(str, range(1, 30)))),
        (numbered(10, 31), "30"),
        (numbered(1, 30), ""),
        (numbered(10, 32), "31"),
    ],
    "servers with two large windows": [
        (numbered(0, 300), " ".join(map(str, range(300)))),
        (numbered(150, 450), " ".join(map(str, range(300, 450)))),
        (numbered(0, 300), ""),
    ],
    "a feed that is empty for once": [
        (numbered(0, 300), " ".join(map(str, range(300)))),
        ([], ""),
        ([], ""),
        (numbered(0, 301), "300"),
    ],
    "an entry that leaves and comes back": [
        (numbered(1, 3), "1 2"),
        (numbered(2, 60), " ".join(map(str, range(3, 60)))),
        (numbered(1, 3), ""),
    ],
    "a live blog: one page, many entries": [
        ([E(title="a", link="/live"), E(title="b", link="/live")], "a b"),
        ([E(title=title, link="/live") for title in "cab"], "c"),
    ],
    "every link is the front page": [
        ([E(title="a", link="/")], "a"),
        ([E(title="b", link="/")], "b"),
        ([E(title="c", link="/", id=f"{SITE}/")], "c"),
    ],
    "the same entry twice": [([E(title="1"), E(title="1", id="tag:x,1:1")], "1")],
}


@pytest.mark.parametrize("polls", CASES.values(), ids=CASES)
def test_what_is_given_of_what_is_said(desk: Desk, polls: list[tuple[list[E], str]]) -> None:
    assert [titles(desk.poll(entries)) for entries, _ in polls] == [expected for _, expected in polls]


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([E(title="a", link="/live"), E(title="b", link="/live")], {None}),
        ([E(title="a", link="/live#1"), E(title="b", link="/live#2")], {None}),
        ([E(title="a", link="/"), E(title="b", link="/b")], {None, f"{SITE}/b"}),
        ([E(title="a", link="/a", text="1"), E(title="a", link="/a", text="2")], {f"{SITE}/a"}),
        ([E(title="a", link="/a?utm_source=1", text="1"), E(title="a", link="/a?utm_source=2", text="2")], {f"{SITE}/a?utm_source=1", f"{SITE}/a?utm_source=2"}),
    ],
    ids=["one page", "places in a page", "front page", "one article twice", "one article by two addresses"],
)  # fmt: skip
def test_a_page_that_articles_share_is_the_page_of_none(
    desk: Desk, entries: list[E], names: set[str | None]
) -> None:
    documents = [item for item in desk.poll(entries).documents if isinstance(item, Document)]
    assert {document.url for document in documents} == names
    assert len(documents) == 2
    if None in names:
        assert len({document.uri for document in documents}) == 2


def test_an_id_used_again_names_only_the_first(desk: Desk) -> None:
    (first,) = desk.poll([E(id="tag:x,1:latest", title="a")]).documents
    (second,) = desk.poll([E(id="tag:x,1:latest", title="b")]).documents
    assert (first.uri, second.uri) == ("tag:x,1:latest", f"{SITE}/b")


def test_an_edited_entry_keeps_its_name(desk: Desk) -> None:
    uris = [item.uri for text in ("a", "b", "c") for item in desk.poll([E(title="1", text=text)]).documents]
    assert uris == [f"{SITE}/1"] * 3


def test_entries_without_a_believable_date_are_counted(desk: Desk) -> None:
    entries = [E(title="1"), E(title="2", published=SAME), E(title="3", published="2031-01-01T00:00:00Z")]
    assert desk.poll(entries).undated == 2


def test_after_a_gap_the_feed_is_asked_as_often_as_may_be(desk: Desk) -> None:
    for _ in range(8):
        slow = desk.poll(numbered(1, 9))
    found = desk.poll(numbered(20, 29))
    assert (found.gap, slow.gap) == (True, False)
    assert (slow.state.interval, found.state.interval) == (7200, 600)


def test_a_teaser_whose_date_of_change_moves_on_is_read_again(desk: Desk) -> None:
    def teasers(first: int, last: int, hour: str) -> list[E]:
        return numbered(first, last, updated=f"2026-03-05T{hour}:00:00Z", more="")

    for number in range(1, 10):
        desk.web.serve(f"{SITE}/{number}", b"<html>1</html>")
    desk.poll(teasers(1, 10, "08"))
    again = desk.poll([*teasers(1, 9, "08"), *teasers(9, 10, "12")])
    assert (titles(again), again.known) == ("9", 9)
    anew = desk.poll(teasers(1, 10, "13"))
    assert (anew.documents, anew.pages) == ((), 0), "all at once: the feed was written anew, not they"


def test_what_changes_for_ever_is_given_ever_more_rarely_and_never_not_at_all(desk: Desk) -> None:
    polls = [desk.poll([E(title="1", text=f"{visit} readers"), E(title="2")]) for visit in range(45)]
    given = [visit for visit, found in enumerate(polls) if found.documents]
    assert given == [*range(CALMED), 2 * CALMED, 4 * CALMED]
    assert (polls[15].calmed, polls[15].known) == (1, 2)


@given(st.lists(st.integers(1, 5), max_size=300))
def test_an_entry_is_given_only_so_often_whatever_it_does(steps: list[int]) -> None:
    def worth() -> Iterator[bool]:
        changes = 0
        for step in steps:
            yield is_worth(changes, changes + step)
            changes += step

    assert sum(worth()) <= CALMED + max(1, sum(steps)).bit_length()
