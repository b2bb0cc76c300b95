"""Entries completed with the page behind them; what cannot be fetched now is tried again, and nothing is held back for it.

Only the addresses of a sitemap wait for their page: they say nothing of their own. What waits is kept with all that is
known of it, so that it may leave the feed meanwhile.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from flows.sources.asking import in_time
from flows.sources.compare import Look
from flows.sources.entries import published, to_document
from flows.sources.feed_state import Seen, Wanted
from flows.sources.pages import Robots, fetch_page
from pipeline.records import Document, Rejection

_SUMMARY = 1_000  # characters of an entry kept for the case that its page is a wall; the state is kept with every poll
PAGES_A_POLL = 30  # at a second each a poll stays under a minute; the rest come with the next polls
PAGES_SECONDS = 120.0  # many feeds on one host share its turns, and a host may be slow
_FOR_THE_WAITING = 10  # of these: a busy outlet must not keep its own backlog waiting for ever
_MOST_WAITING = (
    2_000  # addresses of a sitemap that wait at once; the others stay new, and are met again in it
)
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Whose documents they are."""

    source: str
    outlet: str | None
    now: datetime
    trusted_host: str | None
    only: bool = False  # nothing is known of an entry but its address


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a feed gave, and what came of the pages behind it."""

    documents: tuple[Document | Rejection, ...]
    seen: dict[str, Seen]
    wanted: dict[str, Wanted] = field(default_factory=dict)  # still
    overflow: int = 0  # entries for which there was no room to wait; they are not in `seen`
    pages: int = 0
    pages_failed: int = 0
    page_error: str | None = None  # the first of them


async def complete(
    looks: Sequence[Look], waiting: Mapping[str, Wanted], provenance: Provenance, robots: Robots | None
) -> Given:
    """A document for every fresh entry, with its page where that is wanted and to be had; late pages of earlier ones."""
    fresh = {look.one.key for look in looks if look.fresh}
    waiting = {key: want for key, want in waiting.items() if key not in fresh}
    looks, overflow = _with_room(looks, _MOST_WAITING - len(waiting)) if provenance.only else (looks, 0)
    new = {look.one.key: _want(look, provenance) for look in looks if look.wanted}
    wanted = {**waiting, **new}
    pages = await _pages(wanted, _turn(waiting, new), provenance, robots) if robots and wanted else {}
    failed = [page.detail for page in pages.values() if isinstance(page, Rejection)]
    left = {key: _tried(want, pages.get(key)) for key, want in wanted.items()}
    left = {key: want for key, want in left.items() if not _is_settled(want, pages.get(key), robots)}
    late = [key for key in wanted if key not in fresh]
    given = [_given(look, new.get(look.one.key), left, pages, provenance) for look in looks if look.fresh]
    given += [_paged(wanted[key], key, left, pages, provenance) for key in late]
    return Given(
        documents=tuple(document for document in given if document),
        seen={look.one.key: look.seen for look in looks},
        wanted=left,
        overflow=overflow,
        pages=len(pages) - len(failed),
        pages_failed=len(failed),
        page_error=failed[0] if failed else None,
    )


def _with_room(looks: Sequence[Look], room: int) -> tuple[list[Look], int]:
    """As many of those that want a page as may wait, the first first."""
    kept: list[Look] = []
    for look in looks:
        room -= look.wanted
        if not look.wanted or room >= 0:
            kept.append(look)
    return kept, len(looks) - len(kept)


def _want(look: Look, provenance: Provenance) -> Wanted:
    entry = look.one.entry
    return Wanted(
        uri=look.one.uri,
        url=look.one.url or "",
        only=provenance.only,
        entry=replace(
            entry,
            id=None,
            html=None,
            text=entry.text[:_SUMMARY],
            content_from=None,
            outlet=provenance.outlet or entry.outlet,
            updated=None if provenance.only else entry.updated,  # of the page, no date of publication
        ),
    )


def _turn(waiting: Mapping[str, Wanted], new: Mapping[str, Wanted]) -> list[str]:
    """Whose pages are asked for now, the new first, with places kept for those that wait."""
    places = max(min(len(waiting), _FOR_THE_WAITING), PAGES_A_POLL - len(new))
    return [*islice(new, PAGES_A_POLL - min(places, len(waiting))), *islice(waiting, places)]


async def _pages(
    wanted: Mapping[str, Wanted], turn: Sequence[str], provenance: Provenance, robots: Robots
) -> dict[str, Document | Rejection]:
    """By key, the pages that came in time, and those that no robots.txt lets us ask for, which take no place."""
    asked = {key: fetched(wanted[key], provenance, robots) for key in turn}
    pages = await in_time(asked, PAGES_SECONDS)
    forbidden = [key for key, want in wanted.items() if key not in turn and robots.forbids(want.url)]
    refusals = await asyncio.gather(*(fetched(wanted[key], provenance, robots) for key in forbidden))
    return {**pages, **dict(zip(forbidden, refusals, strict=True))}


async def fetched(want: Wanted, provenance: Provenance, robots: Robots) -> Document | Rejection:
    return await fetch_page(
        want.url,
        robots=robots,
        source=provenance.source,
        now=provenance.now,
        trusted_host=provenance.trusted_host,
    )


def _tried(want: Wanted, page: Document | Rejection | None) -> Wanted:
    return replace(want, tries=want.tries + 1) if page else want


def _is_settled(want: Wanted, page: Document | Rejection | None, robots: Robots | None) -> bool:
    if not isinstance(page, Rejection):
        return page is not None
    return want.tries >= _TRIES or (robots is not None and robots.forbids(want.url))


def _given(
    look: Look,
    want: Wanted | None,
    left: Mapping[str, Wanted],
    pages: Mapping[str, Document | Rejection],
    provenance: Provenance,
) -> Document | Rejection | None:
    """What the feed says, or the page in its place if it came."""
    page = _paged(want, look.one.key, left, pages, provenance) if want else None
    if page or provenance.only:
        return page
    return to_document(
        look.one, source=provenance.source, outlet=provenance.outlet, fetched_at=provenance.now
    )


def _paged(
    want: Wanted,
    key: str,
    left: Mapping[str, Wanted],
    pages: Mapping[str, Document | Rejection],
    provenance: Provenance,
) -> Document | Rejection | None:
    """The page in the words of the entry; the reason why there is none, once it is given up and nothing else was given."""
    page = pages.get(key)
    if isinstance(page, Document):
        return _in_words_of(want, page, provenance)
    if page and want.only and key not in left:
        return replace(page, uri=want.uri)
    return None


def _in_words_of(want: Wanted, page: Document, provenance: Provenance) -> Document:
    published_at, how = published(want.entry, provenance.now)
    return replace(
        page,
        uri=want.uri,
        url=want.url,
        title=want.entry.title,
        outlet=want.entry.outlet,
        author=want.entry.author,
        published_at=published_at,
        published_from="sitemap" if how and want.only else how,
        summary=want.entry.text or None,
    )
