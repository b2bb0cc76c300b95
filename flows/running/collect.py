"""Collecting: every source that is due is read, side by side, and handed on as it answers; nothing is gathered first."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, islice, zip_longest
from typing import assert_never
from urllib.parse import urlsplit

from flows.sources.feed_parser import FeedParser
from flows.sources.feed_state import FeedState
from flows.sources.feeds import Poll, Tools, due, poll
from flows.sources.folder import Folder
from flows.sources.folder_state import FolderState
from flows.sources.http import Client
from flows.sources.kinds import FeedSource, FolderSource, PageSource, Source, WebSource
from flows.sources.pages import Robots
from flows.sources.watched_page import poll_page
from flows.spool.spool import Item
from pipeline.records import Document, Json, Rejection
from warehouse.ledger.sources import PollRecord

__all__ = ["Source", "States", "Web", "collect"]

States = Mapping[str, Mapping[str, Json]]  # by source, what its last poll left

_AT_ONCE = 64  # polls under way: more than there are places for requests, for most wait for their host's turn
_CHUNK = 64  # documents of a folder read between two looks at the web
_CHUNK_BYTES = 16_000_000  # and their content: pages may have ten millions each


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How we show ourselves, and which way out we take."""

    contact: str | None = None
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    spacing: float = 1.0  # seconds between two requests to a host


async def collect(
    sources: Sequence[Source], states: States, now: datetime, web: Web, *, clock: datetime
) -> AsyncIterator[Item | PollRecord]:
    """What the sources give: folders in the declared order, then the web as it answers.

    The items of one source are never mixed with another's, and its poll record follows them.

    Args:
        sources: what to read; of the web what is due.
        states: what the last polls left.
        now: the moment of the run, under which all of it is written.
        web: how to ask.
        clock: what the clock says, by which servers are asked: behind `now` where it has been set back.
    """
    for source in sources:
        if isinstance(source, FolderSource):
            folder = _read_folder(source, states.get(source.name), now)
            while chunk := await asyncio.to_thread(_chunk, folder):
                for item in chunk:
                    yield item
    asked = [source for source in sources if not isinstance(source, FolderSource)]
    async with aclosing(_polls(asked, states, now, web, clock)) as polls:
        async for source, result in polls:
            for item in _polled(source, _by_the_clock(result, now - clock), now):
                yield item


def _chunk(items: Iterator[Item | PollRecord]) -> list[Item | PollRecord]:
    """The next items, as many as are read between two looks at the web."""
    found: list[Item | PollRecord] = []
    size = 0
    while len(found) < _CHUNK and size < _CHUNK_BYTES and (item := next(items, None)):
        found.append(item)
        size += len(item.content) if isinstance(item, Document) else 0
    return found


def _read_folder(
    source: FolderSource, state: Mapping[str, Json] | None, now: datetime
) -> Iterator[Item | PollRecord]:
    before = FolderState.from_json(state) if source.watch and state else None
    folder = Folder(source.path, source.name, now, before)
    yield from folder
    yield PollRecord(
        source=source.name,
        kind=source.kind.label,
        polled_at=now,
        status="ok" if folder.documents or not folder.rejected else "failed",
        documents=folder.documents,
        rejected=folder.rejected,
        entries=folder.documents + folder.rejected + folder.unchanged,
        known=folder.unchanged,
        waiting=folder.waiting,
        bytes=folder.bytes,
        error=folder.error,
        state=folder.after.to_json() if source.watch else {},
    )


async def _polls(
    sources: Sequence[WebSource], states: States, now: datetime, web: Web, clock: datetime
) -> AsyncGenerator[tuple[WebSource, Poll]]:
    """Each source that is due with what came of asking it, the quick ones first."""
    known = {s.name: FeedState.from_json(states[s.name]) for s in sources if states.get(s.name)}
    waiting = iter(_host_by_host([s for s in sources if due(s, known.get(s.name), clock)]))
    async with Client(contact=web.contact, proxy=web.proxy, spacing=web.spacing) as client:
        with FeedParser() as parser:
            tools = Tools(client=client, parser=parser, now=now, robots=Robots(client))
            running = {_asked(source, known, tools): source for source in islice(waiting, _AT_ONCE)}
            try:
                while running:
                    done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        yield running.pop(task), task.result()
                    more = islice(waiting, _AT_ONCE - len(running))
                    running |= {_asked(source, known, tools): source for source in more}
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)


def _asked(source: WebSource, known: Mapping[str, FeedState], tools: Tools) -> asyncio.Task[Poll]:
    state = known.get(source.name)
    match source:
        case FeedSource():
            return asyncio.create_task(poll(source, state, tools))
        case PageSource():
            return asyncio.create_task(poll_page(source, state, tools))
        case _:
            assert_never(source)


def _host_by_host(sources: Sequence[WebSource]) -> Iterator[WebSource]:
    """One of each host, then the second of each: a host has one turn at a time, and many would only wait for it."""
    hosts: defaultdict[str | None, list[WebSource]] = defaultdict(list)
    for source in sources:
        hosts[urlsplit(source.url).hostname].append(source)
    rounds = zip_longest(*hosts.values())
    return (source for source in chain.from_iterable(rounds) if source is not None)


def _by_the_clock(result: Poll, ahead: timedelta) -> Poll:
    """A moment of runs that is ahead of the clock stands still: by it the next poll would never be due."""
    until = result.state.not_before
    return replace(result, state=replace(result.state, not_before=until - ahead)) if until else result


def _polled(source: WebSource, result: Poll, now: datetime) -> Iterator[Item | PollRecord]:
    yield from result.documents
    rejected = sum(isinstance(item, Rejection) for item in result.documents)
    yield PollRecord(
        source=result.source,
        kind=source.kind.label,
        polled_at=now,
        status="gone" if result.state.gone else result.status,
        documents=len(result.documents) - rejected,
        rejected=rejected,
        entries=result.entries,
        known=result.known,
        gap=result.gap,
        bytes=result.bytes,
        error=result.error or result.page_error,
        undated=result.undated,
        calmed=result.calmed,
        capped=result.capped,
        older=result.older,
        waiting=result.waiting,
        pages=result.pages,
        pages_failed=result.pages_failed,
        next_poll_at=result.state.not_before,
        state=result.state.to_json(),
    )
