"""What a server answers that wants to be left alone for a while."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_WAIT = timedelta(days=1)  # a typing error must not end a source or a channel in silence


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header (RFC 9110, 10.2.3: seconds or a date) asks us to wait, at most a day; nonsense is None.

    Fractions of a second and the three ways to write a date are read, too, for servers send them.
    """
    try:
        wait = _wait(value or "", now)
    except (ValueError, OverflowError):  # a zone of a million hours, a year of seventeen digits
        return None
    return (
        timedelta(seconds=min(max(wait, 0.0), _LONGEST_WAIT.total_seconds())) if math.isfinite(wait) else None
    )


def _wait(value: str, now: datetime) -> float:
    """In seconds, as it is said."""
    if not value.isascii():
        raise ValueError("neither a number nor a date is written so")
    try:
        seconds = float(value)
    except ValueError:
        moment = parsedate_to_datetime(value)
        return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
    if seconds < 0:
        raise ValueError("nobody waits so")
    return seconds
