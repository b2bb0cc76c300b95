"""What headlines have in common anyway: exact, of the latest only, whatever was asked for on the way."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stories.article_vector import vectors
from pipeline.stories.commonplace import Commonplace
from pipeline.stories.feature import StoryPrint
from pipeline.stories.vector import UNIT, Vector, as_headline

KEPT = 5


def headline(terms: Sequence[int], *, short: bool = True) -> Vector:
    size = len(terms)
    (found,) = vectors(
        [
            StoryPrint(
                article_id="a",
                seen_at=0,
                published_at=None,
                short=short,
                term=np.array(terms, np.uint32),
                rarity=np.full(size, 90, np.uint8),
                position=np.arange(size, dtype=np.uint16),
                flags=np.zeros(size, np.uint8),
                lead_days=0,
                days=0,
                readable={},
            )
        ]
    )
    return found


def cosine(one: Vector, other: Vector) -> float:
    one, other = as_headline(one), as_headline(other)
    mine = dict(zip(one.ids.tolist(), one.weights.tolist(), strict=True))
    theirs = zip(other.ids.tolist(), other.weights.tolist(), strict=True)
    found: int = sum(mine.get(feature, 0) * weight for feature, weight in theirs)
    return found / (UNIT * UNIT)


TITLES = st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=5), max_size=12)


@given(titles=TITLES, asked=st.sets(st.integers(0, 11)), forgotten=st.integers(0, 12))
def test_it_is_the_mean_cosine_with_the_latest_whenever_it_was_asked_for(
    titles: list[list[int]], asked: set[int], forgotten: int
) -> None:
    made = [headline(terms) for terms in titles]
    commonplace = Commonplace(lambda numbers: [made[number] for number in numbers], latest=KEPT, prior=0)
    own = headline([1, 2, 3])
    for number in range(len(made)):
        commonplace.add(number)
        if number in asked:
            commonplace.share(own)
    commonplace.forget(forgotten)
    kept = made[max(forgotten, len(made) - KEPT) :]
    mean = sum(cosine(own, one) for one in kept) / len(kept) if kept else 0.0
    assert commonplace.share(own) == pytest.approx(mean, abs=1e-4)


def test_the_headline_of_a_text_has_as_much_in_common() -> None:
    commonplace = Commonplace(lambda numbers: [headline([1, 2, 3]) for _ in numbers])
    commonplace.add(0)
    terms = range(1, 30)  # of which twenty are its headline
    assert commonplace.share(headline(terms, short=False)) == commonplace.share(headline(terms[:20])) > 0


def test_few_headlines_say_little() -> None:
    own = headline([1, 2, 3])
    commonplace = Commonplace(lambda numbers: [own for _ in numbers])
    shares = []
    for number in range(100):
        commonplace.add(number)
        shares.append(commonplace.share(own))
    assert shares == sorted(shares)
    assert shares[0] < 0.01
