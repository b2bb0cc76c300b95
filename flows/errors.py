"""What a user can mend: told in a message and an exit code, never in a traceback."""

import difflib
from collections.abc import Iterable
from typing import ClassVar


class UserError(Exception):
    """The text says what is wrong, where, and what to do."""

    exit_code: ClassVar[int] = 1


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)
