"""The inverted index answers like a plain dict, however its postings came to lie."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies import postings
from pipeline.copies.postings import LONGEST, Block, Postings
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
