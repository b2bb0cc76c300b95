"""Tolls and names that go beyond what a rule has told, from what articles say to the news of their story."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.claim import Claim, claims
from pipeline.alerts.news import news
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.told import told_by
from pipeline.records import Figure, Mention, Novelty, Rule

RULE = Rule(name="r", title="R", topics=("t",), channels=(), again=frozenset({Novelty.FIGURE}))


def figure(value: float, counted: str = "dead", article_id: str = "a", **more: object) -> Figure:
    given = {"high": None, "qualifier": None, "start": 0, "end": 1} | more
    return Figure(article_id=article_id, counted=counted, value=value, **given)  # type: ignore[arg-type]


def story(figures: list[Figure]) -> StoryState:
    """One article for each article id, with what it counts."""
    ids = sorted({one.article_id for one in figures})
    found = {
        one: claims((), (), [figure for figure in figures if figure.article_id == one], ()) for one in ids
    }
    return StoryState(story_id="s", members={one: Member(article_id=one, claims=found[one]) for one in ids})


def risen(told: list[Figure], new: list[Figure]) -> list[tuple[str, object, object]]:
    """What is news of a story that was told with some figures, once articles with others have come."""
    before = told_by(
        "s",
        (claim for _, claim in story(told).claims),
        alert_id="x",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        reports=1,
        severity=-1,
    )
    later = [one if one.article_id != "a" else replace(one, article_id="z") for one in new]
    found = news(RULE, story([*told, *later, *(replace(one, article_id="y") for one in later)]), before)
    return [(one.words.partition(":")[0], one.before, one.now) for one in found]


@pytest.mark.parametrize(
    ("told", "new", "rises"),
    [
        ([], [figure(12)], [("dead", None, 12)]),
        ([figure(12)], [figure(19)], [("dead", 12, 19)]),
        ([figure(12)], [figure(12)], []),
        ([figure(19)], [figure(12)], []),
        ([figure(19)], [figure(20, qualifier="about")], []),
        ([figure(19, qualifier="about")], [figure(20)], []),
        ([figure(19)], [figure(20)], [("dead", 19, 20)]),
        ([figure(19)], [figure(20, qualifier="at least")], [("dead", 19, 20)]),
        ([figure(19)], [figure(50, qualifier="up to")], []),
        ([figure(19)], [figure(30, qualifier="more")], []),
        ([figure(1204)], [figure(1300)], []),
        ([figure(1204)], [figure(1500)], [("dead", 1204, 1500)]),
        ([figure(10, high=20)], [figure(18)], []),
        ([figure(12)], [figure(30, "injured")], [("injured", None, 30)]),
        ([figure(12)], [figure(500, "troops")], []),
        ([figure(12), figure(12, article_id="b"), figure(19, article_id="c")], [figure(20, article_id="d")], [("dead", 19, 20)]),
        ([figure(12), figure(3000, start=900)], [figure(19, article_id="b")], [("dead", 12, 19)]),
        ([figure(12)], [figure(12, article_id="b"), figure(3000, article_id="b", start=900)], []),
    ],
    ids=[
        "first", "rose", "same", "lower", "about as many", "had been about", "one more", "at least more", "up to", "another 30",
        "rounded", "far beyond rounding", "within a range", "another kind", "no toll", "the highest told",
        "another event in an article told", "another event in the new one",
    ],
)  # fmt: skip
def test_a_toll_moves_only_upwards(
    told: list[Figure], new: list[Figure], rises: list[tuple[str, object, object]]
) -> None:
    assert risen(told, new) == rises


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(1, 50), st.sampled_from(["dead", "injured"])),
        max_size=8,
    )
)
def test_the_order_of_what_was_told_makes_no_difference(told: list[tuple[str, int, str]]) -> None:
    figures = [
        figure(value, counted, article_id, start=place)
        for place, (article_id, value, counted) in enumerate(told)
    ]
    new = [figure(30, article_id="new"), figure(30, "injured", "new")]
    assert risen(figures, new) == risen(list(reversed(figures)), new)


def named(*names: str) -> tuple[Claim, ...]:
    mentions = [Mention(article_id="a", name=one, kind="person", start=0, end=len(one)) for one in names]
    return claims(mentions, (), (), ())


@pytest.mark.parametrize(
    ("told", "mentions", "fresh"),
    [
        (["Anna Keller"], ["Keller", "A. Keller", "Anna Keller"], []),
        (["Keller"], ["Anna Keller"], []),
        (["Anna Keller"], ["Peter Keller"], ["Peter Keller"]),
        (["Volodymyr Zelensky"], ["Vladimir Zelenskiy", "Володимир Зеленський", "Selenskyj"], []),
        (["Alexander Lukashenko"], ["Aliaksandr Lukashenka", "Lukashenka"], []),
        (["World Health Organization"], ["WHO", "World Health Organisation"], []),
        (["WHO"], ["World Health Organization"], []),
        ([], ["Anna Keller", "Peter Lindt"], ["Anna Keller", "Peter Lindt"]),
        (["Serhiy Bondar"], ["Sergei Bondar", "Oleh Bondar"], ["Oleh Bondar"]),
    ],
    ids=["alone, initial, same", "the last name came first", "a namesake", "spellings", "another spelling", "acronym", "acronym first", "nothing told", "brothers"],
)  # fmt: skip
def test_a_name_is_new_once_whatever_its_spelling(
    told: list[str], mentions: list[str], fresh: list[str]
) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    before = told_by("s", named(*told), alert_id="x", at=at, reports=1, severity=-1)
    members = {one: Member(article_id=one, claims=named(*mentions)) for one in ("y", "z")}
    rule = replace(RULE, again=frozenset({Novelty.NAME}))
    assert [one.words for one in news(rule, StoryState(story_id="s", members=members), before)] == fresh
