"""What a story is like: the sums over its members that tell how well it and others belong together.

All sums are integers, so that adding and taking away members in any order ends at the same profile.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from pipeline.feature import StoryPrint
from pipeline.vector import BLOCKS, I64, Vector, dots, summed, vector

# A tally is the sums over pairs of articles, one of each side: the dot products of the blocks, then
LONG, BRIEF, CONFLICTS, TIME = range(
    BLOCKS, BLOCKS + 4
)  # pairs with two bodies, others, weekday conflicts, points for the days between (TIME_UNIT to one of log-odds)
_TALLY = BLOCKS + 4
_DAY = 24 * 60  # minutes
TIME_UNIT = 100
# What the days between two reports say, by their number. The gaps within an event (ECB+: 39 % the same day, 28 % the next,
# 5 % two days, 14 % more than a fortnight) against a stream spread evenly over the window would give the same day 1.5, but
# where all is of one day that says nothing and joins what the same people did on it (from .5 on), so it counts a sixth.
# The loss saturates, after a month: pages state wrong days, events are told for weeks, and one such day must not part a
# story. (Down to -2 costs ECB+ nothing; down to -3, after two months, half a point of F1.)
_BY_DAYS: Final[tuple[int, ...]] = (
    25,
    20,
    10,
    0,
    -20,
    -40,
    -60,
    -80,
    -85,
    -90,
    -95,
    -100,
    *range(-105, -201, -5),
)


class Days(NamedTuple):
    """The weekdays a text names, one bit a day, and the day it was published (days since 1970), if known."""

    lead: int
    everywhere: int
    published: int | None


class Published(NamedTuple):
    """When an article was published, and whether it is a headline."""

    day: int  # since 1970
    short: bool


@dataclass(slots=True)
class Profile:
    """Sums over the members of a story, or over a single article."""

    parts: list[Vector] = field(
        default_factory=list
    )  # their sum is the members' sum; sizes fall geometrically
    long: int = 0
    brief: int = 0
    days: Counter[Days] = field(default_factory=Counter)  # of members whose lead names a day
    published: Counter[Published] = field(default_factory=Counter)  # of members with a known day

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
        for published, count in other.published.items():
            self.published[published] += sign * count
        self.long += sign * other.long
        self.brief += sign * other.brief


def article_profile(article: StoryPrint) -> Profile:
    """The profile of one article."""
    day = None if article.published_at is None else article.published_at // _DAY
    days = Days(article.lead_days, article.days, day)
    return Profile(
        parts=[vector(article)],
        long=int(not article.short),
        brief=int(article.short),
        days=Counter([days] if article.lead_days else []),
        published=Counter([] if day is None else [Published(day, article.short)]),
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
    found[TIME] = sum(
        count * other_count * _timeliness(published, other_published)
        for published, count in one.published.items()
        for other_published, other_count in other.published.items()
    )
    return found


def _timeliness(one: Published, other: Published) -> int:
    """Points for the days between; a headline gains none, as its score was fitted within days (pipeline.link)."""
    points = _BY_DAYS[min(abs(one.day - other.day), len(_BY_DAYS) - 1)]
    return min(points, 0) if one.short or other.short else points


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
