"""Sparse vectors of several blocks, held as integers: sums and dot products are exact and independent of order.

So a state rebuilt from the warehouse decides like the one that was never put down (law 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F64: TypeAlias = NDArray[np.float64]


class Block(IntEnum):
    CONTENT = 0  # terms of the first 200 tokens of a text with a body
    GIST = 1  # of a headline, weighted alike
    HEADLINE = 2  # the first 20 tokens of a text with a body
    SHORT = 3  # of a headline
    LEAD = 4  # terms of the first 60 tokens, names left out
    NAMES = 5
    NUMBERS = 6
    PAIRS = 7  # neighbours, in order
    NEAR = 8  # pairs within five terms, in any order: what survives another translation of the same words


BLOCKS = len(Block)
UNIT = 1 << 14  # length of a block's vector
# A feature's block stands in the four highest bits of its id, 28 bits of hash below: two articles have a thousand features
# each, so that one in five hundred pairs takes one feature for another. A word of a text and of a headline differ in one bit.
SHIFT = np.uint32(28)
_FLIP = np.uint32(1 << 28)  # turns CONTENT into GIST, HEADLINE into SHORT, and back
_BOUNDS = np.arange(Block.GIST, Block.LEAD + 1, dtype=np.uint32) << SHIFT  # where these four begin
_OTHERS = _BOUNDS[-1]
# Which dot product it is, by the sum of the two blocks that meet: GIST is of a headline's with the CONTENT of a text, HEADLINE of
# that of a text with a headline's. What two texts share of HEADLINE, and two headlines of GIST, is not asked for.
_WIDTH = BLOCKS + 1
_MET = np.full(2 * BLOCKS - 1, BLOCKS)
_MET[[0, 1, 5, 6, 8, 10, 12, 14, 16]] = np.arange(BLOCKS)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_EMPTY = 16  # slots of a probe to a feature, at least


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """Feature ids in ascending order, and their weights."""

    ids: U32
    weights: NDArray[np.signedinteger]


def _order(ids: U32) -> I64:
    """A stable argsort, several times as fast as numpy's."""
    ranked = (ids.astype(np.uint64) << _HALF) | np.arange(len(ids), dtype=np.uint64)
    ranked.sort()
    return (ranked & _LOW).astype(np.int64)


def starts(ids: U32 | U64) -> I64:
    """Where each id stands first, in ascending ids."""
    return (
        np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1]))) if len(ids) else np.zeros(0, np.int64)
    )


def summed(parts: Sequence[Vector]) -> Vector:
    """The sum of vectors."""
    if len(parts) == 1:
        return parts[0]
    ids = np.concatenate([part.ids for part in parts])
    weights = np.concatenate([part.weights for part in parts]).astype(np.int32)
    ranked = (ids.astype(np.uint64) << _HALF) | weights.view(np.uint32)
    ranked.sort()
    ids, weights = (ranked >> _HALF).astype(np.uint32), ranked.astype(np.uint32).view(np.int32)
    first = starts(ids)
    return Vector(ids[first], np.add.reduceat(weights, first) if len(ids) else weights)


def squares(one: Vector) -> I64:
    """The dot product of a vector with itself, by block, as Probe tells it."""
    weights = one.weights.astype(np.float64)
    found: I64 = np.bincount(one.ids >> SHIFT, weights * weights, BLOCKS).astype(np.int64)
    gist, head, short, end = one.ids.searchsorted(_BOUNDS).tolist()
    found[Block.GIST] = _across(one.ids, weights, 0, gist, head)
    found[Block.HEADLINE] = _across(one.ids, weights, head, short, end)
    return found


def own_squares(parts: Sequence[Vector]) -> I64:
    """The sum of the `squares` of single articles, of which none has both a text and a headline without one."""
    ids = np.concatenate([part.ids for part in parts])
    weights = np.concatenate([part.weights for part in parts]).astype(np.float64)
    found: I64 = np.bincount(ids >> SHIFT, weights * weights, BLOCKS).astype(np.int64)
    found[[Block.GIST, Block.HEADLINE]] = 0
    return found


def _across(ids: U32, weights: F64, start: int, middle: int, end: int) -> int:
    """Twice the dot product of a block that ends in the middle with the next, the same of headlines."""
    if not start < middle < end:
        return 0
    flipped = ids[start:middle] ^ _FLIP
    _, mine, theirs = np.intersect1d(flipped, ids[middle:end], assume_unique=True, return_indices=True)
    return 2 * int(weights[start:middle][mine] @ weights[middle:end][theirs])


def as_headline(one: Vector) -> Vector:
    """The headline of one article as that of a text without a body."""
    start, end = one.ids.searchsorted(_BOUNDS[1::2]).tolist()
    return Vector(one.ids[start:end] | _FLIP, one.weights[start:end])


def negative(part: Vector) -> Vector:
    return Vector(part.ids, -part.weights)


class Probe:
    """A vector laid out so that dot products with many others take a few passes over their ids.

    A table of slots, by the lowest bits of an id, leads to the features there; most features of others meet an empty slot.
    """

    def __init__(self, parts: Sequence[Vector]) -> None:
        """`parts`: the vector is their sum."""
        own = summed(parts) if parts else Vector(np.zeros(0, np.uint32), np.zeros(0, np.int32))
        size = 1 << max(8, (len(own.ids) * _EMPTY).bit_length())
        self._mask = np.uint32(size - 1)
        slots = own.ids & self._mask
        order = _order(slots)
        self._ids = own.ids[order]
        self._weights = own.weights[order].astype(np.int64)
        slots = slots[order]
        last = np.ones(len(slots), np.bool_)  # of its slot
        np.not_equal(slots[1:], slots[:-1], out=last[:-1])
        self._more = ~last
        first = np.flatnonzero(np.concatenate((last[-1:], last[:-1])))
        self._heads = np.full(size, -1, np.int32)
        self._heads[slots[first]] = first

    def dots(self, groups: Sequence[Sequence[Vector]]) -> I64:
        """Dot products with the sum of each group of vectors, by block, shape (len(groups), BLOCKS).

        Exact below 2**53, that is for 2**23 pairs of articles.
        """
        total = np.zeros(len(groups) * _WIDTH)
        others = [other for group in groups for other in group]
        if not others or not len(self._ids):
            return total.astype(np.int64).reshape(-1, _WIDTH)[:, :BLOCKS]
        ids = np.concatenate([other.ids for other in others])
        at = self._heads.take(ids & self._mask)
        hit = np.flatnonzero(at >= 0)
        at, ids = at[hit].astype(np.int64), ids[hit]
        ends = np.cumsum([sum(len(other.ids) for other in group) for group in groups])
        rows = ends.searchsorted(hit, side="right") * _WIDTH
        weights = np.concatenate([other.weights for other in others])[hit]
        while len(at):
            mine = self._ids[at]
            apart = mine ^ ids
            same = np.flatnonzero((apart == 0) | ((apart == _FLIP) & (mine < _OTHERS)))
            block = _MET[(mine[same] >> SHIFT) + (ids[same] >> SHIFT)]
            total += np.bincount(rows[same] + block, self._weights[at[same]] * weights[same], len(total))
            more = np.flatnonzero(self._more[at])
            at, ids, rows, weights = at[more] + 1, ids[more], rows[more], weights[more]
        return total.astype(np.int64).reshape(-1, _WIDTH)[:, :BLOCKS]
