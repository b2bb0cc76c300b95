"""When an article was published and updated, from what its page says, its address or its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import htmldate
from lxml.html import HtmlElement

from pipeline.texts.moment import DAY, MINUTE, Moment, moment, of_day
from pipeline.texts.written_date import day_of

_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:([/-])(\d{1,2}|[a-z]{3,9})\2|-(\d\d)/)(\d{1,2})(?=[/_.+-]|$)|[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.+-]|$)",
    re.IGNORECASE,
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # the web's first year: earlier dates are counters and defaults
_APART = timedelta(days=2)  # zones explain no more
# Offsets of inhabited zones: what is one day by them may be the day after or before in UTC, up to these times.
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_SAME = timedelta(minutes=1)  # one time, with seconds and without
_ANEW = timedelta(days=365)
_AHEAD = timedelta(days=1)  # clocks and zones differ by no more


class Said(NamedTuple):
    """What a page gives as a date, and the kind of place that says so."""

    value: Any
    source: str


class Known(NamedTuple):
    """A date that is believed, and from where."""

    moment: Moment
    source: str


def first(
    said: Iterable[Said], seen_at: datetime, language: str | None = None, zones: Sequence[str] = ()
) -> Known | None:
    """The first date that can be right: not before the web, and no more than a day after the page was seen.

    Args:
        said: The most trusted first.
        seen_at: Aware.
        language: The page's, for days that people wrote.
        zones: Other times of the page; when all that name an offset name one, it is that of times which name none.
    """
    for value, source in said:
        found = moment(value, language)
        if found and plausible(found.at, seen_at):
            return Known(_in_zone(found, zones), source)
    return None


def to_the_minute(known: Known | None, said: Iterable[Said], zones: Sequence[str] = ()) -> Known | None:
    """A day that the page states, as the time of that day which it states elsewhere with its zone; arguments as of first()."""
    if known is None or known.moment.precision == MINUTE:
        return known
    for value, source in said:
        found = moment(value) if source != "html" else None  # of elements one may be of another article
        if found and _is_time_of(_in_zone(found, zones), known.moment.at.date()):
            return Known(_in_zone(found, zones), source)
    return known


def _is_time_of(found: Moment, day: date) -> bool:
    """Whether it is a time of a day, and not the midnight of some zone: a full hour in another."""
    full_hour = found.at.minute == found.at.second == 0
    return found.precision == MINUTE and found.zoned and not full_hour and found.at.date() == day


def plausible(at: datetime, seen_at: datetime) -> bool:
    return _EARLIEST <= at <= seen_at + _AHEAD


def earlier(known: Known | None, shown: date | None) -> Known | None:
    """A date checked against the day shown under the title: what programs give as publication is often a later change."""
    if known is None or shown is None or shown < _EARLIEST.date():
        return known
    visible = of_day(shown)
    return Known(visible, "text") if visible.at + _APART <= known.moment.at else known


def again(known: Known | None, changed: Known | None, shown: Sequence[date]) -> Known | None:
    """A date checked against a change more than a year later whose day is all that is shown at the title, and not as an update.

    What is brought out anew bears its new day alone. Of pages that call the shown day an update as many were labelled with the one
    as with the other, and of younger ones more with the first.
    """
    if known is None or changed is None or changed.moment.at - known.moment.at < _ANEW:
        return known
    return changed if shown and {*shown} == {changed.moment.at.date()} else known


def with_address(known: Known | None, url: str | None, seen_at: datetime) -> Known | None:
    """A date checked against the day in the page's address, or that day when there is no other.

    Outlets put their own day there. A time in UTC on the day before or after is right where some zone has the address's
    day at that time; a day alone, or a time that no zone explains, gives way to the address.
    """
    day = url_day(url)
    there = of_day(day) if day else None
    if there is None or not plausible(there.at, seen_at):
        return known
    if known is None:
        return Known(there, "url")
    apart = known.moment.at.date() - there.at.date()
    if abs(apart.days) != 1 or known.moment.at.utcoffset() or _is_elsewhere(known.moment, there.at.date()):
        return known
    return Known(there, "url")


def day_there(moment: Moment, shown: Iterable[date]) -> date:
    """The day of a time at its outlet: in the zone that was given; else the first day shown beside it that some zone had then."""
    if moment.precision == DAY or moment.at.utcoffset():
        return moment.at.date()
    days = (day for day in shown if day == moment.at.date() or _is_elsewhere(moment, day))
    return next(days, moment.at.date())


def _is_elsewhere(moment: Moment, day: date) -> bool:
    """Whether there is a zone in which a time, given in UTC, is of this day."""
    days = ((moment.at + offset).date() for offset in (_WEST, _EAST))
    return moment.precision == MINUTE and day in days


def url_day(url: str | None) -> date | None:
    """The day in an address."""
    for found in _URL_DAY.finditer((url or "")[:2000]):
        year, month = found[1] or found[6], found[3] or found[4] or found[7]
        day = found[5] or found[8]
        try:
            if month.isdecimal():
                return date(int(year), int(month), int(day))
        except ValueError:
            continue
        if written := day_of(f"{day} {month} {year}", "en"):
            return written
    return None


def updated(known: Known | None, published: Known | None) -> Known | None:
    """An update, unless it is no later than the publication."""
    if known is None or published is None:
        return known
    then, now = published.moment, known.moment
    if DAY in {then.precision, now.precision}:
        return known if now.at.date() > then.at.date() else None
    return known if now.at > then.at else None


def searched(tree: HtmlElement, seen_at: datetime) -> Known | None:
    """The day htmldate finds in markup and text; given the bounds, it does not ask the clock."""
    try:
        found = htmldate.find_date(
            tree,
            original_date=True,
            extensive_search=False,  # guesses from all the text: nine times as long, and wrong as often as right
            url="",
            min_date=_EARLIEST.replace(tzinfo=None),
            max_date=(seen_at + _AHEAD).astimezone(UTC).replace(tzinfo=None),
        )
    except Exception:  # noqa: BLE001 - hostile markup makes it fail in many ways; then the day is not known
        return None
    at = moment(found)
    # the first of January is a year alone, from a copyright line or a counter
    return Known(at, "text") if at and (at.at.month, at.at.day) != (1, 1) else None


def _in_zone(found: Moment, others: Sequence[str]) -> Moment:
    """A time in the zone in which the page says it elsewhere; one without a zone in the one that all other times have."""
    if found.precision == DAY or found.at.utcoffset():
        return found
    elsewhere = [other.at for other in map(moment, others) if other and other.zoned and other.at.utcoffset()]
    if found.zoned:
        zones = (at.tzinfo for at in elsewhere if abs(at - found.at) < _SAME)
        return replace(found, at=found.at.astimezone(next(zones, UTC)))
    offsets = {at.utcoffset() for at in elsewhere}
    if len(offsets) != 1:
        return found
    return replace(found, at=found.at.replace(tzinfo=timezone(offsets.pop() or timedelta())), zoned=True)
