"""Feeds and sitemaps: asked politely whether anything changed, parsed at a distance, given as documents."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from flows.clock import has_come
from flows.sources.answer import Answer, FetchError
from flows.sources.archive import kept
from flows.sources.asking import Failure, Reply, judged, validators
from flows.sources.compare import CALMED, Look, Reading, compare, is_gap
from flows.sources.completion import Given, Provenance, complete
from flows.sources.discover import feed_links
from flows.sources.entries import published
from flows.sources.feed_parser import FeedParser, ParseError
from flows.sources.feed_state import FeedState, remembered
from flows.sources.http import Client
from flows.sources.kinds import FeedSource, SourceKind, WebSource
from flows.sources.offer import Offer, from_children, from_feed, from_sitemap
from flows.sources.pages import Robots
from flows.sources.rhythm import after_error, after_success
from flows.sources.sitemap import is_sitemap, read_sitemap
from flows.sources.sitemap_index import Round, ask_children, due_children, listed, unread_child
from pipeline.records import Document, Rejection

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What came of asking a source once: entries = fresh + known + older, fresh being those given or waiting."""

    source: str
    status: Literal["ok", "unchanged", "failed"]
    state: FeedState  # for the next poll
    documents: tuple[Document | Rejection, ...] = ()
    bytes: int = 0  # received
    error: str | None = None  # also of a part, when the rest is ok
    entries: int = 0  # in the feed
    known: int = 0  # of them, not given again: the same as at an earlier poll, or twice in this one
    calmed: int = 0  # of the known, those that change at every poll
    older: int = 0  # of a sitemap's, those from before it was declared: remembered, not given
    undated: int = 0  # entries without a believable date
    capped: int = 0  # entries beyond a limit: not read
    gap: bool = False  # nothing in common with earlier polls: entries were probably missed
    pages: int = 0  # fetched, because the feed encloses teasers or only addresses
    pages_failed: int = 0  # given as teasers meanwhile
    page_error: str | None = None  # the first
    waiting: int = 0  # pages still wanted


def due(source: WebSource, state: FeedState | None, now: datetime) -> bool:
    """Whether a source may be asked now: not before its host allows and its own rate makes sense, never once it is gone.

    What was learnt of another address says nothing about this one.
    """
    if state is None or state.feed_url != source.url:
        return True
    return not state.gone and has_come(state.not_before, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll works with; without robots no page is fetched, only feeds."""

    client: Client
    parser: FeedParser
    now: datetime
    robots: Robots | None = None


async def poll(feed: FeedSource, state: FeedState | None, tools: Tools) -> Poll:
    """Ask a feed or a sitemap. Whether it is due is the caller's to decide."""
    before = state if state and state.feed_url == feed.url else FeedState(feed_url=feed.url)
    try:
        answer = await tools.client.get(
            before.url or feed.url,
            accept=ACCEPT,
            validators=validators(before, tools.now),
            trusted_host=trusted_host(feed),
        )
        reply = judged(before, answer, tools.now)
        if isinstance(reply, Failure):
            return failed(feed.name, reply)
        offer = await _offer(feed, before, reply, tools)
        if isinstance(offer, Failure):
            return failed(feed.name, offer)
        return await _taken(feed, before, reply, offer, tools)
    except (FetchError, ParseError) as error:
        state = after_error(replace(before, url=None), None, tools.now)
        return failed(feed.name, Failure(state=state, problem=str(error)))
    except Exception as fault:  # noqa: BLE001 (a bug met by one feed costs one poll, never a run)
        state = after_error(before, None, tools.now)
        return failed(feed.name, Failure(state=state, problem=f"our own fault: {fault!r:.200}"))


async def _offer(feed: FeedSource, before: FeedState, reply: Reply, tools: Tools) -> Offer | Failure:
    """What there is to read; nothing when nothing changed, unless an index has sitemaps left to ask."""
    answer, now = reply.answer, tools.now
    if not reply.changed:
        return await _index_offer(feed, before, reply, tools) if before.children else Offer()
    declared = feed.kind == SourceKind.SITEMAP
    if not is_sitemap(answer.body) and not (declared and _is_plain(answer)):
        parsed = await asyncio.to_thread(
            tools.parser.parse, answer.body, url=answer.url, content_type=answer.headers.get("content-type")
        )
        if parsed.version or parsed.entries:
            return from_feed(parsed, feed.url)
        return _unread(before, answer, _no_feed(answer), now)
    sitemap = await asyncio.to_thread(read_sitemap, answer.body, _homes(feed, reply), declared=declared)
    if sitemap.problem and not (sitemap.news or sitemap.plain or sitemap.children):
        return _unread(before, answer, sitemap.problem, now)
    if sitemap.index:
        children = listed(sitemap, before.children)
        offer = await _index_offer(feed, replace(before, children=children), reply, tools)
        return replace(
            offer, capped=offer.capped + sitemap.capped, problem=_joined(sitemap.problem, offer.problem)
        )
    return await asyncio.to_thread(from_sitemap, sitemap, before, now)


def _unread(before: FeedState, answer: Answer, problem: str, now: datetime) -> Failure:
    return Failure(state=after_error(before, None, now), problem=problem, received=answer.received)


async def _index_offer(feed: FeedSource, before: FeedState, reply: Reply, tools: Tools) -> Offer:
    asking = Round(
        client=tools.client, now=tools.now, homes=_homes(feed, reply), trusted_host=trusted_host(feed)
    )
    asked = await ask_children(before.children, asking)
    return await asyncio.to_thread(from_children, asked, before, tools.now)


async def _taken(feed: FeedSource, before: FeedState, reply: Reply, offer: Offer, tools: Tools) -> Poll:
    robots = tools.robots if feed.pages or offer.only or before.wanted else None
    looks = compare(
        offer.entries, before.seen, Reading(now=tools.now, pages=robots is not None, only=offer.only)
    )
    given = await complete(looks, before.wanted, _provenance(feed, offer, tools.now), robots)
    gap = not offer.index and is_gap(looks, before.seen)
    fresh = sum(look.fresh for look in looks)
    return Poll(
        source=feed.name,
        status="ok" if offer.read or given.documents else "unchanged",
        state=_paced(before, reply, offer, given, tools.now, fresh=fresh, gap=gap),
        documents=given.documents,
        bytes=reply.answer.received + offer.received,
        error=offer.problem,
        entries=offer.count,
        known=offer.count - fresh - len(offer.older),
        calmed=_calmed(looks),
        older=len(offer.older),
        undated=sum(published(look.one.entry, tools.now)[0] is None for look in looks),
        capped=offer.capped,
        gap=gap,
        pages=given.pages,
        pages_failed=given.pages_failed,
        page_error=given.page_error,
        waiting=len(given.wanted) + given.overflow,
    )


def _provenance(feed: FeedSource, offer: Offer, now: datetime) -> Provenance:
    return Provenance(
        source=feed.name,
        outlet=feed.outlet or offer.title,
        now=now,
        trusted_host=trusted_host(feed),
        only=offer.only,
    )


def _paced(  # noqa: PLR0913 - what a poll has found out
    before: FeedState,
    reply: Reply,
    offer: Offer,
    given: Given,
    now: datetime,
    *,
    fresh: int,
    gap: bool,
) -> FeedState:
    """What is known now, and when to ask again."""
    pending = _is_pending(offer, given, now)
    return after_success(
        _after(before, reply, offer, given, now),
        reply.answer.headers,
        offer.ttl,
        new=fresh > 0 or pending,
        now=now,
        entries=0 if pending else offer.count,
        fresh=fresh,
        gap=gap,
        update_seconds=offer.update_seconds,
    )


def _after(before: FeedState, reply: Reply, offer: Offer, given: Given, now: datetime) -> FeedState:
    """What is known now; a body whose entries found no room to wait is read again, changed or not."""
    state = replace(
        reply.state,
        seen=remembered(given.seen, before.seen, index=offer.index) if offer.read else before.seen,
        wanted=given.wanted,
        older=kept(before.older or (), offer.older) if offer.only else before.older,
        children=offer.children,
    )
    if not given.overflow and offer.whole:
        return state
    unread = {url: unread_child(child) for url, child in offer.children.items() if child.asked_at == now}
    return replace(state, body_hash=None, validators=None, children={**offer.children, **unread})


def _is_pending(offer: Offer, given: Given, now: datetime) -> bool:
    """Whether there is more to fetch at once than one poll may."""
    unread = any(offer.children[url].asked_at is None for url in due_children(offer.children, now))
    return unread or bool(given.wanted)


def _calmed(looks: Sequence[Look]) -> int:
    return sum(look.seen.changes >= CALMED and not look.fresh for look in looks)


def failed(source: str, failure: Failure) -> Poll:
    return Poll(
        source=source, status="failed", state=failure.state, error=failure.problem, bytes=failure.received
    )


def _no_feed(answer: Answer) -> str:
    links = feed_links(answer.body, answer.url)
    if links:
        return f"this is a web page, not a feed: it names {links[0]} as its feed"
    if b"<html" in answer.body[:2000].lower():
        return "this is a web page, not a feed: give the address of the site's RSS or Atom feed"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()[:60]
    return f"this is no feed ({kind or 'no content type'}, {len(answer.body)} bytes)"


def _is_plain(answer: Answer) -> bool:
    """Whether a body may be a list of addresses: those of feeds and pages begin with a mark."""
    return answer.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].lower() == b"http"


def _homes(feed: FeedSource, reply: Reply) -> set[str]:
    return {urlsplit(url).hostname or "" for url in (feed.url, reply.answer.url)}


def _joined(*problems: str | None) -> str | None:
    return "; ".join(filter(None, problems)) or None


def trusted_host(source: WebSource) -> str | None:
    return urlsplit(source.url).hostname if source.allow_private else None
