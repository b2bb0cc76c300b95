"""The candidates of an article are those that a plain list of everything would give, however the index came to lie."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stories import nearby
from pipeline.stories.feature import StoryPrint
from pipeline.stories.nearby import Keys, Nearby, keys_of

ARTICLES = st.lists(st.sets(st.integers(0, 12), max_size=9), max_size=60)
LATEST, FOUND = 5, 4


def keys(terms: set[int]) -> Keys:
    return np.array(sorted(terms), np.uint32)


def naive(articles: list[set[int]], question: set[int], oldest: int, *, short: bool) -> list[int]:
    hits: Counter[int] = Counter()
    for term in question:
        hits.update([n for n, terms in enumerate(articles) if term in terms and n >= oldest][-LATEST:])
    least = 1 if short or len(question) < nearby._FEW else 2
    return sorted((n for n in hits if hits[n] >= least), key=lambda n: (-hits[n], -n))[:FOUND]


@settings(max_examples=150)
@given(
    articles=ARTICLES,
    question=st.sets(st.integers(0, 12), max_size=12),
    flush=st.integers(1, 60),
    loaded=st.integers(0, 60),
    oldest=st.integers(0, 60),
    short=st.booleans(),
)
def test_finds_what_shares_most(  # noqa: PLR0913 - drawn by hypothesis
    *, articles: list[set[int]], question: set[int], flush: int, loaded: int, oldest: int, short: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, size in {"_RECENT": flush, "_LATEST": LATEST, "_FOUND": FOUND}.items():
            patch.setattr(nearby, name, size)
        index = Nearby()
        index.load(range(len(articles[:loaded])), [keys(terms) for terms in articles[:loaded]])
        for number, terms in enumerate(articles[loaded:], start=len(articles[:loaded])):
            index.forget(min(oldest, number // 2))
            index.add(number, keys(terms))
        index.forget(oldest)
        assert index.find(keys(question), short=short) == naive(articles, question, oldest, short=short)


def with_terms(rarities: list[int]) -> StoryPrint:
    """Term after term, each as rare as stated."""
    size = len(rarities)
    return StoryPrint(
        article_id="a",
        seen_at=0,
        published_at=None,
        short=False,
        term=np.arange(size, dtype=np.uint32),
        rarity=np.array(rarities, np.uint8),
        position=np.arange(size, dtype=np.uint16),
        flags=np.zeros(size, np.uint8),
        lead_days=0,
        days=0,
        readable={},
    )


def test_an_article_is_filed_under_its_title_too() -> None:
    """Of sixteen common words that it begins with the rarest; further down only what is rare in all."""
    filed = keys_of(with_terms([*range(50, 66), *[40] * 20, *[100] * 40])).tolist()
    assert filed == [*range(36, 64), *range(15, 7, -1)]


def test_an_article_is_forgotten_with_its_postings() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "_RECENT", 10)
        index = Nearby()
        for number in range(1000):
            index.forget(number - 20)
            index.add(number, keys({number % 3, 100 + number}))
    assert len(index._terms) < 60
    assert set(index.find(keys({0, 1, 2}), short=True)) == set(range(979, 1000))
