"""An index of sitemaps: which of them to ask at this poll, and what they say."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flows.sources.answer import FetchError
from flows.sources.archive import is_recent
from flows.sources.asking import body_hash, in_time, meaning, validators_of
from flows.sources.feed_parser import ParseError
from flows.sources.feed_state import Child
from flows.sources.http import Client
from flows.sources.rhythm import FLOOR
from flows.sources.sitemap import Sitemap, read_sitemap

CHILDREN_A_POLL = 10  # at a second each, before the pages are asked for
_BY_DATE = 7  # of these: the others go round, so that a sitemap whose date lies is read, too
_SECONDS = 120.0
_UNCONDITIONAL = timedelta(days=1)  # some servers say 304 for ever
_ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.5"
_LONGEST_REST = timedelta(days=1)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of one sitemap."""

    child: Child
    sitemap: Sitemap | None = None  # None: unchanged, or failed
    first: bool = False  # it was never read before, and is as old as the source
    received: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How the sitemaps of an index are asked."""

    client: Client
    now: datetime
    homes: Collection[str]
    trusted_host: str | None


def listed(index: Sitemap, before: Mapping[str, Child]) -> dict[str, Child]:
    """The sitemaps an index names now, with what is known of each.

    An index that is read for the first time names archives; one that broke or is empty takes none away.
    """
    now = {
        url: replace(before.get(url, Child(archive=not before)), listed=updated)
        for url, updated in index.children.items()
    }
    return {**before, **now} if index.problem or not now else now


def unread_child(child: Child) -> Child:
    """A sitemap as if it had changed since it was asked."""
    return replace(child, updated=None, validators=None, body_hash=None)


def due_children(children: Mapping[str, Child], now: datetime) -> list[str]:
    """Whom to ask: what changed by its date first, the newest first, then without date, and those that waited longest."""
    newest = max((child.listed for child in children.values() if child.listed is not None), default=None)
    due = [url for url, child in children.items() if _is_due(child, newest, now)]
    due.sort(key=lambda url: _rank(children[url]))
    round_robin = sorted(due[_BY_DATE:], key=lambda url: children[url].asked_at or _NEVER)
    return due[:_BY_DATE] + round_robin[: CHILDREN_A_POLL - _BY_DATE]


def _is_due(child: Child, newest: int | None, now: datetime) -> bool:
    """Changed, or of unknown date; the newest always, for dates are not kept by all. An archive rests until it changes.

    One that failed rests longer each time.
    """
    if child.asked_at and child.errors and now - child.asked_at < min(FLOOR * 2**child.errors, _LONGEST_REST):
        return False
    if child.listed is None or child.listed == newest:
        return True
    if child.asked_at is None:
        return not child.archive or is_recent(child.listed, now)
    return child.listed != child.updated


def _rank(child: Child) -> tuple[bool, int, datetime]:
    changed = child.listed is not None and child.listed != child.updated
    return not changed, -(child.listed or 0), child.asked_at or _NEVER


async def ask_children(children: Mapping[str, Child], asking: Round) -> dict[str, Asked]:
    """By address, what came of those whose turn it is; one that fails costs the others nothing."""
    turn = due_children(children, asking.now)
    return await in_time({url: _ask(url, children[url], asking) for url in turn}, _SECONDS)


async def _ask(url: str, child: Child, asking: Round) -> Asked:
    met = replace(child, asked_at=asking.now)
    try:
        return await _read(url, met, child.asked_at, asking)
    except (FetchError, ParseError) as error:
        return _failed(met, url, str(error))


async def _read(url: str, child: Child, asked_at: datetime | None, asking: Round) -> Asked:
    changed = child.listed != child.updated
    stale = asked_at is None or asking.now - asked_at >= _UNCONDITIONAL
    asked_with = None if changed or stale else child.validators
    answer = await asking.client.get(
        url, accept=_ACCEPT, validators=asked_with, trusted_host=asking.trusted_host
    )
    if answer.status == 304 and asked_with:
        return Asked(child=replace(child, errors=0))
    if answer.status != 200:
        return _failed(child, url, meaning(answer))
    read = replace(
        child,
        updated=child.listed,
        validators=validators_of(answer),
        body_hash=body_hash(answer),
        errors=0,
        archive=False,
    )
    if read.body_hash == child.body_hash:
        return Asked(child=read, received=answer.received)
    sitemap = await asyncio.to_thread(read_sitemap, answer.body, asking.homes, declared=True)
    if sitemap.index:
        return _failed(read, url, "an index within an index is not followed")
    problem = f"{_short(url)}: {sitemap.problem}" if sitemap.problem else None
    return Asked(child=read, sitemap=sitemap, first=child.archive, received=answer.received, problem=problem)


def _failed(child: Child, url: str, problem: str) -> Asked:
    return Asked(child=replace(child, errors=min(child.errors + 1, 10)), problem=f"{_short(url)}: {problem}")


def _short(url: str) -> str:
    return urlsplit(url).path[-60:]
