"""When an article was published and updated, from what its page says, its address or its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import htmldate
from lxml.html import HtmlElement

from pipeline.written_date import day_of

MINUTE, DAY = "minute", "day"
_ISO = re.compile(
    r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d{1,3}(?!\d))(?:[T\s-]*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds: 2001 to 2286
_MAIL = re.compile(r"[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d", re.IGNORECASE)  # RFC 5322
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?=[/_.+-]|$)|[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.+-]|$)",
    re.IGNORECASE,
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # the web's first year: earlier dates are counters and defaults
_APART = timedelta(days=2)  # zones explain no more
# Offsets of inhabited zones: what is one day by them may be the day after or before in UTC, up to these times.
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_AHEAD = timedelta(days=1)  # clocks and zones differ by no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time, aware and in the zone it was said in (UTC when it named none), and how exactly it is known."""

    at: datetime
    precision: str  # minute or day; of a day, at is its midnight in UTC
    zoned: bool = True  # the zone was said


class Said(NamedTuple):
    """What a page gives as a date, and the kind of place that says so."""

    value: Any
    source: str


class Known(NamedTuple):
    """A date that is believed, and from where."""

    moment: Moment
    source: str


def moment(value: Any, language: str | None = None) -> Moment | None:
    """A time as programs write it (ISO 8601, RFC 5322, seconds since 1970), or a day as people do."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if 0 < value < 1e14 else None
    if not isinstance(value, str):
        return None
    value = value.strip()
    try:
        return _counted(value) or _iso(value) or _mailed(value) or _written(value, language)
    except (ValueError, OverflowError):
        return None


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


def plausible(at: datetime, seen_at: datetime) -> bool:
    return _EARLIEST <= at <= seen_at + _AHEAD


def earlier(known: Known | None, shown: date | None) -> Known | None:
    """A date checked against the day shown under the title: what programs give as publication is often a later change."""
    if known is None or shown is None or shown < _EARLIEST.date():
        return known
    visible = of_day(shown)
    return Known(visible, "text") if visible.at + _APART <= known.moment.at else known


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


def zone_of(at: datetime) -> str | None:
    """The offset from UTC in which a time was given, as ±HH:MM; UTC says nothing of where (RFC 9557) and is None."""
    return at.isoformat(timespec="minutes")[-6:] if at.utcoffset() else None


def zone(name: str | None) -> timezone:
    """The zone of such an offset; None is UTC."""
    if not name or name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if name[0] == "-" else offset)


def _is_elsewhere(moment: Moment, day: date) -> bool:
    """Whether there is a zone in which a time, given in UTC, is of this day."""
    days = ((moment.at + offset).date() for offset in (_WEST, _EAST))
    return moment.precision == MINUTE and day in days


def url_day(url: str | None) -> date | None:
    """The day in an address."""
    for found in _URL_DAY.finditer((url or "")[:2000]):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
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


def of_day(day: date) -> Moment:
    return Moment(at=datetime.combine(day, time(), UTC), precision=DAY, zoned=False)


def _counted(value: str) -> Moment | None:
    if not _EPOCH.fullmatch(value):
        return None
    return Moment(at=datetime.fromtimestamp(int(value[:10]), UTC), precision=MINUTE)


def _iso(value: str) -> Moment | None:
    found = _ISO.match(value)
    if not found:
        return None
    year, _, month, day, hour, minute, second, named = found.groups()
    if hour is None or (int(hour), int(minute), int(second or 0)) == (
        0,
        0,
        0,
    ):  # what is written when only the day is known
        return of_day(date(int(year), int(month), int(day)))
    at = datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone(named)
    )
    at.astimezone(UTC)  # refuses what the calendar cannot hold
    return Moment(at=at, precision=MINUTE, zoned=bool(named))


def _mailed(value: str) -> Moment | None:
    if not _MAIL.match(value):
        return None
    at = parsedate_to_datetime(value)
    return Moment(at=at if at.tzinfo else at.replace(tzinfo=UTC), precision=MINUTE, zoned=bool(at.tzinfo))


def _written(value: str, language: str | None) -> Moment | None:
    day = day_of(value, language)
    return of_day(day) if day else None


def _in_zone(found: Moment, others: Sequence[str]) -> Moment:
    if found.zoned or found.precision == DAY:
        return found
    offsets = {
        other.at.utcoffset()
        for other in map(moment, others)
        if other and other.zoned and other.at.utcoffset()
    }
    if len(offsets) != 1:
        return found
    return replace(found, at=found.at.replace(tzinfo=timezone(offsets.pop() or timedelta())), zoned=True)
