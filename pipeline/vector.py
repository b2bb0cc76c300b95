"""An article as one sparse vector of several blocks: what is said, the lead, names, numbers, pairs of words.

Each block has unit length and is held as integers: sums and dot products are exact and independent of order, so a state
rebuilt from the warehouse decides like the one that was never put down (law 3).

Names tell topic rather than event: five reports on one president's week share all of them. So in the blocks of content a
name weighs the same whoever it names, and has a block of its own.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.feature import FIGURE, NAME, NUMBER, StoryPrint
from pipeline.term import RARITY_UNIT

U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F64: TypeAlias = NDArray[np.float64]


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
_SHIFT = np.uint64(61)  # a feature's block stands in the three highest bits of its id
_FLIP = np.uint64(1 << 61)  # turns HEADLINE into SHORT and back
_CONTENT_TOKENS, _LEAD_TOKENS, _HEADLINE_TOKENS = 200, 60, 20
_WINDOW = 4  # terms after a term that are near it
_NAME_WEIGHT = 2.5  # nat, about that of an everyday word; with 1.5 to 3.5 the figures hardly differ
_FLATTENED = 0.6  # exponent that keeps one rare word from deciding alone
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd constant of Fibonacci hashing (Knuth, TAOCP 3, 6.4)


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """Feature ids in ascending order, and their weights."""

    ids: U64
    weights: I64


def vector(article: StoryPrint) -> Vector:
    """The blocks of an article, each of length UNIT but for rounding."""
    terms, at, flags = article.term.astype(np.uint64), article.position, article.flags
    rarity = article.rarity / RARITY_UNIT
    name = (flags & NAME) > 0
    weight = np.where(name, _NAME_WEIGHT, rarity)
    headline = _counted(
        Block.SHORT if article.short else Block.HEADLINE,
        terms,
        rarity,
        at < _HEADLINE_TOKENS,
    )
    if article.short:
        return headline
    number = (flags & NUMBER) > 0
    return summed([
        _counted(Block.CONTENT, terms, weight**_FLATTENED, at < _CONTENT_TOKENS),
        _counted(Block.LEAD, terms, weight, (at < _LEAD_TOKENS) & ~name),
        _counted(Block.NAMES, terms, rarity, name),
        _once(Block.NUMBERS, terms[number], np.where((flags[number] & FIGURE) > 0, 2.0, 1.0)),
        _once(Block.PAIRS, _mixed(terms[:-1], terms[1:]), weight[:-1] + weight[1:]),
        _near(terms, weight),
        headline,
    ])  # fmt: skip


def _counted(block: Block, terms: U64, weight: F64, where: NDArray[np.bool_]) -> Vector:
    """A block whose terms weigh (1 + ln count) times their weight."""
    found, first, count = np.unique(terms[where], return_index=True, return_counts=True)
    return _unit(block, found, (1.0 + np.log(count)) * weight[where][first])


def _once(block: Block, features: U64, weight: F64) -> Vector:
    found, first = np.unique(features, return_index=True)
    return _unit(block, found, weight[first])


def _near(terms: U64, weight: F64) -> Vector:
    pairs, weights = [], []
    for step in range(1, _WINDOW + 1):
        one, other = terms[:-step], terms[step:]
        keep = one != other
        pairs.append(_mixed(np.minimum(one, other), np.maximum(one, other))[keep])
        weights.append((weight[:-step] + weight[step:])[keep])
    return _once(Block.NEAR, np.concatenate(pairs), np.concatenate(weights))


def _mixed(one: U64, other: U64) -> U64:
    mixed = (one * np.uint64(0x100000001) + other) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def _unit(block: Block, features: U64, weight: F64) -> Vector:
    length = math.sqrt(float((weight * weight).sum())) or 1.0
    ids = (np.uint64(block) << _SHIFT) | (features & np.uint64((1 << 61) - 1))
    return Vector(ids, np.rint(weight * (UNIT / length)).astype(np.int64))


def summed(parts: list[Vector]) -> Vector:
    """The sum of vectors."""
    ids = np.concatenate([part.ids for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    order = np.argsort(ids, kind="stable")
    ids, weights = ids[order], weights[order]
    starts = (
        np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]])) if len(ids) else np.zeros(0, np.int64)
    )
    return Vector(ids[starts], np.add.reduceat(weights, starts) if len(ids) else weights)


def dots(one: Vector, other: Vector) -> I64:
    """Dot product of each block, shape (BLOCKS,), headlines and short texts all in SHORT.

    Exact below 2**53, that is for stories of up to five thousand members.
    """
    if len(one.ids) > len(other.ids):
        one, other = other, one
    found = _dots(one.ids, one.weights, other)
    if len(one.ids) and max(one.ids[-1], other.ids[-1]) >> _SHIFT == Block.SHORT:
        tail = one.ids >> _SHIFT >= Block.HEADLINE
        found[Block.SHORT] += _dots(one.ids[tail] ^ _FLIP, one.weights[tail], other)[Block.HEADLINE :].sum()
    return found


def _dots(ids: U64, weights: I64, other: Vector) -> I64:
    if not len(ids):
        return np.zeros(BLOCKS, np.int64)
    at = other.ids.searchsorted(ids)
    hit = np.flatnonzero(other.ids.take(at, mode="clip") == ids)
    products = weights[hit] * other.weights[at[hit]]
    return np.bincount((ids[hit] >> _SHIFT).view(np.int64), products, BLOCKS).astype(np.int64)
