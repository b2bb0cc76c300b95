from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.alerts.act import Act, ActKind, Hushed
from pipeline.alerts.alert import follow
from pipeline.alerts.decision import Before, Decisions
from pipeline.alerts.gate import Held
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.waits import KEPT, WHEN_RESUMED, Waiting, awake
from pipeline.records import Evidence, Rule, RuleKind, TopicMatch

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
DIGEST = Rule(
    name="daily", title="Daily", topics=("quake",), channels=("desk",), kind=RuleKind.DIGEST, cron="0 7 * * *"
)
OTHER = Rule(name="other", title="Other", topics=("fire",), channels=("desk",))


def waiting(**fields: Any) -> Waiting:
    given = {"rule": "daily", "story_id": "s", "article_id": "a", "reason": "digest", "due_at": NOW + HOUR}
    return Waiting(**given | fields)


def before(*waits: Waiting, **fields: Any) -> Before:
    place = Evidence(clause="quake", field="text", start=0, end=5, words="quake")
    match = TopicMatch(article_id="a", topic="quake", version="v", score=1.0, evidence=(place,))
    member = Member(article_id="a", matches=(match,))
    return Before(
        stories={"s": StoryState(story_id="s", members={"a": member})}, waiting=waits, clock=NOW, **fields
    )


def held(decisions: Decisions) -> list[tuple[str, str]]:
    return [(one.rule, one.reason) for one in decisions.suppressions]


@pytest.mark.parametrize("rules", [(), (OTHER,)], ids=["no-rule", "another-rule"])
def test_what_waits_outlives_a_run_without_its_rule(rules: tuple[Rule, ...]) -> None:
    away = follow(rules, before(waiting()), (), NOW, NOW + 5 * HOUR)
    assert (away.waiting, away.suppressions) == ((waiting(),), ())
    back = follow((DIGEST,), before(*away.waiting), (), NOW, NOW + 6 * HOUR)
    assert [(one.reason, one.moment) for one in back.alerts] == [("digest", NOW + HOUR)]
    assert back.waiting == ()


def test_a_rule_that_does_not_come_back_is_said_to_have_lapsed() -> None:
    late = NOW + HOUR + KEPT
    assert follow((OTHER,), before(waiting()), (), NOW, late - HOUR).suppressions == ()
    found = follow((OTHER,), before(waiting()), (), NOW, late)
    assert (held(found), found.waiting) == ([("daily", Held.LAPSED)], ())
    assert dict(found.suppressions[0].evidence) == {
        "held_by": "digest",
        "due_at": (NOW + HOUR).isoformat(),
    }


def test_a_rule_that_listens_no_more_waits_for_no_silence() -> None:
    silent = waiting(story_id=None, article_id=None, reason="silence")
    assert follow((OTHER,), before(silent), (), NOW, NOW + 5 * HOUR).waiting == ()
    story_now = Rule(name="daily", title="Daily", topics=("quake",), channels=("desk",))
    found = follow((story_now,), before(silent), (), NOW, NOW + 5 * HOUR)
    assert (found.alerts, found.waiting) == ((), ())


def test_a_silence_of_topics_that_are_others_now_is_not_told() -> None:
    listens = Rule(name="daily", title="", topics=("fire",), channels=(), kind=RuleKind.SILENCE)
    held_over = waiting(story_id=None, article_id=None, reason="quiet_hours")
    assert follow((listens,), before(held_over), (), NOW, NOW + 5 * HOUR).alerts == ()


def act(kind: ActKind, at: datetime = NOW, **fields: Any) -> Act:
    return Act(kind=kind, asked_at=at, rule="daily", **fields)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        pytest.param([act(ActKind.ACKNOWLEDGE, story_id="s")], WHEN_RESUMED, id="acknowledged"),
        pytest.param([act(ActKind.ACKNOWLEDGE, story_id="s"), act(ActKind.RESUME, NOW + HOUR)], NOW + HOUR, id="resumed"),
        pytest.param([act(ActKind.ACKNOWLEDGE, story_id="s"), act(ActKind.RESUME, NOW - HOUR)], NOW, id="never-before-the-clock"),
        pytest.param([act(ActKind.ACKNOWLEDGE, story_id="s"), act(ActKind.RESUME, story_id="t")], WHEN_RESUMED, id="another-story-resumed"),
    ],
)  # fmt: skip
def test_what_was_acknowledged_waits_for_somebody_to_resume(acts: list[Act], expected: datetime) -> None:
    (found,) = awake([waiting(reason="acknowledged", due_at=WHEN_RESUMED)], Hushed.of(acts), NOW)
    assert found.due_at == expected


def test_what_falls_due_in_a_mute_is_said_to_be_muted() -> None:
    muted = Hushed.of([act(ActKind.MUTE)])
    found = follow((DIGEST,), before(waiting(), hushed=muted), (), NOW, NOW + 5 * HOUR)
    assert (held(found), found.waiting, found.alerts) == ([("daily", Held.MUTED)], (), ())


def test_a_silence_of_a_rule_that_was_acknowledged_is_looked_at_again() -> None:
    """What was acknowledged waits for no report: the next one begins the silence anew."""
    listens = Rule(name="daily", title="", topics=("quake",), channels=(), kind=RuleKind.SILENCE, after=HOUR)
    seen = Hushed.of([act(ActKind.ACKNOWLEDGE)])
    quiet = Before(heard={"daily": (NOW - HOUR,)}, hushed=seen, clock=NOW - HOUR)
    found = follow((listens,), quiet, (), NOW, NOW)
    assert [(one.reason, one.due_at) for one in found.waiting] == [("acknowledged", NOW + HOUR)]
    assert held(found) == [("daily", Held.ACKNOWLEDGED)]


def test_a_rule_that_is_back_tells_of_its_story_as_it_is_now() -> None:
    """By the clock of the stream, for what came while it was away is told with it."""
    later = replace(before(waiting()), clock=NOW + 3 * HOUR)
    assert [one.moment for one in follow((DIGEST,), later, (), NOW, NOW + 5 * HOUR).alerts] == [
        NOW + 3 * HOUR
    ]
