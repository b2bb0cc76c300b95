import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.alert import follow
from pipeline.alerts.claim import Claim
from pipeline.alerts.decision import Before, Decisions
from pipeline.alerts.gate import Held
from pipeline.alerts.standing import Arrival, Member, StoryState
from pipeline.alerts.telling import Spoke
from pipeline.alerts.told import Told
from pipeline.identity import content_id
from pipeline.records import (
    Evidence,
    Membership,
    Novelty,
    QuietHours,
    Rule,
    RuleKind,
    StoryMerge,
    TopicMatch,
)

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def rule(name: str = "ports", topics: tuple[str, ...] = ("strike",), **fields: Any) -> Rule:
    return Rule(name=name, title=f"Watch {name}", topics=topics, channels=("console",), **fields)


def match(article_id: str, topic: str = "strike", score: float = 1.0) -> TopicMatch:
    place = Evidence(clause="strike AND port", field="text", start=4, end=10, words="strike")
    return TopicMatch(article_id=article_id, topic=topic, version="v1", score=score, evidence=(place,))


def member(article_id: str, *topics: str, origin_id: str | None = None) -> Member:
    matches = tuple(match(article_id, topic) for topic in topics)
    return Member(article_id=article_id, origin_id=origin_id, matches=matches)


def told(
    alert_id: str = "x", number: int = 1, reports: int = 1, at: datetime = NOW, **fields: object
) -> Told:
    given = {"severity": -1, "covers": frozenset({"s1"})} | fields
    return Told(alert_id=alert_id, number=number, at=at, reports=reports, **given)  # type: ignore[arg-type]


def state(*members: Member, told: dict[str, Told] | None = None) -> StoryState:
    return StoryState(
        story_id="s1", members={member.article_id: member for member in members}, told=told or {}
    )


def arrival(
    article_id: str, *topics: str, story_id: str = "s1", origin_id: str | None = None, **changes: object
) -> Arrival:
    matches = tuple(match(article_id, topic) for topic in topics)
    fields = {"at": NOW} | changes
    return Arrival(
        article_id=article_id,
        story_id=story_id,
        origin_id=origin_id,
        matches=matches,
        **fields,  # type: ignore[arg-type]
    )


def decided(rules: Sequence[Rule], story: StoryState, article_id: str = "a") -> Decisions:
    """What is said when this article, which stands in the story already, arrives there."""
    own = story.members[article_id]
    came = arrival(article_id, *sorted(match.topic for match in own.matches), origin_id=own.origin_id)
    return follow(rules, Before(stories={"s1": story}), [replace(came, matches=own.matches)], NOW)


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
            state(member("a", "strike"), told={"ports": told()}),
            [rule()],
            Held.ALREADY_ALERTED,
            id="once-a-story",
        ),
        pytest.param(
            state(member("b", "strike"), member("a", "strike", origin_id="b"), told={"ports": told()}),
            [rule()],
            Held.COPY,
            id="a-copy-after-the-alert",
        ),
        pytest.param(
            state(member("a"), member("b", "strike"), told={"ports": told()}),
            [rule()],
            None,
            id="told-and-no-match",
        ),
        pytest.param(
            state(member("a", "strike"), told={"other": told()}),
            [rule()],
            Spoke.MATCHED,
            id="another-rule-spoke",
        ),
    ],
)
def test_decision_about_article_a(
    story: StoryState, rules: Sequence[Rule], expected: Spoke | Held | None
) -> None:
    decisions = decided(rules, story)
    assert [said.reason for said in decisions.alerts] == ([expected] if isinstance(expected, Spoke) else [])
    assert [held.reason for held in decisions.suppressions] == (
        [expected] if isinstance(expected, Held) else []
    )


def test_an_alert_carries_its_evidence() -> None:
    story = state(member("a", "strike"), member("b", "strike", "fire"), member("c", origin_id="b"))
    (alert,) = decided([rule(topics=("strike", "fire"))], story).alerts
    assert alert.alert_id == content_id("alert", "ports", "s1")
    assert (alert.rule, alert.story_id, alert.article_id, alert.raised_at) == ("ports", "s1", "a", NOW)
    place = {"clause": "strike AND port", "field": "text", "start": 4, "end": 10, "words": "strike"}
    base = {"version": "v1", "score": 1.0, "evidence": [place]}
    assert alert.evidence == {
        "title": "Watch ports",
        "number": 1,
        "news": (),
        "reports": 2,
        "min_reports": 1,
        "articles": 3,
        "matches": [
            {"topic": "fire", "article_id": "b"} | base,
            {"topic": "strike", "article_id": "a"} | base,
        ],
    }


def test_a_suppression_says_which_alert_stands_for_it() -> None:
    story = state(member("a", "strike"), told={"ports": told("alert1")})
    (held,) = decided([rule()], story).suppressions
    assert held.evidence == {
        "reports": 1, "min_reports": 1, "articles": 1, "alert_id": "alert1", "origin_id": None,
    }  # fmt: skip


def test_evidence_from_the_story_does_not_depend_on_the_order_of_its_articles() -> None:
    weak, strong = member("b", "strike"), Member(article_id="c", matches=(match("c", score=2.0),))
    for story in (state(weak, strong, member("a")), state(strong, member("a"), weak)):
        (alert,) = decided([rule()], story).alerts
        assert [found["article_id"] for found in alert.evidence["matches"]] == ["c"]  # type: ignore[union-attr, index, call-overload]


def test_a_story_whose_absorbed_half_was_told_is_not_told_again() -> None:
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    decisions = follow(
        [rule()],
        Before(),
        [
            arrival("a", story_id="s1"),
            arrival("b", "strike", story_id="s2"),
            arrival("c", "strike", story_id="s1", merges=(merge,)),
        ],
        NOW,
    )
    assert [alert.story_id for alert in decisions.alerts] == ["s2"]
    assert [held.reason for held in decisions.suppressions] == [Held.ALREADY_ALERTED]
    assert decisions.stories.keys() == {"s1"}
    assert decisions.stories["s1"].members.keys() == {"a", "b", "c"}


def test_a_merge_can_complete_the_number_of_reports() -> None:
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    arrivals = [
        arrival("a", "strike", story_id="s1"),
        arrival("b", "strike", story_id="s2"),
        arrival("c", story_id="s2", origin_id="b", merges=(merge,)),
    ]
    decisions = follow([rule(min_reports=2)], Before(), arrivals, NOW)
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
    decisions = follow([rule(min_reports=2)], Before(), arrivals, NOW)
    assert [alert.story_id for alert in decisions.alerts] == ["s2"]
    assert decisions.stories["s1"].members == {}


def test_a_pin_brings_no_text_and_takes_none_away() -> None:
    """Stories merge by hand: the article that the arrival names keeps its matches and its origin, and nothing is held back."""
    states = {
        "s1": state(member("a", "strike")),
        "s2": StoryState(story_id="s2", members={"b": member("b", "strike", origin_id="x")}),
    }
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="b")
    pinned = replace(arrival("b", story_id="s2", merges=(merge,)), matches=None)
    decided = follow([rule(min_reports=2)], Before(stories=states), [pinned], NOW)
    assert [(alert.story_id, alert.reason) for alert in decided.alerts] == [("s1", Spoke.REPORTED)]
    assert decided.suppressions == ()
    assert decided.stories["s1"].members["b"] == member("b", "strike", origin_id="x")


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
    states = follow([rule()], Before(), arrivals, NOW).stories
    assert states["s1"].members.keys() == {"a", "b", "c", "d"}
    assert states.keys() == {"s1", "s4"}


def test_a_new_version_replaces_what_the_old_one_said() -> None:
    decisions = follow(
        [rule(topics=("fire",))], Before(), [arrival("a", "strike"), arrival("a", "fire")], NOW
    )
    assert [alert.reason for alert in decisions.alerts] == [Spoke.MATCHED]
    assert decisions.stories["s1"].topics == {"fire"}
    assert decisions.stories["s1"].reports == 1


@st.composite
def claimed(draw: st.DrawFn) -> tuple[Claim, ...]:
    """What an article may say: a name, a toll, a correction."""
    name, toll = draw(st.sampled_from(["", "Brandt", "Velasquez"])), draw(st.integers(0, 4))
    found = [Claim(kind=Novelty.NAME, key=name, words=name, field="text", start=3, end=9)] if name else []
    if toll:
        found.append(
            Claim(
                kind=Novelty.FIGURE,
                key="dead",
                words=f"{toll} dead",
                field="text",
                start=20,
                end=26,
                value=toll,
            )
        )
    if (kind := draw(st.sampled_from([None, None, None, "correction", "retraction"]))) is not None:
        wrong, place = draw(st.integers(1, 4)), draw(st.integers(0, 99))
        found.append(
            Claim(
                kind=Novelty.CORRECTION,
                key=f"{kind} {place}",
                words=f"Not {wrong} dead",
                field="text",
                start=40,
                end=50,
            )
        )
    return tuple(found)


@st.composite
def streams(draw: st.DrawFn) -> list[Arrival]:
    """Arrivals with copies, merges and moves such as a grouping could make (the older id survives), hours apart."""
    arrivals: list[Arrival] = []
    place: dict[str, str] = {}
    at = NOW
    for number in range(draw(st.integers(1, 14))):
        article_id, alive = f"a{number:02}", sorted(set(place.values()))
        story_id = draw(st.sampled_from([*alive, f"s{number:02}"]))
        topics = draw(st.sets(st.sampled_from(["strike", "fire", "flood"])))
        origin_id = draw(st.sampled_from([None, *place]))
        at += timedelta(minutes=draw(st.sampled_from([-5, 0, 1, 20, 50, 300])))
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
        one = arrival(article_id, *sorted(topics), story_id=story_id, origin_id=origin_id, at=at)
        arrivals.append(replace(one, merges=tuple(merges), moves=tuple(moves), claims=draw(claimed())))
    return arrivals


RULES = [
    rule("one", ("strike",)),
    rule("two", ("strike", "fire"), min_reports=2, severity=("strike", "fire")),
    rule("three", ("flood",), min_reports=3, pause=timedelta(0), more_reports=1),
    rule("nights", ("fire",), quiet=QuietHours(start=time(4), end=time(9)), ceiling=1),
    rule("daily", ("strike", "flood"), kind=RuleKind.DIGEST, cron="0 * * * *"),
    rule("silent", ("flood",), kind=RuleKind.SILENCE, after=timedelta(hours=2)),
]


def carried(before: Before, decisions: Decisions) -> Before:
    """What the next batch starts from, as a warehouse would keep it."""
    said = {name: list(times) for name, times in before.spoken.items()}
    heard = {name: list(times) for name, times in before.heard.items()}
    silences = dict(before.silences)
    for alert in decisions.alerts:
        assert alert.moment is not None
        said.setdefault(alert.rule, []).append(alert.moment)
        if alert.reason == Spoke.SILENT:
            silences[alert.rule] = datetime.fromisoformat(alert.evidence["silence"]["last_heard_at"])  # type: ignore[index, call-overload, arg-type]
    for report in decisions.reports:
        for one in RULES:
            if one.kind is RuleKind.SILENCE and report.topic in one.topics:
                heard.setdefault(one.name, []).append(report.seen_at)
    return Before(
        stories=dict(decisions.stories),
        waiting=decisions.waiting,
        spoken={name: tuple(times) for name, times in said.items()},
        heard={name: tuple(times) for name, times in heard.items()},
        silences=silences,
        clock=decisions.clock,
    )


def in_batches(arrivals: Sequence[Arrival], cuts: Sequence[int], until: datetime) -> Iterator[Decisions]:
    before = Before()
    edges = [0, *sorted(cuts), len(arrivals)]
    for start, end in itertools.pairwise(edges):
        decisions = follow(RULES, before, arrivals[start:end], NOW, until if end == len(arrivals) else None)
        before = carried(before, decisions)
        yield decisions


@given(streams(), st.lists(st.integers(0, 14), max_size=6), st.integers(0, 40))
def test_how_the_stream_is_cut_does_not_matter(arrivals: list[Arrival], cuts: list[int], hours: int) -> None:
    until = max(one.at for one in arrivals) + timedelta(hours=hours)
    whole = follow(RULES, Before(), arrivals, NOW, until)
    parts = list(in_batches(arrivals, [min(cut, len(arrivals)) for cut in cuts], until))
    assert tuple(alert for part in parts for alert in part.alerts) == whole.alerts
    assert tuple(held for part in parts for held in part.suppressions) == whole.suppressions
    assert parts[-1].waiting == whole.waiting
    assert parts[-1].stories == whole.stories


@given(streams(), st.lists(st.integers(0, 60), max_size=6))
def test_how_often_anybody_looks_does_not_matter(arrivals: list[Arrival], hours: list[int]) -> None:
    """A rule that waits is told when its time comes by the clock of the stream, whoever looks when."""
    until = max(one.at for one in arrivals) + timedelta(hours=60)
    whole = follow(RULES, Before(), arrivals, NOW, until)
    first = follow(RULES, Before(), arrivals, NOW)
    before, said = carried(Before(), first), list(first.alerts)
    for hour in [*sorted(hours), 60]:
        looked = follow(RULES, before, [], NOW, max(one.at for one in arrivals) + timedelta(hours=hour))
        before = carried(before, looked)
        said += looked.alerts
    assert tuple(said) == whole.alerts


@given(streams())
def test_nothing_is_told_twice(arrivals: list[Arrival]) -> None:
    whole = follow(RULES, Before(), arrivals, NOW, NOW + timedelta(days=3))
    assert len({alert.alert_id for alert in whole.alerts}) == len(whole.alerts)
    for one in RULES:
        tellings = [t for alert in whole.alerts if alert.rule == one.name for t in alert.tellings]
        assert len({(t.story_id, t.number) for t in tellings}) == len(tellings)
        assert all(t.news for t in tellings if t.reason == Spoke.CHANGED)


@given(streams())
def test_a_rule_that_could_have_spoken_has_spoken(arrivals: list[Arrival]) -> None:
    rules = [rule("all", ("strike",))]
    stories = follow(rules, Before(), arrivals, NOW).stories.values()
    assert all("all" in story.told for story in stories if "strike" in story.topics)


@given(streams())
def test_what_waits_is_told_in_the_end_or_said_to_have_lapsed(arrivals: list[Arrival]) -> None:
    whole = follow(RULES, Before(), arrivals, NOW, NOW + timedelta(days=30))
    assert [one for one in whole.waiting if one.story_id] == []


BURST = rule("burst", kind=RuleKind.SPIKE, at_least=3, window=timedelta(hours=1))


@pytest.mark.parametrize("cut", [0, 1, 4, 12, 25])
def test_what_comes_at_one_moment_is_one_spike(cut: int) -> None:
    """However it is cut into batches, and whoever looks at that very moment."""
    heard = tuple(NOW - timedelta(days=day) for day in range(9, 0, -1))
    came = [arrival(f"a{number}", "strike", story_id=f"s{number % 3}") for number in range(25)]
    start = Before(heard={"burst": heard}, clock=heard[-1])
    first = follow([BURST], start, came[:cut], NOW, NOW)
    so_far = (*heard, *(report.seen_at for report in first.reports))
    between = Before(
        stories=first.stories, waiting=first.waiting, heard={"burst": so_far}, clock=first.clock or heard[-1]
    )
    rest = follow([BURST], between, came[cut:], NOW, NOW + timedelta(minutes=1))
    assert first.alerts == ()
    (alert,) = rest.alerts
    assert (alert.moment, alert.article_id) == (NOW, "a24")
    assert alert.evidence["spike"]["count"] == 25  # type: ignore[index, call-overload]
    assert alert.evidence["matches"][0]["article_id"] == "a24"  # type: ignore[index, call-overload]
    assert rest.waiting == ()
