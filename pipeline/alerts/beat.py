"""The beat of a topic: how many reports it brings, against its own habit by hour and weekday, and when it falls silent.

Counts are compared by their square roots (Anscombe, 1948), where chance spreads small and large alike; habit is the median
of the same hour in the weeks before, and spread their median deviation, so that one earlier spike does not hide the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import median
from typing import Final

from pipeline.records import Rule

MEMORY: Final = timedelta(weeks=8)
_WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)
_SPREADS: Final = 4.0  # above habit: by chance once in some 30,000 windows
_FEW_WEEKS: Final = 4  # with fewer, the days of the last week tell the habit
_ROBUST: Final = 1.4826  # from median deviation to standard deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """The reports of a window beside what is usual."""

    count: int
    usual: float  # reports in such a window
    limit: float  # beyond this it is a spike
    windows: int  # of the past, that habit was read from


def spike(rule: Rule, heard: Sequence[datetime], moment: datetime) -> Spike | None:
    """What the window that ends at a moment shows, if that is a spike.

    Args:
        rule: gives window and least count.
        heard: when independent reports came, in order; those of the last MEMORY are enough.
        moment: the end of the window, itself included.
    """
    found = measured(rule, heard, moment)
    return found if found and found.count >= rule.at_least and found.count > found.limit else None


def measured(rule: Rule, heard: Sequence[datetime], moment: datetime) -> Spike | None:
    """The window that ends at a moment, spike or not, beside what is usual; None: too little is known of the past."""
    past = _past(rule, heard, moment)
    if not past:
        return None
    roots = [_root(number) for number in past]
    centre = median(roots)
    spread = max(1.0, _ROBUST * median(abs(root - centre) for root in roots))
    return Spike(
        count=_count(heard, moment, rule.window),
        usual=float(median(past)),
        limit=((centre + _SPREADS * spread) / 2) ** 2 - 0.375,
        windows=len(past),
    )


def is_over(rule: Rule, heard: Sequence[datetime], spoken: datetime, moment: datetime) -> bool:
    """Whether a spike that was told has ended since: in some whole window the count was usual."""
    steps = min(int((moment - spoken) / rule.window), int(_WEEK / _DAY * 24))
    ends = (spoken + step * rule.window for step in range(1, steps + 1))
    return any(spike(rule, heard, end) is None for end in ends)


def _past(rule: Rule, heard: Sequence[datetime], moment: datetime) -> list[int]:
    """Counts of the same window in the weeks before; while these are few, in the days before."""
    if not heard:
        return []
    known = moment - heard[0]
    weeks = min(int((known - rule.window) / _WEEK), int(MEMORY / _WEEK))
    step, number = (
        (_WEEK, weeks) if weeks >= _FEW_WEEKS else (_DAY, min(int((known - rule.window) / _DAY), 28))
    )
    if number < (_FEW_WEEKS if step == _WEEK else 7):
        return []
    return [_count(heard, moment - back * step, rule.window) for back in range(1, number + 1)]


def _count(heard: Sequence[datetime], end: datetime, window: timedelta) -> int:
    return bisect_right(heard, end) - bisect_left(heard, end - window + timedelta(microseconds=1))


def _root(count: float) -> float:
    return 2 * sqrt(count + 0.375)
