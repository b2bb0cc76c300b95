"""A time of day with its zone as programs and people write it beside a day: "19:20:36 CEST", "2:30 PM EDT", "14:30 GMT+1"."""

import re
from datetime import timedelta, timezone
from typing import NamedTuple

# Abbreviations that mean one offset wherever they are used, in hours; those of North America as RFC 5322 has them.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5,
    "BRT": -3, "ART": -3, "CLT": -4, "CLST": -3, "PET": -5, "COT": -5, "VET": -4,
    "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "IRST": 3.5, "PKT": 5, "NPT": 5.75, "WIB": 7, "ICT": 7, "WITA": 8, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8,
    "AWST": 8, "WIT": 9, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+\-−])(\d{1,2})(?::?([0-5]\d))?(?!\d)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]{1,4}(?![A-Za-z])")
_CLOCK = re.compile(
    r"(?<![\d:.+-])([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d)(?:\.\d{1,6})?)?(?![\d:])\s{0,2}(?:([ap])\.?m\b\.?)?\s{0,2}[(]?",
    re.IGNORECASE,
)
_FARTHEST = 14  # hours from UTC


class Clock(NamedTuple):
    """A time of day, and the zone that was said with it."""

    hour: int
    minute: int
    second: int
    zone: timezone | None


def clock(text: str) -> Clock | None:
    """The first time of day in a text that says its zone."""
    for found in _CLOCK.finditer(text[:200]):
        hour = int(found[1])
        if found[4]:
            hour = afternoon(hour, found[4])
        if hour < 24 and (said := zone(text[found.end() :])):
            return Clock(hour, int(found[2]), int(found[3] or 0), said)
    return None


def afternoon(hour: int, half: str) -> int:
    """The hour of twenty-four for one of twelve, and "a" or "p"."""
    return hour % 12 + (12 if half.lower() == "p" else 0) if 1 <= hour <= 12 else hour


def zone(text: str) -> timezone | None:
    """The zone with whose name or offset a text begins; None of one that more than one offset goes by."""
    text = text.lstrip()
    if found := _OFFSET.match(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        offset = timedelta(hours=hours, minutes=minutes) * (1 if found[1] == "+" else -1)
        return timezone(offset) if hours <= _FARTHEST else None
    name = _NAME.match(text)
    known = _ZONES.get(name[0].upper()) if name else None
    return timezone(timedelta(hours=known)) if known is not None else None
