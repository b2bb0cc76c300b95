"""What the tables of a workspace's files have in common: no unknown keys, names, durations, cron expressions, time zones."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_DURATION: Final = re.compile(r"(\d{1,6})\s*(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?)")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Table(BaseModel):
    """A table of a file."""

    model_config = ConfigDict(extra="forbid", strict=True)


def duration(text: object) -> timedelta:
    """Read "15 minutes", "2h", "1 day".

    Raises:
        ValueError: it is something else; what it says is shown to the user.
    """
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError('expected a duration like "15 minutes", "2h" or "1 day"')
    return timedelta(**{_UNITS[found[2][0]]: int(found[1])})


def at_least(least: timedelta, words: str, most: timedelta = timedelta.max) -> AfterValidator:
    """Refuses durations that are shorter, or longer than most; `words` say what is expected."""

    def check(given: timedelta) -> timedelta:
        if not least <= given <= most:
            raise ValueError(f"expected {words}")
        return given

    return AfterValidator(check)


def _cron(text: str) -> str:
    try:
        CronSim(text, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise ValueError(f'expected a cron expression like "*/15 * * * *" ({error})') from error
    return text


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError('expected an IANA time zone like "Europe/Vienna"') from error
    return name


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Duration = Annotated[timedelta, BeforeValidator(duration)]
Cron = Annotated[str, AfterValidator(_cron)]
Timezone = Annotated[str, AfterValidator(_timezone)]
