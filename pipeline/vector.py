"""An article as one sparse vector of several blocks: what is said, the lead, names, numbers, pairs of words.

Each block has unit length and is held as integers: sums and dot products are exact and independent of order, so a state
rebuilt from the warehouse decides like the one that was never put down (law 3).

Names tell topic rather than event: five reports on one president's week share all of them. So in the blocks of content a
name weighs the same whoever it names, and has a block of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.feature import FIGURE, NAME, NUMBER, StoryPrint
from pipeline.term import RARITY_UNIT, hashed

U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F64: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


class Block(IntEnum):
    CONTENT = 0  # terms of the first 200 tokens
    LEAD = 1  # of the first 60, names left out
    NAMES = 2
    NUMBERS = 3
    PAIRS = 4  # neighbours, in order
    NEAR = 5  # pairs within five terms, in any order: what survives another translation of the same words
    HEADLINE = 6  # the first 20 tokens of a text with a body
    SHORT = 7  # the same of a text without


BLOCKS = len(Block)
UNIT = 1 << 14  # length of a block's vector
# A feature's block stands in the three highest bits of its id, 29 bits of hash below: two articles have a thousand features
# each, so that one in a thousand pairs takes one feature for another. A word and a headline of it differ in one bit.
_SHIFT = np.uint32(29)
_HEADLINES = np.uint32(Block.HEADLINE << 29)
_FLIP = np.uint32(1 << 29)  # turns HEADLINE into SHORT and back
_COUNTED = np.array([block in {0, 1, 2, 6, 7} for block in range(BLOCKS)])  # weigh more where they come again
_CONTENT_TOKENS, _LEAD_TOKENS, _HEADLINE_TOKENS = 200, 60, 20
_WINDOW = 4  # terms after a term that are near it
_NAME_WEIGHT = 2.5  # nat, about that of an everyday word; with 1.5 to 3.5 the figures hardly differ
_FLATTENED = 0.6  # exponent that keeps one rare word from deciding alone
# The same of a headline, where the rarest words are as often a turn of phrase as what it is about. Each is worth half a point
# of F1 on headlines in any order (capped at 5.5 to 7 nat, exponents .5 to .8).
_RAREST, _EVENED = 6.5, 0.7
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd constant of Fibonacci hashing (Knuth, TAOCP 3, 6.4)
# One word's features stand in different slots of a Probe, those of its headlines in the same.
_SALTS = np.array([min(block, Block.HEADLINE) * 0x1D6E8FEB86659FD9 for block in range(BLOCKS)], np.uint64)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_EMPTY = 16  # slots of a probe to a feature, at least


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """Feature ids in ascending order, and their weights."""

    ids: U32
    weights: NDArray[np.signedinteger]


def vector(article: StoryPrint) -> Vector:
    """The blocks of an article, each of length UNIT but for rounding."""
    own, at, flags = article.term.astype(np.uint64), article.position, article.flags
    rarity = article.rarity / RARITY_UNIT
    name = (flags & NAME) > 0
    head = at < _HEADLINE_TOKENS
    headline = own[head], np.minimum(rarity[head], _RAREST) ** _EVENED
    if article.short:
        return _normed([(Block.SHORT, *headline)])
    terms = own ^ _tongue(article.tongue)
    weight = np.where(name, _NAME_WEIGHT, rarity)
    number = (flags & NUMBER) > 0
    content, lead = at < _CONTENT_TOKENS, (at < _LEAD_TOKENS) & ~name
    return _normed([
        (Block.CONTENT, terms[content], weight[content] ** _FLATTENED),
        (Block.LEAD, terms[lead], weight[lead]),
        (Block.NAMES, terms[name], rarity[name]),
        (Block.NUMBERS, terms[number], np.where((flags[number] & FIGURE) > 0, 2.0, 1.0)),
        (Block.PAIRS, _pair(terms[:-1], terms[1:]), weight[:-1] + weight[1:]),
        (Block.NEAR, *_near(terms, weight)),
        (Block.HEADLINE, *headline),
    ])  # fmt: skip


@lru_cache(maxsize=1 << 8)
def _tongue(tongue: str) -> np.uint64:
    """What keeps words apart that two languages spell alike; a headline is too short to tell its language."""
    return np.uint64(0 if tongue in {"", "en"} else hashed(f"tongue {tongue}"))


def _near(terms: U64, weight: F64) -> tuple[U64, F64]:
    steps = range(1, min(_WINDOW, len(terms) - 1) + 1)
    first = np.concatenate([np.arange(len(terms) - step) for step in steps] or [np.zeros(0, np.int64)])
    second = first + np.repeat(np.array(steps, np.int64), [len(terms) - step for step in steps])
    one, other = terms[first], terms[second]
    pairs = _pair(np.minimum(one, other), np.maximum(one, other))
    keep = one != other
    return pairs[keep], (weight[first] + weight[second])[keep]


def _pair(one: U64, other: U64) -> U64:
    return (one << np.uint64(32)) + other + np.uint64(1)


def _normed(blocks: Sequence[tuple[Block, U64, F64]]) -> Vector:
    """Blocks of features and their weights, each at every place it stands, as vectors of unit length."""
    block = np.array([one for one, _, _ in blocks]).repeat([len(features) for _, features, _ in blocks])
    ids = _ids(block, np.concatenate([features for _, features, _ in blocks]))
    order = _order(ids)
    ids = ids[order]
    first = _starts(ids)
    count = np.concatenate((first[1:], [len(ids)])) - first
    ids, order = ids[first], order[first]
    block, weight = block[order], np.concatenate([weights for _, _, weights in blocks])[order]
    again = np.flatnonzero((count > 1) & _COUNTED[block])
    weight[again] *= 1.0 + np.log(count[again])
    length = np.sqrt(np.bincount(block, weight * weight, BLOCKS))
    length[length == 0.0] = 1.0
    return Vector(ids, np.rint(weight * (UNIT / length)[block]).astype(np.int16))


def _ids(block: I64, features: U64) -> U32:
    mixed = ((features + _SALTS[block]) * _MIX) >> np.uint64(35)
    return mixed.astype(np.uint32) | (block.astype(np.uint32) << _SHIFT)


def _order(ids: U32) -> I64:
    """A stable argsort, several times as fast as numpy's."""
    ranked = (ids.astype(np.uint64) << _HALF) | np.arange(len(ids), dtype=np.uint64)
    ranked.sort()
    return (ranked & _LOW).astype(np.int64)


def _starts(ids: U32) -> I64:
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
    starts = _starts(ids)
    return Vector(ids[starts], np.add.reduceat(weights, starts) if len(ids) else weights)


def lengths(one: Vector) -> I64:
    """The dot product of the vector of one article with itself, by block."""
    weights = one.weights.astype(np.float64)
    found: I64 = np.bincount(one.ids >> _SHIFT, weights * weights, BLOCKS).astype(np.int64)
    return found


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

        Those of headlines and short texts are all in SHORT. Exact below 2**53, that is for 2**25 pairs of articles.
        """
        total = np.zeros(len(groups) * BLOCKS)
        others = [other for group in groups for other in group]
        if not others or not len(self._ids):
            return total.astype(np.int64).reshape(-1, BLOCKS)
        ids = np.concatenate([other.ids for other in others])
        at = self._heads.take(ids & self._mask)
        hit = np.flatnonzero(at >= 0)
        at, ids = at[hit].astype(np.int64), ids[hit]
        ends = np.cumsum([sum(len(other.ids) for other in group) for group in groups])
        rows = ends.searchsorted(hit, side="right") * BLOCKS
        weights = np.concatenate([other.weights for other in others])[hit]
        while len(at):
            mine = self._ids[at]
            apart = mine ^ ids
            same = np.flatnonzero((apart == 0) | ((apart == _FLIP) & (mine >= _HEADLINES)))
            block = ((mine[same] | ids[same]) >> _SHIFT).astype(np.int64)
            total += np.bincount(rows[same] + block, self._weights[at[same]] * weights[same], len(total))
            more = np.flatnonzero(self._more[at])
            at, ids, rows, weights = at[more] + 1, ids[more], rows[more], weights[more]
        return total.astype(np.int64).reshape(-1, BLOCKS)
