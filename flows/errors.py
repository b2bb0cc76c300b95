"""What a user can mend: told in a message and an exit code, never in a traceback."""

import difflib
import errno
import os
import traceback
from collections.abc import Iterable
from typing import ClassVar

import duckdb

from warehouse.database import WarehouseError

_ADVICE = {
    errno.ENOSPC: ": make room; nothing that was committed is lost, and the next run goes on from here",
    errno.EACCES: ": check owner and mode",
    errno.EROFS: ": give another --warehouse",
    errno.EEXIST: ": a file is where a folder is needed",
    errno.ENOTDIR: ": a file is where a folder is needed",
}


class UserError(Exception):
    """The text says what is wrong, where, and what to do."""

    exit_code: ClassVar[int] = 1


def told(error: Exception) -> str | None:
    """What is wrong, and what to do; None: we did not expect it."""
    if isinstance(error, UserError | WarehouseError):
        return str(error)
    if isinstance(error, duckdb.Error):
        said = str(error).strip().splitlines()[0]
        advice = _ADVICE[errno.ENOSPC] if os.strerror(errno.ENOSPC) in said else ""
        return f"The warehouse said: {said}{advice}"
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}{_ADVICE.get(error.errno or 0, '')}."
    return None


def told_or_traced(error: Exception) -> str:
    """The same for a log; of what we did not expect all there is to say."""
    return told(error) or "".join(traceback.format_exception(error)).rstrip()


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)
