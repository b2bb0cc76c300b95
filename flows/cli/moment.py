"""Moments and durations as they are typed: so long ago, or a day; so long."""

import re
from datetime import UTC, datetime, timedelta

import typer

_AGO = re.compile(r"(\d{1,4})\s*([hdw])", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def moment(text: str | None) -> datetime | None:
    """The moment meant; none is none. Refuses with a typer.BadParameter."""
    if text is None:
        return None
    if ago := _AGO.fullmatch(text.strip()):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        message = f"expected an age like 30d or a day like 2026-01-31, got {text!r}"
        raise typer.BadParameter(message, param_hint="--since") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def duration(text: str) -> timedelta:
    """The duration meant, as the files of a workspace say it. Refuses with a typer.BadParameter."""
    from flows import table  # noqa: PLC0415 - pydantic, which most commands do without

    try:
        return table.duration(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
