"""Documents prepared by processes: the same results in the same order, and limits that cost one document."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.loading.workers import Here, Workers
from pipeline.prepare import Prepared
from pipeline.records import Document, Reason, Rejection, Topic
from pipeline.topics.topic import Matcher

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MATCHER = Matcher((Topic(name="grain", title="Grain", query="grain AND harbour"),))
HEAVY = "<p><a href=/x>word</a> and another sentence of some length, to be read.</p>" * 20_000


def page(number: int, body: str = "") -> Document:
    text = f"<p>Ship number {number} left the harbour of Arneville on Monday with a load of grain, the port said.</p>"
    return Document(
        uri=f"https://herald.example/{number}",
        source="s",
        media_type="text/html",
        content=f"<html><body><article><h1>Ship {number}</h1>{text * 3}{body}</article></body></html>",
        fetched_at=NOW,
        url=f"https://herald.example/{number}",
    )


def names(results: Sequence[Prepared | Rejection]) -> list[str]:
    return [one.article.uri if isinstance(one, Prepared) else one.uri for one in results]


def test_processes_change_nothing() -> None:
    pages = [page(number) for number in range(6)]
    with Workers(MATCHER, 2) as workers:
        found = list(workers(pages))
    here = list(Here(MATCHER)(pages))
    assert names(found) == [one.uri for one in pages]
    assert [one.article for one in found if isinstance(one, Prepared)] == [
        one.article for one in here if isinstance(one, Prepared)
    ]
    assert all(
        [match.topic for match in one.matches] == ["grain"] for one in found if isinstance(one, Prepared)
    )
    prints = [
        (one.copy_print.to_bytes(), one.story_print.to_bytes()) for one in found if isinstance(one, Prepared)
    ]
    assert prints == [
        (one.copy_print.to_bytes(), one.story_print.to_bytes()) for one in here if isinstance(one, Prepared)
    ]
    assert len(prints) == 6


def test_a_poisonous_page_costs_one_rejection() -> None:
    with Workers(MATCHER, 2, cpu_seconds=0.3) as workers:
        found = list(workers([page(1), page(2, HEAVY), page(3)]))
    assert [isinstance(one, Prepared) for one in found] == [True, False, True]
    refused = found[1]
    assert isinstance(refused, Rejection)
    assert (refused.uri, refused.reason) == ("https://herald.example/2", Reason.COSTLY)
    assert refused.detail == "took more than 0.3 s of processor time"


def test_a_few_texts_start_no_process() -> None:
    text = Document(
        uri="file:///a", source="s", media_type="text/plain", content="Grain ships left.", fetched_at=NOW
    )
    with Workers(MATCHER, 2) as workers:
        assert len(list(workers([text]))) == 1
        assert workers._pool is None


def enclosed(number: int, length: int = 0) -> Document:
    """As a feed gives it."""
    return replace(page(number, "x" * length), content_from="content")


def plain(number: int, length: int) -> Document:
    return replace(page(number), media_type="text/plain", content="x " * (length // 2))


@pytest.mark.parametrize(
    ("documents", "started"),
    [
        pytest.param([enclosed(number) for number in range(8)], False, id="few-entries-of-a-feed"),
        pytest.param([enclosed(number) for number in range(9)], True, id="many"),
        pytest.param([enclosed(0, 20_000)], True, id="a-long-one"),
        pytest.param([enclosed(0), replace(page(1), content_from="page")], True, id="a-page-among-them"),
        pytest.param([plain(0, 100_000)], False, id="a-long-plain-text"),
        pytest.param([plain(0, 100_002)], True, id="a-plain-text-that-is-longer"),
        pytest.param([plain(0, 60_000), plain(1, 60_000)], True, id="plain-texts-that-are-long-together"),
    ],
)
def test_processes_are_started_for_what_is_many_long_or_from_the_web(
    documents: list[Document], *, started: bool
) -> None:
    with Workers(MATCHER, 1) as workers:
        found = list(workers(documents))
        assert (workers._pool is not None) is started
    assert names(found) == [one.uri for one in documents]


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_no_worker_is_left() -> None:
    before = descendants()
    with Workers(MATCHER, 2) as workers:
        assert len(list(workers([page(1), page(2)]))) == 2
        started = descendants() - before
    assert len(started) >= 2
    left = descendants() - before
    assert len(left) <= 2, "multiprocessing keeps a server to fork from, and a tracker"


def descendants() -> set[int]:
    parents = {
        pid: parent
        for pid in map(int, filter(str.isdigit, (path.name for path in Path("/proc").iterdir())))
        if (parent := parent_of(pid))
    }
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def parent_of(pid: int) -> int | None:
    """None for one that has ended, collected or not."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(parent)
