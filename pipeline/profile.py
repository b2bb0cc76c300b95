"""What a story is like: the sums over its members that tell how well it and others belong together.

All sums are integers, so that adding and taking away members in any order ends at the same profile.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.feature import StoryPrint
from pipeline.vector import BLOCKS, I64, Vector, dots, summed, vector

# A tally is the sums over pairs of articles, one of each side: the dot products of the blocks, then
LONG, BRIEF, CONFLICTS, GAP = range(
    BLOCKS, BLOCKS + 4
)  # pairs with two bodies, others, weekday conflicts, hours squared
_TALLY = BLOCKS + 4
_MINUTES = 60  # in an hour, the unit of gaps


class Days(NamedTuple):
    """The weekdays a text names, one bit a day, and the day it was published (days since 1970), if known."""

    lead: int
    everywhere: int
    published: int | None


@dataclass(slots=True)
class Profile:
    """Sums over the members of a story, or over a single article."""

    parts: list[Vector] = field(
        default_factory=list
    )  # their sum is the members' sum; sizes fall geometrically
    long: int = 0
    brief: int = 0
    days: Counter[Days] = field(default_factory=Counter)  # of members whose lead names a day
    dated: int = 0
    hours: int = 0  # sum over dated members
    hours_squared: int = 0

    @property
    def size(self) -> int:
        return self.long + self.brief

    def add(self, other: "Profile", sign: int = 1) -> None:
        """Take the members of another profile in, or out with sign -1."""
        self.parts += [Vector(part.ids, sign * part.weights) for part in other.parts]
        while len(self.parts) > 1 and 2 * len(self.parts[-1].ids) >= len(self.parts[-2].ids):
            self.parts.append(summed([self.parts.pop(), self.parts.pop()]))
        for days, count in other.days.items():
            self.days[days] += sign * count
        self.long += sign * other.long
        self.brief += sign * other.brief
        self.dated += sign * other.dated
        self.hours += sign * other.hours
        self.hours_squared += sign * other.hours_squared


def article_profile(article: StoryPrint) -> Profile:
    """The profile of one article."""
    hours = None if article.published_at is None else article.published_at // _MINUTES
    days = Days(article.lead_days, article.days, None if hours is None else hours // 24)
    return Profile(
        parts=[vector(article)],
        long=int(not article.short),
        brief=int(article.short),
        days=Counter([days] if article.lead_days else []),
        dated=int(hours is not None),
        hours=hours or 0,
        hours_squared=(hours or 0) ** 2,
    )


def tally(one: Profile, other: Profile) -> I64:
    """Sums over all pairs of a member of one and a member of the other, shape (BLOCKS + 4,)."""
    found = np.zeros(_TALLY, np.int64)
    for part in one.parts:
        for other_part in other.parts:
            found[:BLOCKS] += dots(part, other_part)
    found[LONG] = one.long * other.long
    found[BRIEF] = one.size * other.size - found[LONG]
    found[CONFLICTS] = sum(
        count * other_count
        for days, count in one.days.items()
        for other_days, other_count in other.days.items()
        if conflict(days, other_days)
    )
    gap = other.dated * one.hours_squared + one.dated * other.hours_squared - 2 * one.hours * other.hours
    found[GAP] = min(gap, 1 << 62)  # pages claim any year
    return found


@lru_cache(maxsize=1 << 14)
def conflict(one: Days, other: Days) -> bool:
    """Whether each lead names days and neither's lead days occur anywhere in the other."""
    absolute = one.published is not None and other.published is not None
    lead, everywhere = _resolved(one, absolute=absolute)
    other_lead, other_everywhere = _resolved(other, absolute=absolute)
    return (
        bool(lead and other_lead) and lead.isdisjoint(other_everywhere) and other_lead.isdisjoint(everywhere)
    )


def _resolved(days: Days, *, absolute: bool) -> tuple[set[int], set[int]]:
    published = days.published if absolute else None
    return _dates(days.lead, published), _dates(days.everywhere, published)


def _dates(mask: int, published: int | None) -> set[int]:
    """The weekdays of a mask; as days since 1970 when the day of publication is known.

    A weekday means the last one, the day of publication included, or the next if that is at most three days off.
    """
    named = {day for day in range(7) if mask >> day & 1}
    if published is None:
        return named
    ago = {(published + 3 - day) % 7 for day in named}  # 1 January 1970 was a Thursday, day 3
    return {published - back for back in ago} | {published + 7 - back for back in ago if back >= 4}
