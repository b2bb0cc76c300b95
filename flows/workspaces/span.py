"""Spans of time as they are written, in the files of a workspace and on the command line."""

import re
from datetime import timedelta
from typing import Final

_SPAN: Final = re.compile(r"(\d{1,6})\s*(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?)", re.ASCII)
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(text: object) -> timedelta:
    """Read "15 minutes", "2h", "1 day".

    Raises:
        ValueError: it is something else; what it says is shown to the user.
    """
    found = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError('expected a duration like "15 minutes", "2h" or "1 day"')
    return timedelta(**{_UNITS[found[2][0]]: int(found[1])})
