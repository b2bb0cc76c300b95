"""Feeds: asked politely whether anything changed, parsed at a distance, given as documents."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from flows.sources.compare import CALMED, compare, is_gap
from flows.sources.completion import Provenance, complete
from flows.sources.discover import feed_links
from flows.sources.entries import identified
from flows.sources.feed_parser import FeedParser, ParsedFeed, ParseError
from flows.sources.feed_state import FeedState, remembered
from flows.sources.http import Answer, Client, FetchError, Validators
from flows.sources.pages import Robots
from flows.sources.rhythm import after_error, after_success
from pipeline.records import Document, Rejection

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_UNCONDITIONAL = timedelta(days=1)  # some servers say 304 for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed as declared in the workspace."""

    name: str
    url: str
    outlet: str | None = None  # None: as the feed says
    allow_private: bool = False  # this feed's host may be inside our own network
    pages: bool = True  # fetch the page of an entry when the feed encloses but a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What came of asking a feed once."""

    source: str
    status: Literal["ok", "unchanged", "failed"]
    state: FeedState  # for the next poll
    documents: tuple[Document | Rejection, ...] = ()
    bytes: int = 0  # received
    error: str | None = None
    entries: int = 0  # in the feed
    known: int = 0  # of them, not given again: the same as at an earlier poll, or twice in this one
    calmed: int = 0  # of the known, those that change at every poll
    gap: bool = False  # nothing in common with earlier polls: entries were probably missed
    pages: int = 0  # fetched, because the feed encloses teasers
    pages_failed: int = 0  # given as teasers meanwhile
    page_error: str | None = None  # the first


def due(feed: FeedSource, state: FeedState | None, now: datetime) -> bool:
    """Whether a feed may be asked now: not before its host allows and its own rate makes sense, never once it is gone.

    What was learnt of another address says nothing about this one.
    """
    if state is None or state.feed_url != feed.url:
        return True
    return not state.gone and (state.not_before is None or state.not_before <= now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll works with; without robots no page is fetched, only feeds."""

    client: Client
    parser: FeedParser
    now: datetime
    robots: Robots | None = None


async def poll(feed: FeedSource, state: FeedState | None, tools: Tools) -> Poll:
    """Ask a feed. Whether it is due is the caller's to decide."""
    before = state if state and state.feed_url == feed.url else FeedState(feed_url=feed.url)
    try:
        answer = await tools.client.get(
            before.url or feed.url,
            accept=ACCEPT,
            validators=_validators(before, tools.now),
            trusted_host=_trusted(feed),
        )
        return await _answered(feed, before, answer, tools)
    except (FetchError, ParseError) as error:
        return _failed(feed, after_error(replace(before, url=None), None, tools.now), str(error))
    except Exception as fault:  # noqa: BLE001 (a bug met by one feed costs one poll, never a run)
        return _failed(feed, after_error(before, None, tools.now), f"our own fault: {fault!r:.200}")


async def _answered(feed: FeedSource, before: FeedState, answer: Answer, tools: Tools) -> Poll:
    now = tools.now
    if answer.status not in {200, 304}:
        return _refused(feed, before, answer, now)
    asked = _validators(before, now)
    if answer.status == 304 and not (asked and asked.headers(answer.url)):
        problem = (
            "the server says 'not modified' (304) without having been asked: it gives this feed to nobody"
        )
        return _failed(feed, after_error(before, None, now), problem)
    checked = replace(before, url=answer.moved_to or before.url)
    if answer.status == 200:
        checked = _with_body(checked, answer, now)
    if checked.body_hash == before.body_hash and not before.pages_wanted:
        state = after_success(checked, answer.headers, None, new=False, now=now)
        return Poll(source=feed.name, status="unchanged", state=state, bytes=answer.received)
    parsed = await asyncio.to_thread(
        tools.parser.parse, answer.body, url=answer.url, content_type=answer.headers.get("content-type")
    )
    if not parsed.version and not parsed.entries:
        return _failed(feed, after_error(before, None, now), _no_feed(answer), answer.received)
    return await _read(feed, checked, answer, parsed, tools)


async def _read(
    feed: FeedSource, before: FeedState, answer: Answer, parsed: ParsedFeed, tools: Tools
) -> Poll:
    robots = tools.robots if feed.pages else None
    looks = compare(list(identified(parsed.entries, feed.url)), before.seen, pages=robots is not None)
    provenance = Provenance(
        source=feed.name, outlet=feed.outlet or parsed.title, now=tools.now, trusted_host=_trusted(feed)
    )
    given = await complete(looks, provenance, robots)
    fresh = sum(1 for look in looks if look.fresh)
    state = after_success(before, answer.headers, parsed.ttl, new=fresh > 0, now=tools.now)
    return Poll(
        source=feed.name,
        status="ok",
        state=replace(state, seen=remembered(given.seen, before.seen)),
        documents=given.documents,
        bytes=answer.received,
        entries=len(parsed.entries),
        known=len(parsed.entries) - fresh,
        calmed=sum(1 for look in looks if look.seen.changes >= CALMED),
        gap=is_gap(looks, before.seen),
        pages=given.pages,
        pages_failed=given.pages_failed,
        page_error=given.page_error,
    )


def _validators(before: FeedState, now: datetime) -> Validators | None:
    stale = before.fetched_at is None or now - before.fetched_at >= _UNCONDITIONAL
    return None if stale or before.lying or before.pages_wanted else before.validators


def _with_body(before: FeedState, answer: Answer, now: datetime) -> FeedState:
    """What an answer with a body teaches; validators that stayed the same over another body are never used again."""
    new = Validators(
        url=answer.url, etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified")
    )
    body_hash = hashlib.blake2b(answer.body, digest_size=12).hexdigest()
    given = new.etag or new.last_modified
    lying = bool(given) and body_hash != before.body_hash and new == before.validators
    return replace(before, validators=new, body_hash=body_hash, fetched_at=now, lying=before.lying or lying)


def _refused(feed: FeedSource, before: FeedState, answer: Answer, now: datetime) -> Poll:
    """An answer that is neither a feed nor "unchanged"; a remembered redirect is forgotten, it may be what is wrong."""
    wait = answer.headers.get("retry-after") if answer.status in {429, 503} else None
    state = replace(after_error(before, wait, now), url=None, gone=answer.status == 410)
    host = urlsplit(answer.url).hostname
    return _failed(feed, state, f"{host} answered {answer.status}{_MEANINGS.get(answer.status, '')}")


_MEANINGS = {
    401: " (a login is needed)",
    403: " (we are not welcome: ask the outlet, or take the feed out)",
    404: " (no such feed: check its address)",
    410: " (gone for good: take the feed out of sources.toml or give its new address; it is not asked again)",
    429: " (too many requests: we wait as long as it says)",
    503: " (busy: we wait as long as it says)",
}


def _failed(feed: FeedSource, state: FeedState, problem: str, received: int = 0) -> Poll:
    return Poll(source=feed.name, status="failed", state=state, error=problem, bytes=received)


def _no_feed(answer: Answer) -> str:
    links = feed_links(answer.body, answer.url)
    if links:
        return f"this is a web page, not a feed: it names {links[0]} as its feed"
    if b"<html" in answer.body[:2000].lower():
        return "this is a web page, not a feed: give the address of the site's RSS or Atom feed"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()[:60]
    return f"this is no feed ({kind or 'no content type'}, {len(answer.body)} bytes)"


def _trusted(feed: FeedSource) -> str | None:
    return urlsplit(feed.url).hostname if feed.allow_private else None
