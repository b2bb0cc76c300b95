"""ABOUT: how much of an article is about something."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Evidence, Topic
from pipeline.topics.about import BODY, LEAD, TITLE, Hit, outermost, presence
from pipeline.topics.match import Reading
from pipeline.topics.positions import Positions
from pipeline.topics.query import QueryError, parse
from pipeline.topics.topic import Matcher

EMPTY = Article(
    article_id="a", uri="file:///a", source="wires", text="", content_hash="h", language="en",
    seen_at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip
FILLER = "The hall was full. " * 40  # 160 words
COUNTS = st.lists(st.sampled_from([TITLE, LEAD, BODY]), min_size=1, max_size=30)


def score(query: str, text: str, title: str | None = None) -> float:
    found = Reading(parse(query), Positions(replace(EMPTY, text=text, title=title))).score()
    return 0.0 if found is None else found


def evidence(query: str, text: str) -> list[Evidence]:
    (found,) = Matcher([Topic(name="t", title="t", query=query)]).match(replace(EMPTY, text=text))
    return list(found.evidence)


def test_a_headline_counts_more_than_the_opening_and_that_more_than_the_rest() -> None:
    query = "ABOUT/0.01(drone)"
    rest, opening = score(query, f"{FILLER} A drone fell."), score(query, f"A drone fell. {FILLER}")
    headline = score(query, f"{FILLER} Nobody was hurt.", title="A drone")
    assert 0 < rest < opening < headline < 1


def test_a_mention_is_not_enough_where_the_matter_is() -> None:
    query = "ABOUT/1.2(drone^2, missile, barrage)"
    assert score(query, f"{FILLER} A drone was on show.") == 0
    assert score(query, f"A drone barrage hit the port. {FILLER} A second drone was shot down.") > 1.2


def test_the_same_word_again_adds_less_than_another_word() -> None:
    query = "ABOUT/0.01(drone, missile)"
    once = score(query, f"{FILLER} A drone fell.")
    twice = score(query, f"{FILLER} A drone fell. A drone fell.")
    both = score(query, f"{FILLER} A drone fell. A missile fell.")
    assert once < twice < both


def test_a_longer_phrase_takes_the_place_of_the_word_in_it() -> None:
    query = 'ABOUT/0.01(war, "price war"^0)'
    assert score(query, "A price war broke out.") == 0
    text = "After the price war came the war."
    assert [(place.clause, place.start) for place in evidence(query, text)] == [("war", text.rindex("war"))]


def test_a_word_in_a_short_text_counts_more_than_in_a_long_one() -> None:
    query = "ABOUT/0.01(drone)"
    assert score(query, "A drone fell.") > score(query, "A drone fell. " + FILLER * 4) > 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ABOUT/2(drone, missile)", "stay below 2"),
        ("ABOUT/0(drone)", "stay below 1"),
        ("ABOUT(drone)", "a number"),
        ("ABOUT/1(drone NEAR/5 missile, port)", "words and phrases"),
        ("SENTENCE(ABOUT/1(drone^2, port))", "whole article"),
    ],
)
def test_what_cannot_be_asked(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(query)


@given(COUNTS, st.sampled_from([TITLE, LEAD, BODY]), st.integers(1, 5_000))
def test_presence_grows_with_each_place_and_stays_below_one(
    counts: list[float], more: float, words: int
) -> None:
    hits = [Hit(at, at + 1, 0, count) for at, count in enumerate(counts)]
    added = [*hits, Hit(len(counts), len(counts) + 1, 0, more)]
    assert 0 < presence(hits, words)[0] < presence(added, words)[0] < 1
    assert presence(hits, words)[0] > presence(hits, words + 100)[0]


@given(
    st.lists(
        st.builds(Hit, st.integers(0, 20), st.integers(21, 40), st.integers(0, 3), st.just(BODY)), max_size=12
    )
)
def test_no_place_stands_inside_another_that_counts(hits: list[Hit]) -> None:
    kept = outermost(hits, dict.fromkeys(range(4), 1.0))
    for one in kept:
        assert not any(
            other is not one and other.start <= one.start and one.end <= other.end for other in kept
        )
    for hit in hits:
        assert any(one.start <= hit.start and hit.end <= one.end for one in kept)
