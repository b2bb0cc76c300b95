"""What one reading of a folder leaves for the next: a fingerprint of every file that was read."""

import base64
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np

from pipeline.records import Json

_KINDS = 1  # raised when more kinds of files are read: those refused before are then read again
_MOST = (
    2_000_000  # files remembered, in 22 MB of JSON; further ones are read at each run, which only costs time
)


class Stamps:
    """A set of fingerprints, sorted: 8 bytes a file, where one of Python's takes 60.

    64 bits are enough: that one changed file meets a fingerprint of a million others is a chance of 5e-14.
    """

    def __init__(self, values: "array[int]") -> None:
        self._values = array("Q", np.unique(np.frombuffer(values, np.uint64))[:_MOST].tobytes())

    def __contains__(self, value: int) -> bool:
        place = bisect_left(self._values, value)
        return place < len(self._values) and self._values[place] == value

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamps) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]

    def to_text(self) -> str:
        return base64.b64encode(_little(self._values).tobytes()).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Raises: ValueError: it is no such text."""
        values = array("Q")
        values.frombytes(base64.b64decode(text, validate=True))
        return cls(_little(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """Which files need not be read again.

    One fingerprint a file says all: a file that changed has another one, one that vanished is not in the next state. So no
    path is kept, and a million files take 11 MB, where their paths and times would take 100.
    """

    folder: str  # as declared; another one means other files
    read: Stamps  # files that were read, or refused for what they hold
    again: Stamps  # files that could not be opened, or were still young: read again, but not for being new

    def to_json(self) -> dict[str, Json]:
        return {
            "folder": self.folder,
            "kinds": _KINDS,
            "read": self.read.to_text(),
            "again": self.again.to_text(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Json]) -> "FolderState | None":
        """The state as kept; one that cannot be read, or is of a program that read fewer kinds, is none."""
        if values.get("kinds") != _KINDS:
            return None
        folder, read, again = values.get("folder"), values.get("read"), values.get("again")
        if not (isinstance(folder, str) and isinstance(read, str) and isinstance(again, str)):
            return None
        try:
            return cls(folder=folder, read=Stamps.from_text(read), again=Stamps.from_text(again))
        except ValueError:
            return None


def stamp(name: str, status: os.stat_result | None) -> int:
    """The fingerprint of a file: its relative path, size, and times of change; without a status, of the path alone.

    The time of status change (ctime) tells what size and time of modification do not: a file replaced by another as long and
    as old, and a copy that keeps its times. Unlike the inode number it holds still on network and FUSE mounts.
    """
    facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns) if status else ()
    digest = blake2b(os.fsencode(name), digest_size=8, person=b"file")
    digest.update(b"\0" + ",".join(map(str, facts)).encode("ascii"))
    return int.from_bytes(digest.digest(), "little")


def _little(values: "array[int]") -> "array[int]":
    """The values in the byte order of the JSON, and back."""
    if sys.byteorder == "big":
        values = array("Q", values)
        values.byteswap()
    return values
