"""What a user can mend: told in a message and an exit code, never in a traceback."""

import difflib
import errno
import os
import re
import shutil
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

import duckdb

from warehouse.database.connection import WarehouseError
from warehouse.database.whole_file import FULL

_QUOTED: Final = re.compile(r'"(/[^"]+)"')  # how DuckDB names a file
_ADVICE = {
    errno.EACCES: ": check owner and mode",
    errno.EROFS: ": nothing can be written there; --warehouse keeps the warehouse elsewhere",
    errno.EEXIST: ": a file is where a folder is needed",
    errno.ENOTDIR: ": a file is where a folder is needed",
}


class UserError(Exception):
    """The text says what is wrong, where, and what to do."""

    exit_code: ClassVar[int] = 1


def told(error: Exception) -> str | None:
    """What is wrong, and what to do; None: we did not expect it."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, WarehouseError):
        return f"{error}{_room_if_full(str(error))}"
    if isinstance(error, duckdb.Error):
        said = str(error).strip().splitlines()[0]
        return f"The warehouse said: {said}{_room_if_full(said)}"
    if isinstance(error, OSError) and error.errno in FULL:
        return f"{error.strerror}{_make_room(error.filename)}"
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}{_ADVICE.get(error.errno or 0, '')}."
    return None


def _room_if_full(said: str) -> str:
    """What there is to do when the database says that there is no room."""
    path = _QUOTED.search(said)
    return _make_room(path and path[1]) if any(os.strerror(code) in said for code in FULL) else ""


def _make_room(path: object) -> str:
    """Where, how much there is, and what to do; what was half-written is gone by now, so there may be some."""
    where = "make room"
    if isinstance(path, str):
        folder = next(parent for parent in Path(path).absolute().parents if parent.is_dir())
        free = shutil.disk_usage(folder).free / 1e6
        where = f"{folder} has {free:,.1f} MB free now. Make room there, or keep the warehouse on another disk (--warehouse)"
    return (
        f": {where}; nothing that was committed is lost, and the next run goes on from here. "
        "`wirewatch doctor` says how much a run needs."
    )


def told_or_traced(error: Exception) -> str:
    """The same for a log; of what we did not expect all there is to say."""
    return told(error) or "".join(traceback.format_exception(error)).rstrip()


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)
