"""An inverted index from fingerprint to the articles that have it, eight bytes a posting.

A posting is one 64-bit integer, fingerprint above article number, so that sorted arrays serve as index: recent postings
stand in a dict, full ones move into sorted segments whose sizes grow geometrically (a log-structured merge tree: O'Neil et
al., 1996). What `find` answers depends on what was added and in which order alone, never on how it came to lie.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.shingle import Hashes

# A fingerprint in more articles says nothing that its first 64 do not say; it bounds the time of a look-up.
LONGEST: Final = 64
_FLUSH: Final = 1 << 16  # postings kept in the dict, about 12 MB
_LOW: Final = np.uint64(32)


class Hits(NamedTuple):
    """Pairs of a fingerprint asked for (its place in the question) and an article that has it, sorted."""

    places: NDArray[np.int64]
    numbers: NDArray[np.int64]


class Postings:
    """Fingerprints of the articles so far, each article a number, given in ascending order."""

    def __init__(self) -> None:
        self._recent: dict[int, list[int]] = {}
        self._pending = 0
        self._segments: list[NDArray[np.uint64]] = []

    def add(self, fingerprints: Hashes, number: int) -> None:
        for fingerprint in fingerprints.tolist():
            self._recent.setdefault(fingerprint, []).append(number)
        self._pending += len(fingerprints)
        if self._pending >= _FLUSH:
            self._flush()

    def load(self, articles: Sequence[tuple[int, Hashes]]) -> None:
        """Add many articles at once; the same as adding one after another."""
        if not articles:
            return
        numbers, fingerprints = zip(*articles, strict=True)
        sizes = np.fromiter(map(len, fingerprints), np.int64, len(articles))
        keys = np.concatenate(fingerprints).astype(np.uint64) << _LOW
        self._push(keys | np.repeat(np.array(numbers, np.uint64), sizes))

    def find(self, fingerprints: Hashes) -> Hits:
        """The first LONGEST articles of each fingerprint (sorted, without doubles)."""
        pairs = np.concatenate(
            [*(_lookup(segment, fingerprints) for segment in self._segments), self._look_recent(fingerprints)]
        )
        pairs.sort()
        places = (pairs >> _LOW).astype(np.int64)
        rank = np.arange(len(pairs)) - np.searchsorted(places, places)
        kept = rank < LONGEST
        return Hits(places[kept], (pairs[kept] & np.uint64(0xFFFFFFFF)).astype(np.int64))

    def _look_recent(self, fingerprints: Hashes) -> NDArray[np.uint64]:
        get = self._recent.get
        found = [
            (place << 32) | number
            for place, key in enumerate(fingerprints.tolist())
            for number in get(key, ())
        ]
        return np.array(found, np.uint64)

    def _flush(self) -> None:
        pairs = [(key << 32) | number for key, numbers in self._recent.items() for number in numbers]
        self._recent, self._pending = {}, 0
        self._push(np.array(pairs, np.uint64))

    def _push(self, postings: NDArray[np.uint64]) -> None:
        postings.sort()
        self._segments.append(postings)
        while len(self._segments) > 1 and len(self._segments[-2]) < 2 * len(self._segments[-1]):
            merged = np.concatenate(self._segments[-2:])
            del self._segments[-2:]
            merged.sort(kind="stable")  # merges runs
            self._segments.append(merged)


def _lookup(segment: NDArray[np.uint64], fingerprints: Hashes) -> NDArray[np.uint64]:
    """The postings of these fingerprints as place above number, at most LONGEST each."""
    keys = fingerprints.astype(np.uint64) << _LOW
    start = np.searchsorted(segment, keys)
    end = np.searchsorted(segment, keys + np.uint64(0xFFFFFFFF), side="right")
    sizes = np.minimum(end - start, LONGEST)
    places = np.repeat(np.arange(len(keys)), sizes)
    offsets = np.arange(len(places)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    numbers: NDArray[np.uint64] = segment[start[places] + offsets] & np.uint64(0xFFFFFFFF)
    found: NDArray[np.uint64] = (places.astype(np.uint64) << _LOW) | numbers
    return found
