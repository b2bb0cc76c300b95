"""Times as they are typed, read in one way by all commands: a span before or after now, a day, or a moment of it, in UTC."""

from datetime import UTC, datetime
from typing import Final

import typer

from flows.workspaces.span import span

_EXPECTED: Final = (
    'expected a span like 7d, 12h or "2 weeks", a day like 2026-01-31, or a time like 2026-01-31T09:30'
)


def since(text: str | None) -> datetime | None:
    """The moment meant, a span counted back from now; none is none. Refuses with a typer.BadParameter."""
    return None if text is None else ago(text, datetime.now(UTC))


def ago(text: str, now: datetime) -> datetime:
    """The same of what is always given."""
    return _moment(text, now, -1, "--since")


def ahead(text: str, now: datetime) -> datetime:
    """The moment meant, a span counted from now on. Refuses with a typer.BadParameter."""
    return _moment(text, now, 1, "--for / --until")


def _moment(text: str, now: datetime, sign: int, option: str) -> datetime:
    try:
        return _at(text) or now + sign * span(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{_EXPECTED}, got {text!r}", param_hint=option) from None


def _at(text: str) -> datetime | None:
    """A day begins at midnight UTC; so does a time without an offset mean UTC."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
