"""Topics over time as small multiples: one row of daily bars a topic, all on one scale.

An article may match several topics, so bars are never stacked across topics. Geometry only: the template draws it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LEAST_DAYS: Final = 14  # one day alone would be one bar as wide as the page
MOST_DAYS: Final = 90  # four pixels a bar on a phone
MOST_TOPICS: Final = 20
STEP: Final = 10  # units of the drawing a day; it is stretched to the page's width
HEIGHT: Final = 40
_LEAST_HEIGHT: Final = 2.0  # one article stays visible beside a thousand
_MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Articles of a topic on a day."""

    topic: str
    day: date
    articles: int
    reports: int  # of them independent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    day: date
    articles: int
    reports: int
    x: int
    height: float  # of all articles
    dark: float  # of the independent reports, from the base line up


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    topic: str
    title: str
    articles: int
    reports: int
    bars: tuple[Bar, ...]  # days without an article have none


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    day: date
    x: int
    share: float  # of the width, in per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    first: date
    last: date
    width: int
    peak: int  # articles of the tallest bar
    ticks: tuple[Tick, ...]
    series: tuple[Series, ...]  # most articles first
    empty: tuple[str, ...]  # titles of topics without an article in these days
    left_out: int  # topics beyond MOST_TOPICS
    outside: int  # matches on days before or after these


def draw(counts: Sequence[Count], titles: Mapping[str, str], today: date) -> Chart:
    """Lay out the days up to the newest one that is not in the future."""
    first, last = _window([count.day for count in counts], today)
    inside = [count for count in counts if first <= count.day <= last]
    peak = max((count.articles for count in inside), default=0)
    series = sorted(
        (_series(topic, title, inside, first, peak) for topic, title in titles.items()),
        key=lambda one: (-one.articles, one.title, one.topic),
    )
    filled = [one for one in series if one.articles]
    return Chart(
        first=first,
        last=last,
        width=((last - first).days + 1) * STEP,
        peak=peak,
        ticks=_ticks(first, last),
        series=tuple(filled[:MOST_TOPICS]),
        empty=tuple(one.title for one in series if not one.articles),
        left_out=max(0, len(filled) - MOST_TOPICS),
        outside=sum(count.articles for count in counts) - sum(count.articles for count in inside),
    )


def _window(days: Sequence[date], today: date) -> tuple[date, date]:
    past = [day for day in days if day <= today]
    last = max(past, default=today)
    earliest = last - timedelta(days=MOST_DAYS - 1)
    reach = min((day for day in past if day >= earliest), default=last)
    return min(reach, last - timedelta(days=LEAST_DAYS - 1)), last


def _series(topic: str, title: str, counts: Sequence[Count], first: date, peak: int) -> Series:
    own = sorted((count for count in counts if count.topic == topic), key=lambda count: count.day)
    return Series(
        topic=topic,
        title=title,
        articles=sum(count.articles for count in own),
        reports=sum(count.reports for count in own),
        bars=tuple(_bar(count, first, peak) for count in own),
    )


def _bar(count: Count, first: date, peak: int) -> Bar:
    height = max(_LEAST_HEIGHT, HEIGHT * count.articles / peak)
    return Bar(
        day=count.day,
        articles=count.articles,
        reports=count.reports,
        x=(count.day - first).days * STEP,
        height=round(height, 2),
        dark=round(height * count.reports / count.articles, 2),
    )


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Days at equal distances, the last one always among them."""
    days = (last - first).days + 1
    step = -(-days // _MOST_TICKS)
    places = range((days - 1) % step, days, step)
    return tuple(
        Tick(day=first + timedelta(days=place), x=place * STEP, share=round(100 * (place + 0.5) / days, 2))
        for place in places
    )
