"""Time that passes, in few characters: how long ago, how long until, and days as a row of bars."""

from collections.abc import Sequence
from datetime import datetime, timedelta

_BARS = "▁▂▃▄▅▆▇█"
_UNITS = (
    ("d", timedelta(days=2), timedelta(days=1)),
    ("h", timedelta(hours=2), timedelta(hours=1)),
    ("min", timedelta(minutes=1), timedelta(minutes=1)),
)


def age(moment: datetime, now: datetime) -> str:
    """The time between two moments, in its largest unit of which there are two at least."""
    passed = abs(now - moment)
    for name, least, unit in _UNITS:
        if passed >= least:
            return f"{passed // unit:,} {name}"
    return "0 min"


def bars(values: Sequence[int]) -> str:
    """One character a value; the smallest bar is one at least, a dot is none, a cross (-1) what could not be counted."""
    most = max(values, default=0)
    return "".join(_bar(value, most) for value in values)


def _bar(value: int, most: int) -> str:
    if value > 0:
        return _BARS[(value * len(_BARS) - 1) // most]
    return "·" if value == 0 else "×"
