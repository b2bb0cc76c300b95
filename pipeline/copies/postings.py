"""An inverted index from fingerprint to the articles that have it, eight bytes a posting, or four in a block.

A posting is one 64-bit integer, fingerprint above article number, so that sorted arrays serve as index: recent postings
stand in a dict, full ones move into sorted segments whose sizes grow geometrically (a log-structured merge tree: O'Neil et
al., 1996). What `find` answers depends on what was added and in which order alone, never on how it came to lie.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.shingle import Hashes

# A fingerprint in more articles says nothing that its first 64 do not say; it bounds the time of a look-up.
LONGEST: Final = 64
_FLUSH: Final = 1 << 16  # postings kept in the dict, about 12 MB
_LARGEST: Final = (
    1 << 23
)  # postings of a segment that is not merged any more: bounds the memory that merging takes
_LOW: Final = np.uint64(32)
# A block's postings are parted by the upper half of the fingerprint; kept is the lower half, above the article's place.
_HALF: Final = np.uint32(16)
_LOWER: Final = np.uint32(0xFFFF)
_ROOM: Final = 4  # ranges of fingerprints to a posting, at least: what a block has not is taken for known in one case of five

Numbers: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.uint8]


class Hits(NamedTuple):
    """Pairs of a fingerprint asked for (its place in the question) and an article that has it, sorted."""

    places: Numbers
    numbers: Numbers


class Block:
    """The postings of at most 65,536 articles in a row, four bytes each, made once and read back as they lie.

    Most fingerprints that are asked for stand in few blocks or none: a bit for each range of fingerprints says where there is
    nothing to look for (a Bloom filter with one hash: CACM 13/7, 1970). Blocks are asked three times as fast by it.
    """

    def __init__(self, first: int, starts: Hashes, postings: Hashes, present: Bits) -> None:
        """As `pressed` gave it: where each part begins, and where the last one ends; the parts; `presence` of all."""
        self.first = first
        self.starts = starts
        self.postings = postings
        self.present = present
        self._range = np.uint32(32 - (8 * len(present)).bit_length() + 1)  # bits of a fingerprint within one

    @staticmethod
    def pressed(first: int, fingerprints: Hashes, numbers: NDArray[np.signedinteger]) -> "Block":
        """The block of these postings: the article of each fingerprint, all from `first` on."""
        keys = (fingerprints.astype(np.uint64) << np.uint64(16)) | (numbers - first).astype(np.uint64)
        keys.sort()
        starts = keys.searchsorted(np.arange((1 << 16) + 1, dtype=np.uint64) << _LOW)
        return Block(first, starts.astype(np.uint32), keys.astype(np.uint32), presence(fingerprints))

    def lookup(self, fingerprints: Hashes) -> NDArray[np.uint64]:
        """The postings of these fingerprints as place above number, at most LONGEST each."""
        asked = np.flatnonzero(self._may_have(fingerprints))
        part, lower = fingerprints[asked] >> _HALF, fingerprints[asked] & _LOWER
        end = self.starts[part + np.uint32(1)]
        start = self._bound(self.starts[part], end, lower)
        known = np.flatnonzero(start < end)
        known = known[self.postings[start[known]] >> _HALF == lower[known]]
        start, end = start[known], np.minimum(start[known] + np.uint32(LONGEST), end[known])
        sizes = self._bound(start, end, lower[known] + np.uint32(1)) - start
        numbers = self.postings[_ranges(start, sizes)] & _LOWER
        return _pairs(asked[known], sizes, numbers.astype(np.uint64) + np.uint64(self.first))

    def _may_have(self, fingerprints: Hashes) -> Bits:
        at = fingerprints >> self._range
        found: Bits = self.present[at >> np.uint32(3)] >> (at & np.uint32(7)).astype(np.uint8) & np.uint8(1)
        return found

    def _bound(self, start: Hashes, end: Hashes, lower: Hashes) -> Hashes:
        """The first posting from start to end whose fingerprint's lower half is at least this; the end, if none is."""
        for _ in range(int((end - start).max(initial=0)).bit_length()):
            middle = (start + end) >> np.uint32(1)
            less = (self.postings.take(middle, mode="clip") >> _HALF < lower) & (start < end)
            start = np.where(less, middle + np.uint32(1), start)
            end = np.where(less, end, middle)
        return start


def presence(fingerprints: Hashes) -> Bits:
    """A bit for each of equally long ranges of fingerprints: whether it has any."""
    bits = max(3, (_ROOM * len(fingerprints) - 1).bit_length())
    present = np.zeros(1 << bits, np.bool_)
    present[fingerprints >> np.uint32(32 - bits)] = True
    return np.packbits(present, bitorder="little")


def unpressed(starts: Hashes, postings: Hashes) -> Hashes:
    """The fingerprint of each posting of a block."""
    parts = np.arange(len(starts) - 1, dtype=np.uint32) << _HALF
    found: Hashes = np.repeat(parts, np.diff(starts)) | (postings >> _HALF)
    return found


class Postings:
    """Fingerprints of the articles so far, each article a number, given in ascending order."""

    def __init__(self) -> None:
        self._recent: dict[int, list[int]] = {}
        self._pending = 0
        self._segments: list[NDArray[np.uint64]] = []
        self._blocks: list[Block] = []

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

    def load_postings(self, fingerprints: Hashes, numbers: NDArray[np.signedinteger]) -> None:
        """Add postings: the article of each fingerprint."""
        self._push((fingerprints.astype(np.uint64) << _LOW) | numbers.astype(np.uint64))

    def load_block(self, block: "Block") -> None:
        self._blocks.append(block)

    def forget(self, before: int) -> None:
        """Drop the articles before this one, which no block has beside others."""
        self._flush()
        self._blocks = [block for block in self._blocks if block.first >= before]
        kept = (segment[(segment & np.uint64(0xFFFFFFFF)) >= before] for segment in self._segments)
        self._segments = [segment for segment in kept if len(segment)]

    def find(self, fingerprints: Hashes) -> Hits:
        """The first LONGEST articles of each fingerprint (sorted, without doubles)."""
        pairs = np.concatenate(
            [
                *(block.lookup(fingerprints) for block in self._blocks),
                *(_lookup(segment, fingerprints) for segment in self._segments),
                self._look_recent(fingerprints),
            ]
        )
        return _first(pairs.astype(np.int64))

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
        if not len(postings):
            return
        postings.sort()
        self._segments.append(postings)
        while len(self._segments) > 1 and len(self._segments[-2]) < min(
            2 * len(self._segments[-1]), _LARGEST
        ):
            merged = np.concatenate(self._segments[-2:])
            del self._segments[-2:]
            merged.sort(kind="stable")  # merges runs
            self._segments.append(merged)


def merged(one: Hits, other: Hits) -> Hits:
    """The first LONGEST articles of each fingerprint among those of both."""
    places, numbers = (np.concatenate(parts) for parts in zip(one, other, strict=True))
    return _first((places << 32) | numbers)


def _first(pairs: Numbers) -> Hits:
    """Pairs of a place above a number, sorted, the first LONGEST of each place."""
    pairs.sort()
    places = pairs >> 32
    rank = np.arange(len(pairs)) - np.searchsorted(places, places)
    kept = rank < LONGEST
    return Hits(places[kept], pairs[kept] & 0xFFFFFFFF)


def _lookup(segment: NDArray[np.uint64], fingerprints: Hashes) -> NDArray[np.uint64]:
    """The postings of these fingerprints in a segment (not empty) as place above number, at most LONGEST each."""
    keys = fingerprints.astype(np.uint64) << _LOW
    start = np.searchsorted(segment, keys)
    known = np.flatnonzero(segment[np.minimum(start, len(segment) - 1)] >> _LOW == fingerprints)
    known = known[start[known] < len(segment)]
    start = start[known]
    end = np.searchsorted(segment, keys[known] + np.uint64(0xFFFFFFFF), side="right")
    sizes = np.minimum(end - start, LONGEST)
    return _pairs(known, sizes, segment[_ranges(start, sizes)] & np.uint64(0xFFFFFFFF))


def _ranges(start: NDArray[np.integer], sizes: NDArray[np.integer]) -> Numbers:
    """The places from each start on, so many."""
    ends = np.cumsum(sizes, dtype=np.int64)
    found: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + sizes, sizes)
    return found


def _pairs(places: Numbers, sizes: NDArray[np.integer], numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each place, as often as it has numbers, above these."""
    found: NDArray[np.uint64] = (np.repeat(places, sizes).astype(np.uint64) << _LOW) | numbers
    return found
