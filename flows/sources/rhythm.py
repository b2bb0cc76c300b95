"""When to ask a feed again: at its own rate, later if its server says so, later still after errors."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flows.sources.feed_state import FeedState
from flows.sources.manners import retry_after

FLOOR = timedelta(minutes=10)  # nobody's feed is asked more often
CEILING = timedelta(hours=2)  # a quiet feed is heard of so soon after it speaks again
_HINT_CEILING = timedelta(hours=1)  # a ttl of a day stands in feeds that publish every minute
_LONGEST_ERROR_WAIT = timedelta(days=1)
_SLOWER, _FASTER = 1.5, 0.5
_JITTER = 0.1  # share of a wait: feeds that failed together do not come back together
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def after_success(
    state: FeedState, headers: Mapping[str, str], ttl: str | None, *, new: bool, now: datetime
) -> FeedState:
    """Half the interval when there was something new, half as much again when not."""
    last = timedelta(seconds=state.interval) if state.interval else FLOOR
    interval = min(max(last * (_FASTER if new else _SLOWER), FLOOR), CEILING)
    wait = max(interval, min(_hint(headers, ttl), _HINT_CEILING))
    return replace(state, interval=interval.total_seconds(), errors=0, not_before=now + wait)


def after_error(state: FeedState, wait: str | None, now: datetime) -> FeedState:
    """Twice the wait for every error in a row, at most a day; never shorter than Retry-After."""
    errors = state.errors + 1
    backoff = min(FLOOR * 2 ** min(errors - 1, 10), _LONGEST_ERROR_WAIT)
    backoff += backoff * _JITTER * _share(state.feed_url, errors)
    asked = retry_after(wait, now)
    return replace(state, errors=errors, not_before=max(now + backoff, asked or now))


def _hint(headers: Mapping[str, str], ttl: str | None) -> timedelta:
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    seconds = int(found.group(1)) if found else 0
    minutes = int(ttl[:9]) if ttl and ttl.isascii() and ttl.isdigit() else 0
    return timedelta(seconds=max(seconds, minutes * 60))


def _share(url: str, errors: int) -> float:
    """Between 0 and 1, the same for the same feed and error count, so that a test can repeat it."""
    return zlib.crc32(f"{errors} {url}".encode()) / 0xFFFFFFFF
