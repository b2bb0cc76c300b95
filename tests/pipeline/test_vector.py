"""Vectors, their sums and dot products: exact, whatever they are summed up with and in which order."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.feature import FIGURE, NAME, NUMBER, StoryPrint
from pipeline.profile import Profile, article_profiles, tally, within
from pipeline.vector import BLOCKS, UNIT, Block, Probe, Vector, negative, summed, vectors

SHIFT, LAST = 29, 1 << 12
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
    """Dot products by block; a headline meets a short text as a short text."""
    found: Counter[int] = Counter()
    for other in others:
        theirs = plain(other)
        for (block, feature), weight in plain(one).items():
            found[block] += weight * theirs.get((block, feature), 0)
            if block >= Block.HEADLINE:
                across = Block.SHORT if block == Block.HEADLINE else Block.HEADLINE
                found[Block.SHORT] += weight * theirs.get((across, feature), 0)
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


def print_of(terms: Sequence[int], *, short: bool = False) -> StoryPrint:
    size = len(terms)
    return StoryPrint(
        article_id="a",
        seen_at=0,
        published_at=None,
        short=short,
        term=np.array(terms, np.uint32),
        rarity=np.full(size, 100, np.uint8),
        position=np.arange(size, dtype=np.uint16),
        flags=np.array([(0, NAME, NUMBER | FIGURE, 0)[at % 4] for at in range(size)], np.uint8),
        lead_days=0,
        days=0,
        readable={},
    )


@pytest.mark.parametrize("size", [0, 1, 2, 4, 5, 300])
def test_every_block_has_unit_length(size: int) -> None:
    (own,) = vectors([print_of([at * 7919 % 1009 for at in range(size)])])
    squares = np.bincount(own.ids >> SHIFT, own.weights.astype(np.float64) ** 2, BLOCKS)
    lengths = np.sqrt(squares[squares > 0]) / UNIT
    assert lengths == pytest.approx(np.ones(len(lengths)), abs=0.01)
    assert (squares > 0).tolist() == [size > at for at in (0, 0, 1, 2, 1, 1, 0)] + [False]


PRINTS = st.lists(st.tuples(st.lists(st.integers(0, 30), max_size=12), st.booleans()), max_size=6)


@given(PRINTS)
def test_vectors_made_together_are_those_made_alone(given: list[tuple[list[int], bool]]) -> None:
    prints = [print_of(terms, short=short) for terms, short in given]
    for found, one in zip(vectors(prints), prints, strict=True):
        (own,) = vectors([one])
        assert found.ids.tolist() == own.ids.tolist()
        assert found.weights.tolist() == own.weights.tolist()


@given(PRINTS)
def test_articles_meet_themselves_as_they_meet_any_others(given: list[tuple[list[int], bool]]) -> None:
    profiles = article_profiles([print_of(terms, short=short) for terms, short in given])
    total, added = Profile.total(profiles), Profile()
    for one in profiles:
        added.add(one)
    assert within(total).tolist() == tally(added, total).tolist()
    for one in profiles:
        assert within(one).tolist() == tally(one, one).tolist()


def test_near_are_pairs_within_five_terms_in_any_order() -> None:
    """Of terms in a row the first meets the next four."""
    own, turned = vectors([print_of(range(1, 7)), print_of(range(6, 0, -1))])
    pairs = {(one, other) for one in range(1, 7) for other in range(one + 1, min(one + 5, 7))}
    near = [one.ids[one.ids >> SHIFT == Block.NEAR].tolist() for one in (own, turned)]
    assert near[0] == near[1]
    assert len(near[0]) == len(pairs) == 14


def test_a_headline_is_compared_with_the_headline_of_a_text() -> None:
    terms = range(1, 11)
    headline, text = vectors([print_of(terms, short=True), print_of(terms)])
    (found,) = Probe([headline]).dots([[text]])
    assert found[Block.SHORT] == pytest.approx(UNIT * UNIT, rel=0.01)
    assert not found[: Block.SHORT].any()
