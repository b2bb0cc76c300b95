"""Teasers completed with the page behind them; what cannot be fetched now is tried again, and is never held back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.sources.compare import Look
from flows.sources.entries import Identified, to_document
from flows.sources.feed_state import Seen
from flows.sources.pages import Robots, fetch_page
from pipeline.records import Document, Rejection

PAGES_A_POLL = 30  # at a second each a poll stays under a minute; the rest come with the next polls
PAGES_SECONDS = 120.0  # many feeds on one host share its turns, and a host may be slow
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a feed gave, and what came of the pages behind it."""

    documents: tuple[Document | Rejection, ...]
    seen: dict[str, Seen]
    pages: int = 0
    pages_failed: int = 0
    page_error: str | None = None  # the first of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Whose documents they are."""

    source: str
    outlet: str | None
    now: datetime
    trusted_host: str | None


async def complete(looks: Sequence[Look], provenance: Provenance, robots: Robots | None) -> Given:
    """A document for every fresh entry, with its page where that is wanted and to be had; late pages of known ones too."""
    wanted = [look.one for look in looks if look.seen.tries is not None][:PAGES_A_POLL]
    pages = await _pages(wanted, provenance, robots) if robots else {}
    failed = [page.detail for page in pages.values() if isinstance(page, Rejection)]
    given = [_given(look, pages.get(look.one.key), provenance) for look in looks]
    return Given(
        documents=tuple(document for document in given if document),
        seen={look.one.key: _seen(look.seen, pages.get(look.one.key)) for look in looks},
        pages=len(pages) - len(failed),
        pages_failed=len(failed),
        page_error=failed[0] if failed else None,
    )


async def _pages(
    wanted: Sequence[Identified], provenance: Provenance, robots: Robots
) -> dict[str, Document | Rejection]:
    """By key, the pages that came in time; the others are left to the next poll."""
    if not wanted:
        return {}
    asking = {one.key: asyncio.create_task(_page(one, provenance, robots)) for one in wanted}
    try:
        await asyncio.wait(asking.values(), timeout=PAGES_SECONDS)
        return {key: task.result() for key, task in asking.items() if task.done()}
    finally:
        for task in asking.values():
            task.cancel()
        await asyncio.gather(*asking.values(), return_exceptions=True)


async def _page(one: Identified, provenance: Provenance, robots: Robots) -> Document | Rejection:
    return await fetch_page(
        one.url or "",
        robots=robots,
        source=provenance.source,
        now=provenance.now,
        trusted_host=provenance.trusted_host,
    )


def _given(
    look: Look, page: Document | Rejection | None, provenance: Provenance
) -> Document | Rejection | None:
    """What the feed says, in the words of the page if there is one; nothing for an entry already given."""
    if not look.fresh and not isinstance(page, Document):
        return None
    own = to_document(look.one, source=provenance.source, outlet=provenance.outlet, fetched_at=provenance.now)
    if isinstance(own, Document) and isinstance(page, Document):
        return replace(
            own,
            content=page.content,
            media_type=page.media_type,
            charset=page.charset,
            content_from=page.content_from,
        )
    return own


def _seen(seen: Seen, page: Document | Rejection | None) -> Seen:
    if seen.tries is None or page is None:
        return seen
    tries = seen.tries + 1
    return replace(seen, tries=None if isinstance(page, Document) or tries >= _TRIES else tries)
