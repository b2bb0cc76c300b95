"""When to ask a feed again: at its own rate, later if its server says so, later still after errors."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from flows.retry_after import retry_after
from flows.sources.feed_state import FeedState

FLOOR = timedelta(minutes=10)  # nobody's feed is asked more often
CEILING = timedelta(hours=2)  # a quiet feed is heard of so soon after it speaks again
_HINT_CEILING = timedelta(hours=1)  # a ttl of a day stands in feeds that publish every minute
_LONGEST_ERROR_WAIT = timedelta(days=1)
_SLOWER, _FASTER = 1.5, 0.5  # the most one poll may change: it is a small sample
_TURNOVER = (
    1 / 3
)  # of a feed's entries new at a poll: entries are lost when all are, so three times the rate is bearable
_FEW = 3  # entries new at a poll: nobody waits for the third part of a feed of a hundred
_JITTER = 0.1  # share of a wait: feeds that failed together do not come back together
_MAX_AGE = re.compile(r"(?:^|,)\s{0,9}max-age\s{0,9}=\s{0,9}\"?(\d{1,9})", re.IGNORECASE)
_NOT_FRESH = re.compile(r"(?:^|,)\s{0,9}no-(?:cache|store)\b", re.IGNORECASE)


def after_success(  # noqa: PLR0913 (each is one thing that a poll learnt)
    state: FeedState,
    headers: Mapping[str, str],
    ttl: str | None,
    *,
    new: bool,
    now: datetime,
    entries: int = 0,
    fresh: int = 0,
    gap: bool = False,
    update_seconds: int | None = None,
) -> FeedState:
    """The state with the next poll's time.

    A feed starts with the interval it names itself (sy:updatePeriod), which then follows what is seen. A poll that found
    `fresh` new ones among `entries` looked at an interval in which fresh/entries of the feed turned over; in
    interval * target / (fresh/entries) the target share will have, which is a third, or three entries if that is less. The
    step is bound to between half and one and a half. After a gap the rate is not known, only that the interval was too
    long by far: it falls to the floor at once, and what the feed says of itself (ttl) is not believed.

    Args:
        state: before the poll.
        headers: of the answer; Cache-Control and Expires (RFC 9111) may ask for a longer wait, up to an hour.
        ttl: minutes, as the feed says.
        new: whether anything was; enough where the entries were not counted.
        now: the time of the poll.
        entries: in the feed.
        fresh: of them, those not known before.
        gap: nothing in the feed was known, so entries were probably missed.
        update_seconds: between two changes, as the feed says.
    """
    share = fresh / entries if entries else float(new)
    target = min(_TURNOVER, _FEW / entries) if entries else _TURNOVER
    interval = FLOOR if gap else _interval(state, target / share if share else _SLOWER, update_seconds)
    hint = max(_freshness(headers, now), timedelta(0) if gap else _minutes(ttl))
    wait = max(interval, min(hint, _HINT_CEILING))
    return replace(state, interval=interval.total_seconds(), errors=0, not_before=now + wait)


def after_error(state: FeedState, wait: str | None, now: datetime) -> FeedState:
    """Twice the wait for every error in a row, at most a day; never shorter than Retry-After."""
    errors = state.errors + 1
    backoff = min(FLOOR * 2 ** min(errors - 1, 10), _LONGEST_ERROR_WAIT)
    backoff += backoff * _JITTER * _share(state.feed_url, errors)
    asked = retry_after(wait, now) or timedelta(0)
    return replace(state, errors=errors, not_before=now + max(backoff, asked))


def _interval(state: FeedState, change: float, update_seconds: int | None) -> timedelta:
    if not state.interval:
        own = timedelta(seconds=min(update_seconds or 0, _HINT_CEILING.total_seconds()))
        return max(own, FLOOR)
    last = timedelta(seconds=state.interval)
    return min(max(last * min(max(change, _FASTER), _SLOWER), FLOOR), CEILING)


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long the answer stays fresh (RFC 9111, 4.2.1), less the time it lay in caches on its way."""
    control = headers.get("cache-control", "")
    if _NOT_FRESH.search(control):
        return timedelta(0)
    found = _MAX_AGE.search(control)
    if found:
        lifetime = timedelta(seconds=int(found[1]))
    else:
        sent = _moment(headers.get("date"), now)
        lifetime = _moment(headers.get("expires"), sent) - sent
    age = headers.get("age", "")
    return lifetime - timedelta(seconds=int(age[:9]) if age.isascii() and age.isdigit() else 0)


def _moment(value: str | None, default: datetime) -> datetime:
    try:
        moment = parsedate_to_datetime(value or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return default


def _minutes(ttl: str | None) -> timedelta:
    return timedelta(minutes=int(ttl[:9]) if ttl and ttl.isascii() and ttl.isdigit() else 0)


def _share(url: str, errors: int) -> float:
    """Between 0 and 1, the same for the same feed and error count, so that a test can repeat it."""
    return zlib.crc32(f"{errors} {url}".encode()) / 0xFFFFFFFF
