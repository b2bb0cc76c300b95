"""What an answer offers, be it a feed, a sitemap or some of the sitemaps of an index: entries under their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.sources.archive import split
from flows.sources.entries import Identified, identified
from flows.sources.feed_parser import Entry, ParsedFeed
from flows.sources.feed_state import Child, FeedState
from flows.sources.sitemap import Sitemap
from flows.sources.sitemap_index import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """By default, of an answer that says nothing new."""

    read: bool = False
    entries: Sequence[Identified] = ()  # those that may be news
    count: int = 0  # of all entries
    title: str | None = None
    ttl: str | None = None
    update_seconds: int | None = None
    capped: int = 0
    only: bool = False  # addresses alone
    older: Sequence[str] = ()  # keys of what was there before the source was declared, met for the first time
    index: bool = False
    children: Mapping[str, Child] = field(default_factory=dict)
    received: int = 0
    problem: str | None = None
    whole: bool = (
        True  # else the rest is to be asked for again, though the server may say that nothing has changed
    )


def from_feed(parsed: ParsedFeed, url: str) -> Offer:
    return Offer(
        read=True,
        entries=list(identified(parsed.entries, url)),
        count=len(parsed.entries),
        title=parsed.title,
        ttl=parsed.ttl,
        update_seconds=parsed.update_seconds,
        capped=parsed.capped,
        problem=broken_off(len(parsed.entries)) if parsed.broken_off else None,
        whole=not parsed.broken_off,
    )


def broken_off(entries: int) -> str:
    """What is to be told of a feed whose end is missing."""
    taken = (
        f"{entries:,} whole {'entry was' if entries == 1 else 'entries were'} taken"
        if entries
        else "no whole entry came"
    )
    return f"the feed breaks off before its end: {taken}, what follows is missing"


def from_sitemap(sitemap: Sitemap, before: FeedState, now: datetime) -> Offer:
    """Of one that was never read before, what is older than a few days is not news."""
    return _of([(sitemap, before.older is None)], before, now)


def from_children(asked: Mapping[str, Asked], before: FeedState, now: datetime) -> Offer:
    """Of some sitemaps of an index, the others as they were."""
    offer = _of([(one.sitemap, one.first) for one in asked.values() if one.sitemap], before, now)
    resting = sum(child.errors > 0 for url, child in before.children.items() if url not in asked)
    problems = [one.problem for one in asked.values() if one.problem]
    problems += [f"{resting} of {len(before.children)} sitemaps failed and rest"] if resting else []
    return replace(
        offer,
        index=True,
        children={**before.children, **{url: one.child for url, one in asked.items()}},
        received=sum(one.received for one in asked.values()),
        problem="; ".join(problems) or None,
    )


def _of(sitemaps: Sequence[tuple[Sitemap, bool]], before: FeedState, now: datetime) -> Offer:
    """An address in several sitemaps is one entry, of the news extension if it is in one of these."""
    current: dict[str, Identified] = {}
    older: dict[str, None] = {}
    known_older = frozenset(before.older or ())
    dates = {entry.link: entry.updated for sitemap, _ in sitemaps for entry in sitemap.plain}
    for sitemap, _ in sitemaps:
        dated = [replace(one, updated=one.updated or dates.get(one.link)) for one in sitemap.news]
        current |= {one.key: one for one in _named(dated, before) if one.key not in current}
    for sitemap, first in sitemaps:
        plain = [one for one in _named(sitemap.plain, before) if one.key not in current]
        parted = split(plain, before.seen, known_older, first=first, now=now)
        current |= {one.key: one for one in parted.current}
        older |= dict.fromkeys(parted.older)
    return Offer(
        read=bool(sitemaps),
        entries=list(current.values()),
        count=sum(len(sitemap.news) + len(sitemap.plain) for sitemap, _ in sitemaps),
        capped=sum(sitemap.capped for sitemap, _ in sitemaps),
        only=True,
        older=[key for key in older if key not in current],
        problem="; ".join(sitemap.problem for sitemap, _ in sitemaps if sitemap.problem) or None,
    )


def _named(entries: Sequence[Entry], before: FeedState) -> list[Identified]:
    """A site's front page, which many list, is no article."""
    return [one for one in identified(entries, before.feed_url) if one.url]
