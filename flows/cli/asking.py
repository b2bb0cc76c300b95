"""Who asks for something to be changed, as it is kept with what they asked for."""

from getpass import getuser

from flows.cli.output import shown


def asker(by: str | None) -> str | None:
    """As given, else the user's name; a container may know its user by number only."""
    return said(by or _user())


def said(text: str | None) -> str | None:
    """One printable line."""
    return shown(text).strip()[:500] or None if text else None


def _user() -> str | None:
    try:
        return getuser()
    except (KeyError, OSError):
        return None
