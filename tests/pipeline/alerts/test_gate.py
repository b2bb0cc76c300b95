from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.act import Act, ActKind, Hushed
from pipeline.alerts.gate import Held, Hold, held_in_words, hold, pause_after
from pipeline.alerts.told import Told
from pipeline.records import Novelty, QuietHours, Rule, RuleKind

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)  # a Friday
NIGHT = QuietHours(start=time(22), end=time(7))


def rule(**fields: Any) -> Rule:
    return Rule(name="ports", title="Ports", topics=("strike",), channels=("desk",), **fields)


def told(number: int = 1, at: datetime = NOW) -> Told:
    return Told(alert_id="x", number=number, at=at, reports=1, severity=-1)


def hushed(kind: ActKind, **fields: Any) -> Hushed:
    return Hushed.of([Act(kind=kind, asked_at=NOW, **fields)])


def after(**time: float) -> datetime:
    return NOW + timedelta(**time)


def test_nothing_holds_back_a_plain_rule() -> None:
    assert hold(rule(), NOW, story_id="s") is None


@pytest.mark.parametrize(
    ("minutes", "number", "held"),
    [
        pytest.param(29, 1, after(minutes=30), id="within-the-pause"),
        pytest.param(30, 1, None, id="at-its-end"),
        pytest.param(31, 2, after(minutes=60), id="doubled-after-the-second"),
        pytest.param(60, 2, None, id="at-its-end-too"),
        pytest.param(24 * 60 - 1, 30, after(days=1), id="a-day-at-most"),
    ],
)
def test_a_story_rests_longer_each_time(minutes: int, number: int, held: datetime | None) -> None:
    found = hold(rule(), after(minutes=minutes), story_id="s", told=told(number), kinds=[Novelty.FIGURE])
    assert found == (Hold(reason=Held.TOO_SOON, until=held) if held else None)


@pytest.mark.parametrize("kind", [Novelty.CORRECTION, Novelty.SEVERITY])
def test_what_is_urgent_waits_for_no_pause(kind: Novelty) -> None:
    assert hold(rule(), NOW, story_id="s", told=told(), kinds=[Novelty.REPORTS, kind]) is None


@pytest.mark.parametrize(
    ("zone", "moment", "until"),
    [
        pytest.param("UTC", datetime(2026, 1, 2, 22, 0, tzinfo=UTC), datetime(2026, 1, 3, 7, 0, tzinfo=UTC), id="begins"),
        pytest.param("UTC", datetime(2026, 1, 3, 6, 59, tzinfo=UTC), datetime(2026, 1, 3, 7, 0, tzinfo=UTC), id="over-midnight"),
        pytest.param("UTC", datetime(2026, 1, 3, 7, 0, tzinfo=UTC), None, id="ends"),
        pytest.param("Europe/Vienna", datetime(2026, 1, 2, 21, 0, tzinfo=UTC), datetime(2026, 1, 3, 6, 0, tzinfo=UTC), id="zone"),
        # clocks go forward on 29 March 2026: 7 in the morning is 5 UTC
        pytest.param("Europe/Vienna", datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC), id="clock-is-set"),
    ],
)  # fmt: skip
def test_quiet_hours_are_those_of_the_place(zone: str, moment: datetime, until: datetime | None) -> None:
    found = hold(rule(quiet=NIGHT, timezone=zone), moment, story_id="s")
    assert found == (Hold(reason=Held.QUIET_HOURS, until=until) if until else None)


def test_a_digest_waits_for_its_time_and_then_speaks() -> None:
    daily = rule(kind=RuleKind.DIGEST, cron="0 7 * * 1-5", timezone="Europe/Vienna")
    assert hold(daily, NOW, story_id="s") == Hold(
        reason=Held.DIGEST, until=datetime(2026, 1, 2, 6, tzinfo=UTC)
    )
    assert hold(daily, datetime(2026, 1, 2, 6, tzinfo=UTC), story_id="s", due=True) is None
    friday = datetime(2026, 1, 2, 6, 0, tzinfo=UTC)
    assert hold(daily, friday, story_id="s") == Hold(reason=Held.DIGEST, until=friday + timedelta(days=3))


def test_no_hour_ever_has_more_alerts_than_the_ceiling() -> None:
    spoken = [after(minutes=-50), after(minutes=-20)]
    assert hold(rule(ceiling=3), NOW, spoken=spoken) is None
    assert hold(rule(ceiling=2), NOW, spoken=spoken) == Hold(reason=Held.CEILING, until=after(minutes=10))
    assert hold(rule(ceiling=2), after(minutes=10), spoken=spoken) is None


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        pytest.param({"kind": ActKind.MUTE, "rule": "ports"}, Hold(reason=Held.MUTED, until=None), id="rule-muted"),
        pytest.param({"kind": ActKind.MUTE, "story_id": "s"}, Hold(reason=Held.MUTED, until=None), id="story-muted-for-all"),
        pytest.param({"kind": ActKind.MUTE, "rule": "ports", "story_id": "t"}, None, id="another-story"),
        pytest.param({"kind": ActKind.MUTE, "rule": "other"}, None, id="another-rule"),
        pytest.param({"kind": ActKind.MUTE, "rule": "ports", "until": NOW}, None, id="mute-has-ended"),
        pytest.param(
            {"kind": ActKind.SNOOZE, "rule": "ports", "until": after(hours=8)},
            Hold(reason=Held.SNOOZED, until=after(hours=8)), id="snoozed",
        ),
        pytest.param({"kind": ActKind.ACKNOWLEDGE, "rule": "ports", "story_id": "s"}, Hold(reason=Held.ACKNOWLEDGED, until=None), id="seen"),
        pytest.param({"kind": ActKind.USELESS, "rule": "ports", "story_id": "s"}, None, id="a-judgement-hushes-nothing"),
    ],
)  # fmt: skip
def test_what_people_asked_for(act: dict[str, Any], expected: Hold | None) -> None:
    assert hold(rule(), NOW, story_id="s", hushed=Hushed.of([Act(asked_at=NOW, **act)])) == expected


def test_an_acknowledged_story_speaks_when_it_is_corrected_and_a_muted_one_does_not() -> None:
    seen = hushed(ActKind.ACKNOWLEDGE, rule="ports", story_id="s")
    muted = hushed(ActKind.MUTE, rule="ports", story_id="s")
    assert hold(rule(), NOW, story_id="s", told=told(), kinds=[Novelty.CORRECTION], hushed=seen) is None
    assert hold(rule(), NOW, story_id="s", told=told(), kinds=[Novelty.CORRECTION], hushed=muted) is not None


def test_resume_ends_what_lies_within_its_scope() -> None:
    acts = [
        Act(kind=ActKind.MUTE, asked_at=NOW, rule="ports"),
        Act(kind=ActKind.ACKNOWLEDGE, asked_at=NOW, rule="ports", story_id="s"),
        Act(kind=ActKind.MUTE, asked_at=NOW, story_id="t"),
        Act(kind=ActKind.RESUME, asked_at=NOW, rule="ports"),
    ]
    assert set(Hushed.of(acts).acts) == {(None, "t")}
    assert set(Hushed.of([*acts, Act(kind=ActKind.RESUME, asked_at=NOW, story_id="t")]).acts) == set()


@pytest.mark.parametrize(
    ("acts", "hours", "expected"),
    [
        pytest.param([(ActKind.MUTE, 48), (ActKind.SNOOZE, 1)], 0, Held.MUTED, id="a-snooze-ends-no-mute"),
        pytest.param([(ActKind.MUTE, 48), (ActKind.SNOOZE, 1)], 2, Held.MUTED, id="nor-when-it-is-over"),
        pytest.param([(ActKind.MUTE, 1), (ActKind.SNOOZE, 8)], 2, Held.SNOOZED, id="nor-a-mute-a-snooze"),
        pytest.param([(ActKind.MUTE, 48), (ActKind.MUTE, 1)], 2, Held.MUTED, id="the-longer-of-two-mutes"),
        pytest.param([(ActKind.MUTE, 48), (ActKind.SNOOZE, 1)], 49, None, id="each-has-its-end"),
    ],
)
def test_acts_about_one_scope_stand_beside_each_other(
    acts: list[tuple[ActKind, int]], hours: int, expected: Held | None
) -> None:
    made = [Act(kind=kind, asked_at=NOW, rule="ports", until=after(hours=until)) for kind, until in acts]
    found = hold(rule(), after(hours=hours), story_id="s", hushed=Hushed.of(made))
    assert (found.reason if found else None) == expected


def test_of_two_snoozes_the_longer_decides_when_it_is_told() -> None:
    made = [
        Act(kind=ActKind.SNOOZE, asked_at=NOW, rule="ports", until=after(hours=hours)) for hours in (8, 1)
    ]
    found = hold(rule(), NOW, story_id="s", hushed=Hushed.of(made))
    assert found == Hold(reason=Held.SNOOZED, until=after(hours=8))


def test_acts_have_ids_of_their_content() -> None:
    one, same = (
        Act(kind=ActKind.MUTE, asked_at=NOW, rule="a"),
        Act(kind=ActKind.MUTE, asked_at=NOW, rule="a", note="why"),
    )
    assert one.act_id == same.act_id
    assert one.act_id != Act(kind=ActKind.MUTE, asked_at=NOW, story_id="a").act_id


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata"]),
    st.times(),
    st.times(),
    st.lists(st.integers(0, 59), max_size=6),
)
def test_what_holds_back_always_ends_later(
    moment: datetime, zone: str, start: time, end: time, minutes: list[int]
) -> None:
    """Else what waits would be looked at for ever."""
    quiet = QuietHours(start=start.replace(second=0, microsecond=0), end=end.replace(second=0, microsecond=0))
    spoken = [moment - timedelta(minutes=ago) for ago in minutes]
    for kind in (RuleKind.STORY, RuleKind.DIGEST):
        one = rule(kind=kind, quiet=quiet, timezone=zone, ceiling=2, cron="*/7 * * * *")
        for due in (False, True):
            found = hold(one, moment, story_id="s", told=told(2, moment), spoken=spoken, due=due)
            assert found is None or (found.until is not None and found.until > moment)


def test_every_reason_has_words_and_an_unknown_one_is_told_as_it_is() -> None:
    words = [held_in_words(reason) for reason in Held]
    assert len(set(words)) == len(Held)
    assert not any("_" in one for one in words)
    assert held_in_words("of_tomorrow") == "of_tomorrow"


def test_the_pause_never_overflows() -> None:
    assert pause_after(rule(), told(10_000)) == timedelta(days=1)
