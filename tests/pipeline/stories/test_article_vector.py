"""Articles as vectors, and what they are when they meet."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stories.article_vector import vectors
from pipeline.stories.feature import FIGURE, NAME, NUMBER, StoryPrint
from pipeline.stories.profile import Profile, article_profiles, tally, within
from pipeline.stories.vector import BLOCKS, SHIFT, UNIT, Block, Probe


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


def lengths_of(*, size: int, short: bool = False) -> dict[Block, float]:
    (own,) = vectors([print_of([at * 7919 % 1009 for at in range(size)], short=short)])
    squares = np.bincount(own.ids >> SHIFT, own.weights.astype(np.float64) ** 2, BLOCKS)
    return {block: math.sqrt(squares[block]) / UNIT for block in Block if squares[block]}


@pytest.mark.parametrize("size", [0, 1, 2, 4, 5, 59, 60, 300])
def test_every_block_has_its_length_greater_in_a_short_text(size: int) -> None:
    found = lengths_of(size=size)
    longer = 1 + 0.6 * max(0, 1 - size / 60)
    lengths = {Block.CONTENT: (1, longer), Block.LEAD: (1, longer), Block.NAMES: (2, longer)}
    lengths |= {Block.HEADLINE: (1, 1), Block.NUMBERS: (3, 1), Block.PAIRS: (2, 1), Block.NEAR: (2, 1)}
    expected = {block: length for block, (terms, length) in lengths.items() if size >= terms}
    assert found == pytest.approx(expected, abs=0.01)


def test_a_headline_has_its_words_as_a_headline_and_as_a_text() -> None:
    assert lengths_of(size=9, short=True) == pytest.approx({Block.GIST: 1, Block.SHORT: 1}, abs=0.01)


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


def test_a_headline_is_compared_with_the_headline_of_a_text_and_with_what_it_says() -> None:
    """Of a text of a hundred terms the first twenty are its headline."""
    headline, other, text = vectors(
        [print_of(range(1, 21), short=True), print_of(range(41, 61), short=True), print_of(range(1, 101))]
    )
    found = Probe([text]).dots([[headline], [other]]) / (UNIT * UNIT)
    shares = [{block: found[at, block] for block in Block if found[at, block]} for at in (0, 1)]
    assert shares[0] == pytest.approx({Block.GIST: math.sqrt(20 / 100), Block.HEADLINE: 1}, rel=0.05)
    assert shares[1] == pytest.approx({Block.GIST: math.sqrt(20 / 100)}, rel=0.05)


def test_two_headlines_are_compared_as_headlines_alone() -> None:
    (found,) = Probe(vectors([print_of(range(1, 11), short=True)])).dots(
        [vectors([print_of(range(1, 11), short=True)])]
    )
    assert [block for block in Block if found[block]] == [Block.SHORT]
