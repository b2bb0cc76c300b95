"""Vectors, their sums and dot products: exact, whatever they are summed up with and in which order."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stories.vector import BLOCKS, Block, Probe, Vector, negative, summed

SHIFT, LAST = 28, 1 << 12
# What a block of a text is told as when it meets one of a headline, or the other way round, and which one that is.
ACROSS = {
    Block.CONTENT: (Block.GIST, Block.GIST),
    Block.GIST: (Block.GIST, Block.CONTENT),
    Block.HEADLINE: (Block.HEADLINE, Block.SHORT),
    Block.SHORT: (Block.HEADLINE, Block.HEADLINE),
}
FEATURES = st.dictionaries(st.integers(0, BLOCKS * 40 - 1), st.integers(-50, 50), max_size=30)


def made(features: dict[int, int]) -> Vector:
    """Ids that differ in few bits, so that many stand in one slot; those of headlines and short texts are alike."""
    ids = {(one % BLOCKS) << SHIFT | (one // BLOCKS) * LAST: weight for one, weight in features.items()}
    ordered = sorted(ids)
    return Vector(np.array(ordered, np.uint32), np.array([ids[one] for one in ordered], np.int32))


def plain(one: Vector) -> dict[tuple[int, int], int]:
    pairs = zip(one.ids.tolist(), one.weights.tolist(), strict=True)
    return {(one >> SHIFT, one & ((1 << SHIFT) - 1)): weight for one, weight in pairs}


def naive(one: Vector, others: Sequence[Vector]) -> list[int]:
    """Dot products by block; what a text and a headline share is told apart from what two of a kind do."""
    found: Counter[int] = Counter()
    for other in others:
        theirs = plain(other)
        for (number, feature), weight in plain(one).items():
            block = Block(number)
            if block not in {Block.GIST, Block.HEADLINE}:
                found[block] += weight * theirs.get((block, feature), 0)
            if block in ACROSS:
                kind, across = ACROSS[block]
                found[kind] += weight * theirs.get((across, feature), 0)
    return [found[block] for block in range(BLOCKS)]


@settings(max_examples=150)
@given(one=st.lists(FEATURES, max_size=3), groups=st.lists(st.lists(FEATURES, max_size=4), max_size=5))
def test_dot_products_are_those_of_the_sums(
    one: list[dict[int, int]], groups: list[list[dict[int, int]]]
) -> None:
    own = [made(features) for features in one]
    others = [[made(features) for features in group] for group in groups]
    whole = summed(own) if own else made({})
    assert Probe(own).dots(others).tolist() == [naive(whole, group) for group in others]


@given(st.lists(FEATURES, min_size=1, max_size=5))
def test_a_sum_holds_each_feature_once_and_what_is_taken_out_again_leaves_nothing(
    features: list[dict[int, int]],
) -> None:
    parts = [made(one) for one in features]
    total = summed(parts)
    assert np.all(np.diff(total.ids.astype(np.int64)) > 0)
    expected: Counter[tuple[int, int]] = Counter()
    for part in parts:
        expected.update(plain(part))
    assert plain(total) == dict(expected)
    rest = summed([total, *(negative(part) for part in reversed(parts))])
    assert not rest.weights.any()
