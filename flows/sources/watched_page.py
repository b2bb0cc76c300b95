"""One page that is watched: an article that is given again when its words change."""

import asyncio
from dataclasses import replace

from flows.sources.answer import FetchError
from flows.sources.asking import Failure, Reply, judged, validators
from flows.sources.compare import CALMED, changes_after, is_worth
from flows.sources.feed_state import FeedState, Seen
from flows.sources.feeds import Poll, Tools, failed, trusted_host
from flows.sources.kinds import PageSource
from flows.sources.pages import ACCEPT, page_document
from flows.sources.rhythm import after_error, after_success
from pipeline.extract import extract
from pipeline.identity import content_id
from pipeline.records import Article, Document

_KEY = "page"  # of the one thing a page is remembered by


async def poll_page(source: PageSource, state: FeedState | None, tools: Tools) -> Poll:
    """Ask for a page, where robots.txt allows. Whether it is due (`feeds.due`) is the caller's to decide."""
    before = state if state and state.feed_url == source.url else FeedState(feed_url=source.url)
    try:
        return await _asked(source, before, tools)
    except FetchError as error:
        return _missed(source, replace(before, url=None), str(error), tools)
    except Exception as fault:  # noqa: BLE001 (a bug met by one page costs one poll, never a run)
        return _missed(source, before, f"our own fault: {fault!r:.200}", tools)


async def _asked(source: PageSource, before: FeedState, tools: Tools) -> Poll:
    url, trusted = before.url or source.url, trusted_host(source)
    refusal = await tools.robots.refusal(url, trusted) if tools.robots else None
    if refusal:
        return _missed(source, before, refusal, tools)
    answer = await tools.client.get(
        url, accept=ACCEPT, validators=validators(before, tools.now), trusted_host=trusted
    )
    reply = judged(before, answer, tools.now)
    if isinstance(reply, Failure):
        return failed(source.name, reply)
    if not reply.changed:
        return _told(source, reply, tools)
    document = page_document(source.url, answer, source.name, tools.now)
    if not isinstance(document, Document):
        return _missed(source, before, document.detail, tools)
    return await _read(source, reply, replace(document, outlet=source.outlet), tools)


async def _read(source: PageSource, reply: Reply, document: Document, tools: Tools) -> Poll:
    """Pages change with every visit around an article that stands still: its words are what counts."""
    digest = await asyncio.to_thread(_digest, document)
    known = reply.state.seen.get(_KEY)
    if known is None:
        return _told(source, reply, tools, Seen(digest, ""), document)
    if digest == known.digest:
        return _told(source, reply, tools)
    changes = changes_after(known, digest)
    seen = Seen(digest, "", changes, None, known.digest)
    return _told(source, reply, tools, seen, document if is_worth(known.changes, changes) else None)


def _told(
    source: PageSource, reply: Reply, tools: Tools, seen: Seen | None = None, document: Document | None = None
) -> Poll:
    before = reply.state if seen is None else replace(reply.state, seen={_KEY: seen})
    state = after_success(before, reply.answer.headers, None, new=document is not None, now=tools.now)
    return Poll(
        source=source.name,
        status="ok" if document else "unchanged",
        state=state,
        documents=(document,) if document else (),
        bytes=reply.answer.received,
        entries=int(reply.changed),
        known=int(reply.changed and document is None),
        calmed=int(document is None and seen is not None and seen.changes >= CALMED),
        pages=int(document is not None),
    )


def _missed(source: PageSource, before: FeedState, problem: str, tools: Tools) -> Poll:
    return failed(source.name, Failure(state=after_error(before, None, tools.now), problem=problem))


def _digest(document: Document) -> str:
    """Of the article on the page; of the whole page when there is none."""
    found = extract(document)
    return found.content_hash if isinstance(found, Article) else content_id("page", repr(document.content))
