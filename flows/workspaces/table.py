"""What the tables of a workspace's files have in common: no unknown keys, names, durations, cron expressions, time zones."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from flows.workspaces.span import span


class Table(BaseModel):
    """A table of a file."""

    model_config = ConfigDict(extra="forbid", strict=True)


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
Duration = Annotated[timedelta, BeforeValidator(span)]
Cron = Annotated[str, AfterValidator(_cron)]
Timezone = Annotated[str, AfterValidator(_timezone)]
