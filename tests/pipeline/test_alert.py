import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alert import Arrival, Decisions, Held, Member, Spoke, StoryState, decide, follow
from pipeline.identity import content_id
from pipeline.records import Evidence, Membership, Rule, StoryMerge, TopicMatch

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def rule(name: str = "ports", topics: tuple[str, ...] = ("strike",), min_reports: int = 1) -> Rule:
    return Rule(
        name=name, title=f"Watch {name}", topics=topics, channels=("console",), min_reports=min_reports
    )


def match(article_id: str, topic: str = "strike", score: float = 1.0) -> TopicMatch:
    place = Evidence(clause="strike AND port", field="text", start=4, end=10, words="strike")
    return TopicMatch(article_id=article_id, topic=topic, version="v1", score=score, evidence=(place,))


def member(article_id: str, *topics: str, origin_id: str | None = None) -> Member:
    matches = tuple(match(article_id, topic) for topic in topics)
    return Member(article_id=article_id, origin_id=origin_id, matches=matches)


def state(*members: Member, alerted: dict[str, str] | None = None) -> StoryState:
    return StoryState(
        story_id="s1", members={member.article_id: member for member in members}, alerted=alerted or {}
    )


def arrival(
    article_id: str, *topics: str, story_id: str = "s1", origin_id: str | None = None, **changes: object
) -> Arrival:
    matches = tuple(match(article_id, topic) for topic in topics)
    fields = {"merges": (), "moves": ()} | changes
    return Arrival(
        article_id=article_id,
        story_id=story_id,
        origin_id=origin_id,
        matches=matches,
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("story", "rules", "expected"),
    [
        pytest.param(state(member("a", "strike")), [rule()], Spoke.MATCHED, id="first-match-speaks"),
        pytest.param(state(member("a")), [rule()], None, id="no-match-no-word"),
        pytest.param(state(member("a", "fire")), [rule()], None, id="another-topic-no-word"),
        pytest.param(
            state(member("a", "fire")),
            [rule(topics=("strike", "fire"))],
            Spoke.MATCHED,
            id="any-of-the-topics",
        ),
        pytest.param(
            state(member("a"), member("b", "strike")), [rule()], Spoke.REPORTED, id="earlier-article-matched"
        ),
        pytest.param(
            state(member("a", "strike")), [rule(min_reports=2)], Held.TOO_FEW_REPORTS, id="waits-for-a-second"
        ),
        pytest.param(
            state(member("a", "strike"), member("b")),
            [rule(min_reports=2)],
            Spoke.MATCHED,
            id="second-is-here",
        ),
        pytest.param(
            state(member("a"), member("b", "strike")),
            [rule(min_reports=2)],
            Spoke.REPORTED,
            id="second-without-match",
        ),
        pytest.param(
            state(member("b", "strike"), member("a", "strike", origin_id="b")),
            [rule(min_reports=2)],
            Held.COPY,
            id="a-copy-is-no-second-report",
        ),
        pytest.param(
            state(member("a", "strike", origin_id="elsewhere")),
            [rule()],
            Spoke.MATCHED,
            id="a-copy-may-speak-first",
        ),
        pytest.param(
            state(member("a", "strike"), alerted={"ports": "x"}),
            [rule()],
            Held.ALREADY_ALERTED,
            id="once-a-story",
        ),
        pytest.param(
            state(member("b", "strike"), member("a", "strike", origin_id="b"), alerted={"ports": "x"}),
            [rule()],
            Held.COPY,
            id="a-copy-after-the-alert",
        ),
        pytest.param(
            state(member("a"), member("b", "strike"), alerted={"ports": "x"}),
            [rule()],
            None,
            id="told-and-no-match",
        ),
        pytest.param(
            state(member("a", "strike"), alerted={"other": "x"}),
            [rule()],
            Spoke.MATCHED,
            id="another-rule-spoke",
        ),
    ],
)
def test_decision_about_article_a(
    story: StoryState, rules: Sequence[Rule], expected: Spoke | Held | None
) -> None:
    alerts, suppressions = decide(rules, story, "a", story.members["a"].matches, NOW)
    assert [said.reason for said in alerts] == ([expected] if isinstance(expected, Spoke) else [])
    assert [held.reason for held in suppressions] == ([expected] if isinstance(expected, Held) else [])


def test_an_alert_carries_its_evidence() -> None:
    story = state(member("a", "strike"), member("b", "strike", "fire"), member("c", origin_id="b"))
    (alert,), _ = decide([rule(topics=("strike", "fire"))], story, "a", story.members["a"].matches, NOW)
    assert alert.alert_id == content_id("alert", "ports", "s1")
    assert (alert.rule, alert.story_id, alert.article_id, alert.raised_at) == ("ports", "s1", "a", NOW)
    place = {"clause": "strike AND port", "field": "text", "start": 4, "end": 10, "words": "strike"}
    base = {"version": "v1", "score": 1.0, "evidence": [place]}
    assert alert.evidence == {
        "title": "Watch ports",
        "reports": 2,
        "min_reports": 1,
        "articles": 3,
        "matches": [
            {"topic": "fire", "article_id": "b"} | base,
            {"topic": "strike", "article_id": "a"} | base,
        ],
    }


def test_a_suppression_says_which_alert_stands_for_it() -> None:
    story = state(member("a", "strike"), alerted={"ports": "alert1"})
    _, (held,) = decide([rule()], story, "a", story.members["a"].matches, NOW)
    assert held.evidence == {
        "reports": 1, "min_reports": 1, "articles": 1, "alert_id": "alert1", "origin_id": None,
    }  # fmt: skip


def test_evidence_from_the_story_does_not_depend_on_the_order_of_its_articles() -> None:
    weak, strong = member("b", "strike"), Member(article_id="c", matches=(match("c", score=2.0),))
    for story in (state(weak, strong, member("a")), state(strong, member("a"), weak)):
        (alert,), _ = decide([rule()], story, "a", (), NOW)
        assert [found["article_id"] for found in alert.evidence["matches"]] == ["c"]  # type: ignore[union-attr, index, call-overload]


def test_a_story_whose_absorbed_half_was_told_is_not_told_again() -> None:
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    decisions = follow(
        [rule()],
        {},
        [
            arrival("a", story_id="s1"),
            arrival("b", "strike", story_id="s2"),
            arrival("c", "strike", story_id="s1", merges=(merge,)),
        ],
        NOW,
    )
    assert [alert.story_id for alert in decisions.alerts] == ["s2"]
    assert [held.reason for held in decisions.suppressions] == [Held.ALREADY_ALERTED]
    assert decisions.states.keys() == {"s1"}
    assert decisions.states["s1"].members.keys() == {"a", "b", "c"}


def test_a_merge_can_complete_the_number_of_reports() -> None:
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    arrivals = [
        arrival("a", "strike", story_id="s1"),
        arrival("b", "strike", story_id="s2"),
        arrival("c", story_id="s2", origin_id="b", merges=(merge,)),
    ]
    decisions = follow([rule(min_reports=2)], {}, arrivals, NOW)
    assert [(alert.story_id, alert.article_id, alert.reason) for alert in decisions.alerts] == [
        ("s1", "c", Spoke.REPORTED)
    ]


def test_an_article_that_moves_takes_its_match_along() -> None:
    move = Membership(article_id="a", story_id="s2", similarity=1.0, reason="moved")
    arrivals = [
        arrival("a", "strike", story_id="s1"),
        arrival("b", story_id="s2"),
        arrival("c", story_id="s3", moves=(move,)),
    ]
    decisions = follow([rule(min_reports=2)], {}, arrivals, NOW)
    assert [alert.story_id for alert in decisions.alerts] == ["s2"]
    assert decisions.states["s1"].members == {}


def test_a_pin_brings_no_text_and_takes_none_away() -> None:
    """Stories merge by hand: the article that the arrival names keeps its matches and its origin, and nothing is held back."""
    states = {
        "s1": state(member("a", "strike")),
        "s2": StoryState(story_id="s2", members={"b": member("b", "strike", origin_id="x")}),
    }
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="b")
    pinned = replace(arrival("b", story_id="s2", merges=(merge,)), matches=None)
    decided = follow([rule(min_reports=2)], states, [pinned], NOW)
    assert [(alert.story_id, alert.reason) for alert in decided.alerts] == [("s1", Spoke.REPORTED)]
    assert decided.suppressions == ()
    assert decided.states["s1"].members["b"] == member("b", "strike", origin_id="x")


def test_an_article_that_moved_to_a_story_just_absorbed_stands_in_the_survivor() -> None:
    move = Membership(article_id="a", story_id="s3", similarity=1.0, reason="moved")
    merges = (
        StoryMerge(story_id="s2", absorbed_id="s3", article_id="d"),
        StoryMerge(story_id="s1", absorbed_id="s2", article_id="d"),
    )
    arrivals = [
        arrival("a", "strike", story_id="s4"),
        arrival("b", story_id="s1"),
        arrival("c", story_id="s3"),
        arrival("d", story_id="s2", moves=(move,), merges=merges),
    ]
    states = follow([rule()], {}, arrivals, NOW).states
    assert states["s1"].members.keys() == {"a", "b", "c", "d"}
    assert states.keys() == {"s1", "s4"}


def test_a_new_version_replaces_what_the_old_one_said() -> None:
    decisions = follow([rule(topics=("fire",))], {}, [arrival("a", "strike"), arrival("a", "fire")], NOW)
    assert [alert.reason for alert in decisions.alerts] == [Spoke.MATCHED]
    assert decisions.states["s1"].topics == {"fire"}
    assert decisions.states["s1"].reports == 1


@st.composite
def streams(draw: st.DrawFn) -> list[Arrival]:
    """Arrivals with copies, merges and moves such as a grouping could make: the older id survives."""
    arrivals: list[Arrival] = []
    place: dict[str, str] = {}
    for number in range(draw(st.integers(1, 14))):
        article_id, alive = f"a{number:02}", sorted(set(place.values()))
        story_id = draw(st.sampled_from([*alive, f"s{number:02}"]))
        topics = draw(st.sets(st.sampled_from(["strike", "fire", "flood"])))
        origin_id = draw(st.sampled_from([None, *place]))
        merges, moves = [], []
        others = [other for other in alive if other > story_id]
        if draw(st.booleans()) and others:
            absorbed = draw(st.sampled_from(others))
            merges.append(StoryMerge(story_id=story_id, absorbed_id=absorbed, article_id=article_id))
            place = {key: story_id if at == absorbed else at for key, at in place.items()}
        place[article_id] = story_id
        if draw(st.booleans()):
            moved, target = (
                draw(st.sampled_from(sorted(place))),
                draw(st.sampled_from(sorted(set(place.values())))),
            )
            moves.append(Membership(article_id=moved, story_id=target, similarity=0.5, reason="moved"))
            place[moved] = target
        one = arrival(article_id, *sorted(topics), story_id=story_id, origin_id=origin_id)
        arrivals.append(replace(one, merges=tuple(merges), moves=tuple(moves)))
    return arrivals


RULES = [
    rule("one", ("strike",)),
    rule("two", ("strike", "fire"), min_reports=2),
    rule("three", ("flood",), min_reports=3),
]


def in_batches(arrivals: Sequence[Arrival], cuts: Sequence[int]) -> Iterator[Decisions]:
    states: dict[str, StoryState] = {}
    edges = [0, *sorted(cuts), len(arrivals)]
    for start, end in itertools.pairwise(edges):
        decisions = follow(RULES, states, arrivals[start:end], NOW)
        states = dict(decisions.states)
        yield decisions


@given(streams(), st.lists(st.integers(0, 14), max_size=6))
def test_how_the_stream_is_cut_does_not_matter(arrivals: list[Arrival], cuts: list[int]) -> None:
    whole = follow(RULES, {}, arrivals, NOW)
    parts = list(in_batches(arrivals, [min(cut, len(arrivals)) for cut in cuts]))
    assert tuple(alert for part in parts for alert in part.alerts) == whole.alerts
    assert tuple(held for part in parts for held in part.suppressions) == whole.suppressions
    assert parts[-1].states == whole.states


@given(streams())
def test_a_rule_speaks_at_most_once_about_a_story(arrivals: list[Arrival]) -> None:
    whole = follow(RULES, {}, arrivals, NOW)
    said = [(alert.rule, alert.story_id) for alert in whole.alerts]
    assert len(said) == len(set(said))
    assert len({alert.alert_id for alert in whole.alerts}) == len(said)


@given(streams())
def test_a_rule_that_could_have_spoken_has_spoken(arrivals: list[Arrival]) -> None:
    rules = [rule("all", ("strike",))]
    states = follow(rules, {}, arrivals, NOW).states.values()
    assert all("all" in story.alerted for story in states if "strike" in story.topics)
