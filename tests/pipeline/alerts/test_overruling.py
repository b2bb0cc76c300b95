from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from pipeline.alerts.claim import Claim
from pipeline.alerts.news import first_news, news
from pipeline.alerts.overruling import tolls
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.telling import Occasion, told_with
from pipeline.alerts.told import Told
from pipeline.records import Novelty, Rule

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
RULE = Rule(name="r", title="R", topics=("quake",), channels=("desk",), more_reports=99)


def dead(count: float, start: int = 10, high: float | None = None) -> Claim:
    return Claim(
        kind=Novelty.FIGURE, key="dead", words=f"dead: {count:g}", field="text", start=start, end=start + 5, value=count, high=high
    )  # fmt: skip


def corrected(article_id: str, words: str, kind: str = "correction") -> Claim:
    return Claim(
        kind=Novelty.CORRECTION, key=f"{kind} {article_id}", words=words, field="text", start=0, end=9
    )


def story(**articles: Sequence[Claim]) -> StoryState:
    members = {one: Member(article_id=one, claims=tuple(claims)) for one, claims in articles.items()}
    return StoryState(story_id="s", members=members)


def told(figure: float) -> Told:
    return Told(alert_id="x", number=1, at=NOW, reports=9, severity=-1, figures={"dead": figure})


NOT_31 = "Correction: 13 people were killed, not 31."


@pytest.mark.parametrize(
    ("before", "found", "expected"),
    [
        pytest.param(310, story(a=[dead(12)], b=[dead(31), corrected("b", "Correction: it is 31.")]), 31, id="rewritten"),
        pytest.param(31, story(a=[dead(12)], b=[dead(31)], c=[dead(13), corrected("c", NOT_31)]), 13, id="by-another-article"),
        pytest.param(31, story(a=[dead(12)], b=[dead(31)], c=[corrected("c", "Correction: there were not 31.")]), 12, id="without-a-number-of-its-own"),
        pytest.param(31, story(a=[dead(31)], b=[dead(12), corrected("b", "Correction: her name is Marten.")]), 31, id="of-something-else"),
        pytest.param(31, story(a=[dead(31), corrected("a", "Correction: 31 people were killed, not 13.")]), 31, id="upwards"),
        pytest.param(40, story(a=[dead(40)], b=[dead(31)], c=[dead(13), corrected("c", NOT_31)]), 40, id="of-a-lower-one"),
        pytest.param(20, story(a=[dead(15, high=20)], c=[dead(13), corrected("c", "Correction: on Sunday.")]), 20, id="a-range-that-stands"),
        pytest.param(1310, story(a=[dead(1310)], c=[dead(31), corrected("c", "Correction: 31, not 1,310.")]), 31, id="a-number-in-groups"),
        pytest.param(31, story(a=[dead(31)], c=[corrected("c", "We retract this report.", "retraction")]), None, id="retracted-and-borne-out-by-one"),
        pytest.param(31, story(a=[dead(31)], b=[dead(31)], c=[corrected("c", "We retract this report.", "retraction")]), 31, id="retracted-and-borne-out-by-two"),
    ],
)  # fmt: skip
def test_the_highest_that_was_told_is_what_corrections_leave(
    before: float, found: StoryState, expected: float | None
) -> None:
    assert tolls(found, told(before)).figures.get("dead") == expected


def test_a_correction_counts_once() -> None:
    found = story(a=[dead(12)], b=[dead(31)], c=[dead(13), corrected("c", NOT_31)])
    _, once = told_with(Occasion(rule=RULE, state=found, article_id="c", moment=NOW), ())
    assert (once.figures, once.overruled) == ({"dead": 13}, {("dead", 31, "b"), ("dead", 31, "")})
    assert tolls(found, once).figures == {"dead": 13}
    assert news(RULE, found, once) == ()


def after_31_became_13(**further: Sequence[Claim]) -> list[tuple[object, object]]:
    before = story(a=[dead(12)], b=[dead(31)], c=[dead(13), corrected("c", NOT_31)])
    _, once = told_with(Occasion(rule=RULE, state=before, article_id="c", moment=NOW), ())
    later = StoryState(story_id="s", members={**before.members, **story(**further).members})
    return [(one.before, one.now) for one in news(RULE, later, once)]


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        pytest.param({"d": [dead(15)]}, [(13, 15)], id="a-real-rise"),
        pytest.param({"d": [dead(31)]}, [], id="one-who-repeats-what-was-wrong"),
        pytest.param({"d": [dead(31)], "e": [dead(31)]}, [(13, 31)], id="two-who-say-it-anew"),
        pytest.param({"b": [dead(31)]}, [], id="the-article-that-was-wrong-still-stands"),
        pytest.param({"b": [dead(35)]}, [(13, 35)], id="it-says-another"),
    ],
)
def test_what_is_a_rise_after_a_correction(
    further: dict[str, Sequence[Claim]], expected: list[tuple[object, object]]
) -> None:
    assert after_31_became_13(**further) == expected


def test_a_correction_within_the_pause_keeps_the_wrong_toll_from_being_told() -> None:
    found = story(a=[dead(12)], b=[dead(31)], c=[dead(13), corrected("c", NOT_31)])
    assert [(one.kind, one.now) for one in news(RULE, found, told(12))] == [
        (Novelty.CORRECTION, NOT_31),
        (Novelty.FIGURE, 13),
    ]


def test_what_was_withdrawn_before_the_first_telling_is_said_with_it() -> None:
    found = story(a=[dead(12)], b=[corrected("b", "We have retracted our report.", "retraction")])
    assert [(one.words, one.withdrawn) for one in first_news(found)] == [
        ("We have retracted our report.", True)
    ]
    _, once = told_with(Occasion(rule=RULE, state=found, article_id="b", moment=NOW), ())
    assert once.figures == {}
    assert first_news(story(a=[dead(12)])) == ()
