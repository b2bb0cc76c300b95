from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.alerts.claim import Claim
from pipeline.alerts.news import news
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.told import Told
from pipeline.records import Evidence, Novelty, Rule, TopicMatch

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def rule(**fields: Any) -> Rule:
    return Rule(name="ports", title="Ports", topics=("strike", "fire"), channels=("desk",), **fields)


def told(number: int = 1, reports: int = 1, severity: int = -1, **fields: Any) -> Told:
    return Told(alert_id="x", number=number, at=NOW, reports=reports, severity=severity, **fields)


def claim(
    kind: Novelty, words: str, start: int = 10, value: float | None = None, *, rough: bool = False
) -> Claim:
    key = words.split(":", maxsplit=1)[0] if value is not None else words
    return Claim(
        kind=kind, key=key, words=words, field="text", start=start, end=start + 5, value=value, rough=rough
    )


def name(words: str, start: int = 10) -> Claim:
    return claim(Novelty.NAME, words, start)


def dead(count: float, start: int = 10, *, rough: bool = False) -> Claim:
    return claim(Novelty.FIGURE, f"dead: {count:g}", start, count, rough=rough)


def quote(words: str) -> Claim:
    return claim(Novelty.QUOTE, words, 2000)


def story(*articles: tuple[Claim, ...], copies: Mapping[str, str] | None = None) -> StoryState:
    """Articles a, b, c … with what they claim; copies: whose text some of them carry."""
    ids = [chr(ord("a") + number) for number in range(len(articles))]
    members = {
        one: Member(article_id=one, claims=claims, origin_id=(copies or {}).get(one))
        for one, claims in zip(ids, articles, strict=True)
    }
    return StoryState(story_id="s", members=members)


SAID = {
    Novelty.NAME: frozenset({"Oleg Brandt"}),
    Novelty.QUOTE: frozenset({"we will not give way to anybody"}),
}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(story((name("Ilse Marten"),), (name("Ilse Marten"),)), ["Ilse Marten"], id="named-by-two"),
        pytest.param(story((name("Ilse Marten"),), ()), [], id="named-by-one"),
        pytest.param(story((name("Ilse Marten"),), (name("Ilse Marten"),), copies={"b": "a"}), [], id="a-copy-confirms-nothing"),
        pytest.param(story((name("Oleg Brandt"),), (name("Oleg Brandt"),)), [], id="named-before"),
        pytest.param(story((name("Brandt"),), (name("Oleg Brandt"),)), [], id="the-last-name-alone"),
        pytest.param(story((name("Ilse Marten", 900),), (name("Ilse Marten", 900),)), [], id="far-down-in-both"),
        pytest.param(story((name("Ilse Marten", 900),), (name("Ilse Marten"),)), ["Ilse Marten"], id="leading-in-one"),
        pytest.param(story((name("Lukashenko"),), (name("Lukashenka"),)), ["Lukashenka"], id="two-spellings-are-one"),
        pytest.param(story((dead(19),), ()), ["dead: 19"], id="a-toll-led-by-one"),
        pytest.param(story((dead(19, 900),), ()), [], id="a-toll-far-down-by-one"),
        pytest.param(story((dead(19, 900),), (dead(19, 900),)), ["dead: 19"], id="a-toll-far-down-by-two"),
        pytest.param(story((dead(12),), (dead(12),)), [], id="the-toll-told-before"),
        pytest.param(story((dead(9),), (dead(9),)), [], id="a-lower-toll"),
        pytest.param(story((dead(13, rough=True),), ()), [], id="a-rounding-of-it"),
        pytest.param(story((dead(30, 900),), (dead(19),), (dead(19),)), ["dead: 19"], id="the-confirmed-one-not-the-highest"),
        pytest.param(story((quote("we shall strike until spring comes"),), (quote("until spring comes we shall strike"),)), ["until spring comes we shall strike"], id="quoted-by-two"),
        pytest.param(story((quote("will not give way to anybody"),), (quote("we will not give way"),)), [], id="a-truncation"),
        pytest.param(story((claim(Novelty.CORRECTION, "Correction: it was Monday", 3000),)), ["Correction: it was Monday"], id="a-correction-by-one"),
    ],
)  # fmt: skip
def test_what_is_new(found: StoryState, expected: list[str]) -> None:
    before = told(reports=9, said=SAID, figures={"dead": 12.0})
    assert [one.words for one in news(rule(), found, before)] == expected


@pytest.mark.parametrize(
    ("number", "reports", "expected"),
    [(1, 3, []), (1, 4, [(1, 4)]), (2, 6, []), (2, 7, [(1, 7)]), (3, 13, [(1, 13)])],
    ids=["not-enough", "three-more", "asks-for-six-then", "six-more", "twelve-more"],
)
def test_reports_count_on_a_widening_schedule(
    number: int, reports: int, expected: list[tuple[int, int]]
) -> None:
    found = news(rule(), story(*[()] * reports), told(number=number, reports=1))
    assert [(one.before, one.now) for one in found] == expected


def test_only_what_the_rule_asks_for_is_news() -> None:
    found = story((dead(19), name("Ilse Marten")), (dead(19), name("Ilse Marten")))
    asked = rule(again=frozenset({Novelty.NAME}))
    assert [one.kind for one in news(asked, found, told(reports=9))] == [Novelty.NAME]
    assert news(rule(again=frozenset()), found, told()) == ()


def test_a_more_severe_topic_is_news_once() -> None:
    place = Evidence(clause="fire", field="text", start=0, end=4, words="fire")
    match = TopicMatch(article_id="a", topic="fire", version="v", score=1.0, evidence=(place,))
    burning = StoryState(story_id="s", members={"a": Member(article_id="a", matches=(match,))})
    graded = rule(severity=("strike", "fire"))
    (one,) = news(graded, burning, told(severity=0))
    assert (one.kind, one.before, one.now) == (Novelty.SEVERITY, "strike", "fire")
    assert news(graded, burning, told(severity=1)) == ()
    assert news(rule(), burning, told(severity=-1)) == ()


def test_news_says_where_it_stands_once_a_report() -> None:
    found = story((dead(19),), (dead(19),), (dead(19),), copies={"c": "b"})
    (one,) = news(rule(), found, told(reports=9, figures={"dead": 12.0}))
    assert (one.before, one.now, one.reports) == (12.0, 19, 2)
    assert [place["article_id"] for place in one.places] == ["a", "b"]


def test_news_does_not_depend_on_the_order_of_the_articles() -> None:
    articles = [
        (dead(19), name("Ilse Marten")),
        (dead(19), name("I. Marten")),
        (quote("a b c d e"), name("Ilse Marten")),
    ]
    there = story(*articles)
    back = StoryState(story_id="s", members=dict(reversed(there.members.items())))
    assert news(rule(), there, told()) == news(rule(), back, told())
