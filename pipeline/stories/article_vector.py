"""An article as one vector: what is said, the lead, names, numbers, pairs of words, each a block of unit length.

Names tell topic rather than event: five reports on one president's week share all of them. So in the blocks of content a
name weighs the same whoever it names, and has a block of its own.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.stories.feature import FIGURE, NAME, NUMBER, StoryPrint
from pipeline.stories.vector import BLOCKS, I64, SHIFT, U32, U64, UNIT, Block, Vector, starts
from pipeline.texts.term import RARITY_UNIT, hashed

F64: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_COUNTED = np.array([block <= Block.NAMES for block in Block])  # weigh more where they come again
_CONTENT_TOKENS, _LEAD_TOKENS, _HEADLINE_TOKENS = 200, 60, 20
_WINDOW = 4  # terms after a term that are near it
_NAME_WEIGHT = 2.5  # nat, about that of an everyday word; with 1.5 to 3.5 the figures hardly differ
_FLATTENED = 0.6  # exponent that keeps one rare word from deciding alone
# The same of a headline, where the rarest words are as often a turn of phrase as what it is about. Each is worth half a point
# of F1 on headlines in any order (capped at 5.5 to 7 nat, exponents .5 to .8).
_RAREST, _EVENED = 6.5, 0.7
# Of a short text any likeness is less, for there is less that could be alike: the lower the number of its tokens below the pivot,
# the longer its vectors (pivoted length normalisation: Singhal, Buckley and Mitra, SIGIR 1996). Pivots of 45 to 100 and slopes of
# .4 to .9 are within .005 of each other.
_PIVOT, _SLOPE = 60, 0.6
_STRETCHED = [
    Block.CONTENT,
    Block.LEAD,
    Block.NAMES,
]  # of the others, pairs and numbers tell forms by what they share
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd constant of Fibonacci hashing (Knuth, TAOCP 3, 6.4)
# One word's features stand in different slots of a Probe, those of a text and of a headline in the same.
_ALIKE = {Block.GIST: Block.CONTENT, Block.SHORT: Block.HEADLINE}
_SALTS = np.array([_ALIKE.get(block, block) * 0x1D6E8FEB86659FD9 for block in Block], np.uint64)
_HALF = np.uint64(32)
_TOGETHER = 1 << 8  # articles whose vectors are made together
# Places of features among those of so many articles: 65,536 of each.
_PLACES, _PLACE = np.uint64(24), np.uint64((1 << 24) - 1)
# A block, and features of it, each at every place it stands: whose it is, what it is, its weight there.
_Features: TypeAlias = tuple[Block, I64, U64, F64]


def vectors(articles: Sequence[StoryPrint]) -> list[Vector]:
    """The blocks of each article, of length UNIT but for rounding, of a short text longer; half the cost of one by one."""
    return [
        found
        for start in range(0, len(articles), _TOGETHER)
        for found in _together(articles[start : start + _TOGETHER])
    ]


class _Terms(NamedTuple):
    """The terms of articles, one after the other."""

    of: I64  # which article has it
    own: U64
    spoken: U64  # the same, told apart by language
    at: NDArray[np.uint16]  # which token of the article
    flags: NDArray[np.uint8]
    rarity: F64  # nat
    weight: F64  # the same, but of names
    short: Flags  # whether its article is


def _together(articles: Sequence[StoryPrint]) -> list[Vector]:
    terms = _laid(articles)
    return _normed(_lengths(articles), [*_single(terms), *_paired(terms)])


def _lengths(articles: Sequence[StoryPrint]) -> F64:
    """Of the blocks of one article after the other."""
    lengths = np.full((len(articles), BLOCKS), float(UNIT))
    tokens = [_PIVOT if one.short or not len(one.position) else int(one.position[-1]) + 1 for one in articles]
    lengths[:, _STRETCHED] *= 1.0 + _SLOPE * np.maximum(0.0, 1.0 - np.array(tokens)[:, None] / _PIVOT)
    return lengths.reshape(-1)


def _laid(articles: Sequence[StoryPrint]) -> _Terms:
    sizes = [len(one.term) for one in articles]
    own = np.concatenate([one.term for one in articles]).astype(np.uint64)
    flags = np.concatenate([one.flags for one in articles])
    rarity = np.concatenate([one.rarity for one in articles]) / RARITY_UNIT
    return _Terms(
        of=np.arange(len(articles)).repeat(sizes),
        own=own,
        spoken=own ^ np.array([_tongue(one.tongue) for one in articles]).repeat(sizes),
        at=np.concatenate([one.position for one in articles]),
        flags=flags,
        rarity=rarity,
        weight=np.where((flags & NAME) > 0, _NAME_WEIGHT, rarity),
        short=np.array([one.short for one in articles]).repeat(sizes),
    )


def _single(terms: _Terms) -> list[_Features]:
    _, own, spoken, at, flags, rarity, weight, short = terms
    name, number = (flags & NAME) > 0, (flags & NUMBER) > 0
    head, evened = at < _HEADLINE_TOKENS, np.minimum(rarity, _RAREST) ** _EVENED
    flattened = weight**_FLATTENED
    kept = [
        (Block.CONTENT, ~short & (at < _CONTENT_TOKENS), spoken, flattened),
        (Block.GIST, short, spoken, flattened),
        (Block.LEAD, ~short & (at < _LEAD_TOKENS) & ~name, spoken, weight),
        (Block.NAMES, ~short & name, spoken, rarity),
        (Block.NUMBERS, ~short & number, spoken, np.where((flags & FIGURE) > 0, 2.0, 1.0)),
        (Block.HEADLINE, ~short & head, own, evened),
        (Block.SHORT, short & head, own, evened),
    ]
    return [
        (block, terms.of[which], features[which], weights[which]) for block, which, features, weights in kept
    ]


def _paired(terms: _Terms) -> list[_Features]:
    of, spoken, weight = terms.of, terms.spoken, terms.weight
    steps = [_apart(step, terms) for step in range(1, _WINDOW + 1)]
    left, right = steps[0]
    first, second = (np.concatenate(ends) for ends in zip(*steps, strict=True))
    differ = spoken[first] != spoken[second]
    first, second = first[differ], second[differ]
    one, other = np.minimum(spoken[first], spoken[second]), np.maximum(spoken[first], spoken[second])
    return [
        (Block.PAIRS, of[left], _pair(spoken[left], spoken[right]), weight[left] + weight[right]),
        (Block.NEAR, of[first], _pair(one, other), weight[first] + weight[second]),
    ]


def _apart(step: int, terms: _Terms) -> tuple[I64, I64]:
    """The terms that stand so many terms apart in a text with a body."""
    first = np.flatnonzero((terms.of[:-step] == terms.of[step:]) & ~terms.short[step:])
    return first, first + step


@lru_cache(maxsize=1 << 8)
def _tongue(tongue: str) -> np.uint64:
    """What keeps words apart that two languages spell alike; a headline is too short to tell its language."""
    return np.uint64(0 if tongue in {"", "en"} else hashed(f"tongue {tongue}"))


def _pair(one: U64, other: U64) -> U64:
    return (one << np.uint64(32)) + other + np.uint64(1)


def _normed(lengths: F64, blocks: Sequence[_Features]) -> list[Vector]:
    """The vectors of articles; `lengths`: of the blocks of one after the other."""
    count = len(lengths) // BLOCKS
    block = np.array([one for one, *_ in blocks]).repeat([len(of) for _, of, _, _ in blocks])
    of, features, weight = (np.concatenate([one[at] for one in blocks]) for at in (1, 2, 3))
    ranked = (of.astype(np.uint64) << _PLACES + _HALF) | (_ids(block, features).astype(np.uint64) << _PLACES)
    ranked |= np.arange(len(of), dtype=np.uint64)
    ranked.sort()
    keys = ranked >> _PLACES
    first = starts(keys)
    again = np.concatenate((first[1:], [len(keys)])) - first
    weight = weight[(ranked[first] & _PLACE).astype(np.int64)]
    ids, of = keys[first].astype(np.uint32), (keys[first] >> _HALF).astype(np.int64)
    block = (ids >> SHIFT).astype(np.int64)
    more = np.flatnonzero((again > 1) & _COUNTED[block])
    weight[more] *= 1.0 + np.log(again[more])
    group = of * BLOCKS + block
    length = np.sqrt(np.bincount(group, weight * weight, count * BLOCKS))
    length[length == 0.0] = 1.0
    weights = np.rint(weight * (lengths / length)[group]).astype(np.int16)
    ends = of.searchsorted(np.arange(count + 1)).tolist()
    return [Vector(ids[start:end].copy(), weights[start:end].copy()) for start, end in pairwise(ends)]


def _ids(block: I64, features: U64) -> U32:
    mixed = ((features + _SALTS[block]) * _MIX) >> np.uint64(36)
    return mixed.astype(np.uint32) | (block.astype(np.uint32) << SHIFT)
