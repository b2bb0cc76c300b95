"""The articles that folding has decided: what it looks new ones up in, and all it asks of them."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.postings import Hits, Postings
from pipeline.copies.shingle import CopyPrint, Hashes

# Articles among which a copy's origin is looked for, in whole blocks, so that it does not depend on batches: months of a
# busy desk. Bounds memory (600 bytes an article) and time.
BLOCK: Final = 1 << 16
REACH: Final = 1 << 20

Origins: TypeAlias = NDArray[np.int64]


class Known(NamedTuple):
    """An earlier article."""

    article_id: str
    data: bytes  # its copy print


def within_reach(number: int) -> int:
    """The first article that is looked at for the one of this number."""
    return max(0, number // BLOCK * BLOCK - REACH)


class Past(Protocol):
    """The articles so far, each a number in order of arrival."""

    @property
    def next(self) -> int:
        """The number of the next article."""

    def find(self, fingerprints: Hashes) -> Hits:
        """The first LONGEST articles of each fingerprint (sorted, without doubles) within reach of the next article."""

    def origins(self, numbers: Origins) -> Origins:
        """The number of the original of each article; its own where it is no exact or near copy."""

    def size(self, number: int) -> int:
        """How many fingerprints an article has."""

    def known(self, numbers: Sequence[int]) -> Mapping[int, Known]:
        """The articles of these numbers."""

    def add(self, new: Sequence[CopyPrint], origins: Sequence[int]) -> None:
        """Take in the next articles, each with the number of its original."""


class Remembered:
    """The articles so far, all in memory."""

    def __init__(self) -> None:
        self._postings = Postings()
        self._origins, self._sizes = array("q"), array("i")
        self._known: list[Known] = []

    @property
    def next(self) -> int:
        return len(self._known)

    def find(self, fingerprints: Hashes) -> Hits:
        if self.next % BLOCK == 0:
            self._postings.forget(within_reach(self.next))
        return self._postings.find(fingerprints)

    def origins(self, numbers: Origins) -> Origins:
        return np.frombuffer(self._origins, np.int64)[numbers] if len(numbers) else numbers

    def size(self, number: int) -> int:
        return self._sizes[number]

    def known(self, numbers: Sequence[int]) -> Mapping[int, Known]:
        return {number: self._known[number] for number in numbers}

    def add(self, new: Sequence[CopyPrint], origins: Sequence[int]) -> None:
        for one in new:
            self._postings.add(keys_of(one), len(self._known))
            self._known.append(Known(one.article_id, one.to_bytes()))
            self._sizes.append(len(one.fingerprints))
        self._origins.extend(origins)


def key_of(new: CopyPrint) -> Hashes:
    """Where articles of the same words meet in the index, long or short."""
    return np.array([(new.body or new.title) & 0xFFFFFFFF], np.uint32)


def keys_of(new: CopyPrint) -> Hashes:
    """What an article is filed under."""
    return np.concatenate((new.fingerprints, key_of(new)))
