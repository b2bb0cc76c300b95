"""A time as a page or a feed states it, read: how exactly it is known, and in which zone it was said."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from pipeline.texts import written_time
from pipeline.texts.written_date import day_of

MINUTE, DAY = "minute", "day"
_ISO = re.compile(
    r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d{1,3}(?!\d))(?:[T\s-]*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds: 2001 to 2286
# As Java and C print a time: the zone between the time and the year.
_PRINTED = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]?\d) (\d\d:\d\d:\d\d) ((?:[A-Z]{1,5}|GMT[+-]\d\d:?\d\d)? ?)(\d{4})"
)
_HALF = re.compile(r"\s?([ap])\.?m\b\.?", re.IGNORECASE)  # of the day
_MAIL = re.compile(r"[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d", re.IGNORECASE)  # RFC 5322


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time, aware and in the zone it was said in (UTC when it named none), and how exactly it is known."""

    at: datetime
    precision: str  # minute or day; of a day, at is its midnight in UTC
    zoned: bool = True  # the zone was said


def moment(value: Any, language: str | None = None) -> Moment | None:
    """A time as programs write it (ISO 8601, RFC 5322, seconds since 1970), or a day as people do."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if 0 < value < 1e14 else None
    return _said(value.strip(), language) if isinstance(value, str) else None


@lru_cache(maxsize=64)  # a page gives a time in several places, and each is asked about more than once
def _said(value: str, language: str | None) -> Moment | None:
    value = _PRINTED.sub(r"\1 \4 \2 \3", value)
    try:
        return _counted(value) or _iso(value) or _mailed(value) or _written(value, language)
    except (ValueError, OverflowError):
        return None


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
    rest = value[found.end() :]
    if half := _HALF.match(rest):
        hour, rest = str(written_time.afternoon(int(hour), half[1])), rest[half.end() :]
    said = zone(named) if named else written_time.zone(rest)
    at = datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=said or UTC
    )
    at.astimezone(UTC)  # refuses what the calendar cannot hold
    return Moment(at=at, precision=MINUTE, zoned=said is not None)


def _mailed(value: str) -> Moment | None:
    if not _MAIL.match(value):
        return None
    at = parsedate_to_datetime(value)
    return Moment(at=at if at.tzinfo else at.replace(tzinfo=UTC), precision=MINUTE, zoned=bool(at.tzinfo))


def _written(value: str, language: str | None) -> Moment | None:
    """A day as people write it, with the time if that names its zone: of another nobody knows when it was."""
    day = day_of(value, language)
    time_of_day = written_time.clock(value) if day else None
    if not day or not time_of_day:
        return of_day(day) if day else None
    at = datetime.combine(day, time(*time_of_day[:3]), time_of_day.zone)
    at.astimezone(UTC)
    return Moment(at=at, precision=MINUTE)
