"""Collecting: every source that is due is read, and what it gives is handed on in the declared order."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from flows.sources.feed_parser import FeedParser
from flows.sources.feed_state import FeedState
from flows.sources.feeds import FeedSource, Poll, Tools, due, poll
from flows.sources.files import read_path
from flows.sources.http import Client
from flows.sources.pages import Robots
from flows.spool import Item
from flows.workspace import FolderSource
from pipeline.records import Document, Json, Rejection
from warehouse.sources import PollRecord

Source = FolderSource | FeedSource
States = Mapping[str, Mapping[str, Json]]  # by source, what its last poll left


async def collect(
    sources: Sequence[Source], states: States, now: datetime, *, contact: str | None
) -> Iterable[Item | PollRecord]:
    """What the sources give; feeds are asked at once, side by side, folders are read while this is iterated."""
    polls = await _poll_feeds(
        [source for source in sources if isinstance(source, FeedSource)], states, now, contact
    )
    return _in_order(sources, polls, now)


def _in_order(
    sources: Sequence[Source], polls: Mapping[str, Poll], now: datetime
) -> Iterator[Item | PollRecord]:
    for source in sources:
        if isinstance(source, FolderSource):
            yield from _read_folder(source, now)
        elif source.name in polls:
            yield from _polled(polls[source.name], now)


def _read_folder(source: FolderSource, now: datetime) -> Iterator[Item | PollRecord]:
    documents = rejected = size = 0
    failure = None
    for item in read_path(source.path, source.name, now):
        if isinstance(item, Document):
            documents += 1
            size += len(item.content)
        else:
            rejected += 1
            failure = failure or item.detail
        yield item
    yield PollRecord(
        source=source.name,
        kind="files",
        polled_at=now,
        status="ok" if documents or not rejected else "failed",
        documents=documents,
        rejected=rejected,
        entries=documents + rejected,
        bytes=size,
        error=failure,
    )


async def _poll_feeds(
    feeds: Sequence[FeedSource], states: States, now: datetime, contact: str | None
) -> dict[str, Poll]:
    """By name, the feeds that are due."""
    known = {feed.name: FeedState.from_json(states[feed.name]) for feed in feeds if states.get(feed.name)}
    asked = [feed for feed in feeds if due(feed, known.get(feed.name), now)]
    if not asked:
        return {}
    async with Client(contact=contact) as client:
        with FeedParser() as parser:
            tools = Tools(client=client, parser=parser, now=now, robots=Robots(client))
            polls = await asyncio.gather(*(poll(feed, known.get(feed.name), tools) for feed in asked))
    return {result.source: result for result in polls}


def _polled(result: Poll, now: datetime) -> Iterator[Item | PollRecord]:
    yield from result.documents
    rejected = sum(isinstance(item, Rejection) for item in result.documents)
    yield PollRecord(
        source=result.source,
        kind="feed",
        polled_at=now,
        status=result.status,
        documents=len(result.documents) - rejected,
        rejected=rejected,
        entries=result.entries,
        known=result.known,
        gap=result.gap,
        bytes=result.bytes,
        error=result.error or result.page_error,
        state=result.state.to_json(),
    )
