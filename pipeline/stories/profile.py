"""What a story is like: the sums over its members that tell how well it and others belong together.

All sums are integers, so that adding and taking away members in any order ends at the same profile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple, TypeVar

import numpy as np

from pipeline.stories.article_vector import vectors
from pipeline.stories.bridge import FIGURE_KEY
from pipeline.stories.feature import NUMBER, StoryPrint
from pipeline.stories.vector import BLOCKS, F64, I64, Probe, Vector, negative, own_squares, squares, summed

# A tally is the sums over pairs of articles, one of each side: the dot products of the blocks, then
# pairs with two bodies, of a text and a headline, of two headlines, weekday conflicts, points for the days between (TIME_UNIT
# to one of log-odds); of the pairs with two bodies those in two languages, and the dot products of the names and of the figures
# these share; pairs of which both have figures
LONG, MIXED, BRIEF, CONFLICTS, TIME, FOREIGN, NAMED, FIGURED, COUNTED = range(BLOCKS, BLOCKS + 9)
_TALLY = BLOCKS + 9
_FIGURES = 2  # so many make a text one whose figures are what it says
KEY_UNIT = 1 << 10  # length of the names, and of the figures, of an article
# An article with few keys is not another one because it has the same few: as long as some three names, and as four figures.
_LEAST: Final[F64] = np.array((130.0, 75.0))  # of names, of figures
_DAY = 24 * 60  # minutes
TIME_UNIT = 100
_PARTS: Final = 8  # vectors that a profile keeps before it sums them up
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
# A headline says little, so its hour says more. Of two of the same likeness (headlines of two months with true times) a day
# between takes 1.5 to 2 from the log-odds, two and a half days 3 to 4, more than four days 5 and more. Of a headline and a text
# the days say what they say of two texts: by the hours, streams of which half is headlines lose half a point to a whole one.
_SLOT = 6 * 60  # minutes; what is dated by its day alone stands at the first of the day
_SLOTS = _DAY // _SLOT
_BY_SLOT, _LEAST_BY_SLOT = -50, -500


Counted = TypeVar("Counted")


class Days(NamedTuple):
    """The weekdays a text names, one bit a day, and the day it was published (days since 1970), if known."""

    lead: int
    everywhere: int
    published: int | None


class Published(NamedTuple):
    """When an article was published, and whether it is a headline."""

    slot: int  # since 1970, _SLOT each
    short: bool


@dataclass(slots=True)
class Tongue:
    """Members in one language: how many, and the sum of their keys (pipeline.stories.bridge)."""

    size: int = 0
    keys: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Tongue", sign: int) -> None:
        self.size += sign * other.size
        _add(self.keys, other.keys, sign)


@dataclass(slots=True)
class Profile:
    """Sums over the members of a story, or over a single article."""

    parts: list[Vector] = field(default_factory=list)  # their sum is the members' sum
    long: int = 0
    brief: int = 0
    counted: int = 0  # members with a body and at least _FIGURES numbers
    days: dict[Days, int] = field(default_factory=dict)  # of members whose lead names a day
    published: dict[Published, int] = field(default_factory=dict)  # of members with a known day
    tongues: dict[str, Tongue] = field(default_factory=dict)  # members with a body by language

    @property
    def size(self) -> int:
        return self.long + self.brief

    def add(self, other: "Profile", sign: int = 1) -> None:
        """Take the members of another profile in, or out with sign -1."""
        self.parts = self.parts + (other.parts if sign > 0 else [negative(part) for part in other.parts])
        if len(self.parts) > _PARTS:
            self.parts = [summed(self.parts)]
        self._count(other, sign)

    @classmethod
    def total(cls, parts: Sequence["Profile"]) -> "Profile":
        """The same as adding one after another."""
        found = cls()
        for one in parts:
            found._count(one, 1)
        if parts:
            found.parts = [summed([vector for one in parts for vector in one.parts])]
        return found

    def _count(self, other: "Profile", sign: int) -> None:
        _add(self.days, other.days, sign)
        _add(self.published, other.published, sign)
        for name, tongue in other.tongues.items():
            self.tongues.setdefault(name, Tongue()).add(tongue, sign)
        self.long += sign * other.long
        self.brief += sign * other.brief
        self.counted += sign * other.counted


def _add(sums: dict[Counted, int], other: Mapping[Counted, int], sign: int) -> None:
    for one, count in other.items():
        sums[one] = sums.get(one, 0) + sign * count


def article_profile(article: StoryPrint) -> Profile:
    """The profile of one article."""
    (found,) = article_profiles([article])
    return found


def article_profiles(articles: Sequence[StoryPrint]) -> list[Profile]:
    """The profiles of articles; cheaper together than one by one."""
    return list(map(_profile, articles, vectors(articles), _keys(articles)))


def _profile(article: StoryPrint, own: Vector, keys: dict[int, int]) -> Profile:
    at = article.published_at
    day = None if at is None else at // _DAY
    days = Days(article.lead_days, article.days, day)
    return Profile(
        parts=[own],
        long=int(not article.short),
        brief=int(article.short),
        counted=int(
            not article.short and len(set(article.term[(article.flags & NUMBER) > 0].tolist())) >= _FIGURES
        ),
        days={days: 1} if article.lead_days else {},
        published={} if at is None else {Published(at // _SLOT, article.short): 1},
        tongues={} if article.short else {article.tongue: Tongue(1, keys)},
    )


def _keys(articles: Sequence[StoryPrint]) -> list[dict[int, int]]:
    """Keys by their weight, names and figures each of length KEY_UNIT or, where they are few, less."""
    sizes = [len(one.key) for one in articles]
    if not any(sizes):
        return [{} for _ in articles]
    keys = np.concatenate([one.key for one in articles])
    weights = np.concatenate([one.key_weight for one in articles]).astype(np.float64)
    kind = np.arange(len(articles)).repeat(sizes) * 2 + (keys & FIGURE_KEY)
    lengths = np.sqrt(np.bincount(kind, weights * weights, 2 * len(articles)))
    scale = KEY_UNIT / np.maximum(lengths, np.tile(_LEAST, len(articles)))
    weighted = iter(zip(keys.tolist(), np.rint(weights * scale[kind]).astype(np.int64).tolist(), strict=True))
    return [dict(islice(weighted, size)) for size in sizes]


def tally(one: Profile, other: Profile) -> I64:
    """Sums over all pairs of a member of one and a member of the other, shape (BLOCKS + 9,)."""
    found: I64 = tallies(one, [other])[0]
    return found


def tallies(one: Profile, others: Sequence[Profile]) -> I64:
    """The tally of one with each of the others, shape (len(others), BLOCKS + 9): dot products are cheaper together."""
    found = np.zeros((len(others), _TALLY), np.int64)
    if not others:
        return found
    found[:, :BLOCKS] = _probe(*one.parts).dots([other.parts for other in others])
    long, brief = one.long, one.brief
    found[:, LONG:] = [
        (
            long * other.long,
            long * other.brief + brief * other.long,
            brief * other.brief,
            _conflicts(one.days, other.days),
            _time(one.published, other.published),
            *_foreign(one.tongues, other.tongues),
            one.counted * other.counted,
        )
        for other in others
    ]
    return found


def within(one: Profile) -> I64:
    """The tally of a profile with itself, as `tally` gives it, without a look-up."""
    found = np.zeros(_TALLY, np.int64)
    found[:BLOCKS] = squares(summed(one.parts)) if one.parts else 0
    pairs = one.long * one.long, 2 * one.long * one.brief, one.brief * one.brief
    conflicts, time = _conflicts(one.days, one.days), _time(one.published, one.published)
    foreign = _foreign(one.tongues, one.tongues)
    found[LONG:] = *pairs, conflicts, time, *foreign, one.counted * one.counted
    return found


def among(sums: Profile, members: Sequence[Profile]) -> I64:
    """The tally of the pairs among articles, `sums` their total: what that has with itself, but for each with itself."""
    found = within(sums)
    found[:BLOCKS] -= own_squares([part for one in members for part in one.parts])
    found[[LONG, BRIEF, COUNTED]] -= sums.long, sums.brief, sums.counted
    found[TIME] -= sum(count * _timeliness(one, one) for one, count in sums.published.items())
    return found // 2


@lru_cache(maxsize=4)
def _probe(*parts: Vector) -> Probe:
    return Probe(parts)


def _foreign(one: Mapping[str, Tongue], other: Mapping[str, Tongue]) -> tuple[int, int, int]:
    """Pairs in two languages, and what these share of names and of figures."""
    pairs = named = figured = 0
    for name, tongue in one.items():
        for other_name, other_tongue in other.items():
            if name != other_name and tongue.size and other_tongue.size:
                pairs += tongue.size * other_tongue.size
                few, many = sorted((tongue.keys, other_tongue.keys), key=len)
                for key in few.keys() & many.keys():
                    shared = few[key] * many[key]
                    named, figured = (
                        (named, figured + shared) if key & FIGURE_KEY else (named + shared, figured)
                    )
    return pairs, named, figured


def _conflicts(one: Mapping[Days, int], other: Mapping[Days, int]) -> int:
    found = 0
    if one and other:
        for days, count in one.items():
            for other_days, other_count in other.items():
                if conflict(days, other_days):
                    found += count * other_count
    return found


def _time(one: Mapping[Published, int], other: Mapping[Published, int]) -> int:
    found = 0
    for published, count in one.items():
        for other_published, other_count in other.items():
            found += count * other_count * _timeliness(published, other_published)
    return found


def _timeliness(one: Published, other: Published) -> int:
    """Points for the days between; of two headlines for the hours."""
    if one.short and other.short:
        return max(_BY_SLOT * abs(one.slot - other.slot), _LEAST_BY_SLOT)
    return _BY_DAYS[min(abs(one.slot // _SLOTS - other.slot // _SLOTS), len(_BY_DAYS) - 1)]


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
