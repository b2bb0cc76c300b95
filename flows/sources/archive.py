"""What a sitemap held before anyone watched it: remembered and counted, never fetched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.sources.entries import CLOCK_SKEW, Identified

FRESH = timedelta(days=3)  # a news sitemap goes back two days; a weekend lies between two polls at most
_MOST = 50_000  # addresses remembered, as many as one sitemap may hold
_FEW = 3  # old articles that may well be changed between two polls, however short the sitemap


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The addresses that may be news, and the keys of those that are not, new to us or known."""

    current: list[Identified]
    older: list[str]  # met for the first time
    known: int = 0  # met before


def split(
    ones: Sequence[Identified], seen: Collection[str], older: Collection[str], *, first: bool, now: datetime
) -> Split:
    """Part the addresses of a plain sitemap.

    When it is read for the first time, whatever was not changed of late is older, and what has no date too. Later an
    address that is new is news whatever its date; and an older one is when its date says it was changed since, unless
    most of them say so at once: then it is the sitemap that was written anew. When no more can be remembered, only what
    was changed of late can be told from the archive.
    """
    back = [one for one in ones if one.key in older and one.key not in seen]
    changed = {one.key for one in back if is_recent(one.entry.updated, now)}
    believed = changed if len(changed) <= max(_FEW, len(back) // 2) else set()
    keep_out = first or max(len(older), len(seen)) >= _MOST
    known = {one.key for one in back} - believed
    new = [
        one.key
        for one in ones
        if one.key not in seen and one.key not in older and keep_out and not is_recent(one.entry.updated, now)
    ]
    out = known | set(new)
    return Split(current=[one for one in ones if one.key not in out], older=new, known=len(known))


def is_recent(updated: int | None, now: datetime) -> bool:
    """Whether a date lies in the last days; one to come is no date."""
    if updated is None:
        return False
    return (now - FRESH).timestamp() <= updated <= (now + CLOCK_SKEW).timestamp()


def kept(older: tuple[str, ...], new: Sequence[str]) -> tuple[str, ...]:
    """What to remember of it."""
    return (*older, *new)[:_MOST]
