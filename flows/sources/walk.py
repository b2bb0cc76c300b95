"""The files below a folder, in the byte order of their relative paths."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Reason

_FOLDER, _LINK = b"/", b"\0"  # how the walk marks a name; no name holds either


class Found(NamedTuple):
    """A file to read, or what is in the way of reading."""

    path: str
    name: str  # relative to the top; empty for the top itself
    reason: Reason | None = None
    problem: str = ""


def walk(top: str) -> Iterator[Found]:
    """The file at `top`, or all below the folder there; hidden ones are skipped.

    A link to a folder is a problem and is not followed, so no loop can form. What is neither file nor folder is found like
    a file. Only the names of the folders on the way are held: as bytes, for names may be in no encoding, and on a stack, for
    folders may be nested deeper than Python recurses.
    """
    if not _leads_to_folder(top):
        yield Found(top, "")
        return
    names, problem = _listed(top)
    if problem:
        yield Found(top, "", Reason.UNREADABLE, problem)
    above = top if top.endswith("/") else f"{top}/"
    stack = [("", iter(names))]
    while stack:
        folder, rest = stack[-1]
        marked = next(rest, None)
        if marked is None:
            stack.pop()
            continue
        name = folder + os.fsdecode(marked.rstrip(_FOLDER + _LINK))
        path = above + name
        if marked.endswith(_FOLDER):
            names, problem = _listed(path)
            stack.append((f"{name}/", iter(names)))
            if problem:
                yield Found(path, name, Reason.UNREADABLE, problem)
        elif marked.endswith(_LINK) and _leads_to_folder(path):
            detail = "a link to a folder is not followed: name the folder itself"
            yield Found(path, name, Reason.UNSUPPORTED, detail)
        else:
            yield Found(path, name)


def _leads_to_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # a folder above may not be entered; reading will say so
        return False


def _listed(folder: str) -> tuple[list[bytes], str]:
    """The marked names in a folder, and why there are none."""
    try:
        with os.scandir(folder) as entries:
            return sorted(_marked(entry) for entry in entries if not entry.name.startswith(".")), ""
    except OSError as error:
        return [], f"the folder cannot be listed: {why(error)}"


def _marked(entry: os.DirEntry[str]) -> bytes:
    """Sorting siblings by this sorts whole relative paths: a folder's name ends where its slash is."""
    name = os.fsencode(entry.name)
    if entry.is_symlink():
        return name + _LINK
    return name + _FOLDER if entry.is_dir(follow_symlinks=False) else name


def why(error: OSError) -> str:
    """An error in words that say what to do."""
    return _ADVICE.get(type(error)) or error.strerror or type(error).__name__


_ADVICE = {
    FileNotFoundError: "there is no such file; check the path",
    PermissionError: "permission denied; check who may read it",
}
