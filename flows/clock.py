"""What time it is; whoever is to be tested takes a clock of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

Clock = Callable[[], datetime]

# No server is left alone, and no message kept back, for longer than a day and its jitter.
_LONGEST: Final = timedelta(days=1.2)


def utc_now() -> datetime:
    return datetime.now(UTC)


def has_come(until: datetime | None, now: datetime) -> bool:
    """Whether a wait is over. One with more to go than any has was begun by a clock that has been set back since."""
    return until is None or not timedelta(0) < until - now <= _LONGEST
