"""The inverted index answers like a plain dict, however its postings came to lie."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies import postings
from pipeline.copies.postings import LONGEST, Block, Postings, presence, unpressed
from pipeline.copies.shingle import Hashes

ARTICLES = st.lists(st.sets(st.sampled_from([0, 1, 2, 3, 2**31, 2**32 - 1]), max_size=6), max_size=90)


def hashes(values: set[int]) -> Hashes:
    return np.array(sorted(values), np.uint32)


def block(first: int, articles: list[set[int]]) -> Block:
    postings = [(key, number) for number, article in enumerate(articles, start=first) for key in article]
    keys, numbers = np.array(postings, np.int64).reshape(-1, 2).T
    return Block.pressed(first, keys.astype(np.uint32), numbers)


def naive(articles: list[set[int]], question: set[int]) -> list[tuple[int, int]]:
    found = []
    for place, key in enumerate(sorted(question)):
        found += [(place, number) for number, article in enumerate(articles) if key in article][:LONGEST]
    return found


@settings(max_examples=60)
@given(
    ARTICLES,
    st.sets(st.sampled_from([0, 1, 3, 7, 2**32 - 1])),
    st.integers(1, 40),
    st.integers(0, 90),
    st.integers(0, 90),
)
def test_finds_the_first_articles_of_each_fingerprint(
    articles: list[set[int]], question: set[int], flush: int, loaded: int, laid: int
) -> None:
    index = Postings()
    laid = min(laid, len(articles))
    for first, end in pairwise((0, laid // 2, laid)):
        index.load_block(block(first, articles[first:end]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_FLUSH", flush)
        index.load([(number, hashes(article)) for number, article in enumerate(articles[:loaded])][laid:])
        for number, article in list(enumerate(articles))[max(laid, loaded) :]:
            index.add(hashes(article), number)
    hits = index.find(hashes(question))
    assert list(zip(hits.places.tolist(), hits.numbers.tolist(), strict=True)) == naive(articles, question)


@given(st.lists(st.integers(0, 2**32 - 1), max_size=60), st.lists(st.integers(0, 2**32 - 1), max_size=60))
def test_a_block_finds_all_it_has_and_passes_over_most_of_the_rest(has: list[int], other: list[int]) -> None:
    keys = np.array(has, np.uint32)
    laid = Block.pressed(7, keys, np.full(len(has), 7))
    asked = hashes({*has, *other})
    found = laid.lookup(asked)
    assert asked[(found >> np.uint64(32)).astype(np.int64)].tolist() == sorted(has)
    assert sorted(unpressed(laid.starts, laid.postings).tolist()) == sorted(has)
    assert np.unpackbits(presence(keys)).sum() <= len(has)


def test_most_of_what_a_block_has_not_is_not_looked_for() -> None:
    dice = np.random.default_rng(5)
    laid = Block.pressed(0, dice.integers(0, 2**32, 5_000, np.uint32), np.zeros(5_000, np.int64))
    other = dice.integers(0, 2**32, 5_000, np.uint32)
    assert laid._may_have(other).mean() < 0.25
