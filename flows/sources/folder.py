"""A folder that is watched: what is new or changed since the last time is read, the rest is left alone.

A file that only grew is read whole; the loader knows the repeats. A file is also not read again because a later version of
wirewatch would get more out of it: forget the source's state for that.
"""

import os
from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import assert_never

from flows.sources.feed_parser import FeedParser
from flows.sources.files import read_found
from flows.sources.folder_state import FolderState, Stamps, stamp
from flows.sources.walk import Found, walk
from pipeline.records import Document, Reason, Rejection

_SETTLING = timedelta(seconds=2)  # the coarsest file times (FAT)
_STRANGE = timedelta(hours=1)  # a file from further in the future has a wrong clock, and would never settle


class Folder:
    """One reading of a folder, or of one file. Iterate it to its end; then it says what came of it."""

    def __init__(self, path: Path, source: str, fetched_at: datetime, before: FolderState | None) -> None:
        """`before`: what the last reading left; None: there was none, and all files are read."""
        self.seen = 0  # files
        self.unchanged = 0  # of them, those not read again
        self.waiting = (
            0  # of them, those changed so lately that they may still be being written: left to the next time
        )
        self.documents = self.rejected = 0  # read from files
        self.bytes = 0  # of the documents
        self.error: str | None = None  # why the first was rejected
        self._path = path
        self._source = source
        self._fetched_at = fetched_at
        self._before = before if before and before.folder == str(path) else None
        self._read = array("Q")
        self._again = array("Q")

    @property
    def after(self) -> FolderState:
        """The state for the next time. Keep it with the last of the items: then a crash reads again, and loses nothing."""
        return FolderState(folder=str(self._path), read=Stamps(self._read), again=Stamps(self._again))

    def __iter__(self) -> Iterator[Document | Rejection]:
        with FeedParser() as parser:
            for found in walk(str(self._path)):
                self.seen += 1
                for item in self._file(found, parser):
                    self._count(item)
                    yield item

    def _count(self, item: Document | Rejection) -> None:
        match item:
            case Document():
                self.documents += 1
                self.bytes += len(item.content)
            case Rejection():
                self.rejected += 1
                self.error = self.error or item.detail
            case _:
                assert_never(item)

    def _file(self, found: Found, parser: FeedParser) -> Iterator[Document | Rejection]:
        status = _status(found)  # before reading: what changes meanwhile is read again
        mark = stamp(found.name, status)
        if self._before and mark in self._before.read:
            self.unchanged += 1
            self._read.append(mark)
            return
        if self._before and _settles(status, self._fetched_at):
            self.waiting += 1
            return
        again = found.reason is not None or _settles(status, self._fetched_at)
        for item in read_found(found, self._source, self._fetched_at, parser):
            again = again or (isinstance(item, Rejection) and item.reason is Reason.UNREADABLE)
            yield item
        (self._again if again else self._read).append(mark)


def changed_since(path: Path, before: FolderState | None, now: datetime | None = None) -> bool:
    """Whether a reading would find a file that is new or changed: one look at each file, until the first that is.

    With `now`, a file that may still be being written is no change yet.
    """
    if before is None or before.folder != str(path):
        return True
    for found in walk(str(path)):
        status = _status(found)
        mark = stamp(found.name, status)
        known = mark in before.read or mark in before.again
        if not known and not (now and _settles(status, now)):
            return True
    return False


def _status(found: Found) -> os.stat_result | None:
    """Of the file a link leads to; None for what cannot be looked at, or is known to be no file."""
    try:
        return None if found.reason else os.stat(found.path)  # noqa: PTH116 (a Path costs as much again)
    except (OSError, ValueError):
        return None


def _settles(status: os.stat_result | None, now: datetime) -> bool:
    """Whether a file may still be being written."""
    if status is None:
        return False
    return (now - _SETTLING).timestamp() < status.st_mtime < (now + _STRANGE).timestamp()
