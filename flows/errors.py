"""What a user can mend: told in a message and an exit code, never in a traceback."""

from typing import ClassVar


class UserError(Exception):
    """The text says what is wrong, where, and what to do."""

    exit_code: ClassVar[int] = 1
