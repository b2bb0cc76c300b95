import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.alerts.beat import is_over, spike
from pipeline.records import Rule, RuleKind

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rule(**fields: Any) -> Rule:
    return Rule(name="r", title="R", topics=("t",), channels=("c",), kind=RuleKind.SPIKE, **fields)


def regular(weeks: int, an_hour: int, end: datetime = MONDAY) -> list[datetime]:
    """So many reports in every hour of the weeks before."""
    hours = weeks * 7 * 24
    step = HOUR / an_hour
    return [end - hours * HOUR + number * step for number in range(hours * an_hour)]


def burst(count: int, end: datetime = MONDAY) -> list[datetime]:
    return [end - timedelta(minutes=50) + timedelta(seconds=number) for number in range(count)]


def test_habit_is_no_spike() -> None:
    assert spike(rule(), regular(8, 10), MONDAY - timedelta(minutes=1)) is None


def test_far_more_than_usual_is_one() -> None:
    found = spike(rule(), sorted(regular(8, 4) + burst(40)), MONDAY)
    assert found is not None
    assert (found.count, found.usual, found.windows) == (43, 4.0, 7)
    assert 4 < found.limit < 43


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ([*regular(8, 1), *burst(3)], "fewer than at_least"),
        (burst(50), "no past to compare with"),
        ([*regular(1, 1), *burst(50)], "less than seven days known"),
        ([], "nothing heard"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_what_is_no_spike(heard: list[datetime], why: str) -> None:
    assert spike(rule(), sorted(heard), MONDAY) is None, why


def test_a_busy_hour_of_the_week_is_its_habit() -> None:
    """Forty reports each Monday morning are usual there, and a spike on a Thursday."""
    mondays = [at for week in range(1, 9) for at in burst(40, MONDAY - timedelta(weeks=week))]
    heard = sorted(regular(9, 1) + mondays + burst(45))
    assert spike(rule(), heard, MONDAY) is None
    thursday = MONDAY - timedelta(days=4)
    moved = sorted(regular(9, 1) + mondays + burst(45, thursday))
    assert spike(rule(), moved, thursday) is not None


def test_a_young_rule_reads_its_habit_from_days() -> None:
    heard = sorted(regular(2, 2) + burst(30))
    found = spike(rule(), heard, MONDAY)
    assert found is not None
    assert found.windows == 13


def test_a_spike_is_over_when_a_whole_window_was_usual() -> None:
    later = [MONDAY + timedelta(minutes=10 * number) for number in range(18)]
    heard = sorted(regular(8, 4) + burst(40) + later)
    assert not is_over(rule(), heard, MONDAY, MONDAY + timedelta(minutes=30))
    assert is_over(rule(), heard, MONDAY, MONDAY + timedelta(hours=3))


def test_chance_alone_hardly_ever_makes_a_spike() -> None:
    """Weeks of Poisson noise around a daily rhythm: false alarms at fewer than one in two hundred hours."""
    chance = random.Random(7)
    end = MONDAY
    hours = 30 * 7 * 24
    heard = []
    for number in range(hours):
        at = end - (hours - number) * HOUR
        rate = 6 if 7 <= at.hour < 20 else 1
        heard += sorted(
            at + HOUR * chance.random() for _ in range(chance.choices(range(20), poisson(rate))[0])
        )
    looked = [end - number * HOUR for number in range(12 * 7 * 24)]
    false = sum(
        spike(rule(), [at for at in heard if moment - timedelta(weeks=9) < at <= moment], moment) is not None
        for moment in looked[::6]
    )
    assert false <= len(looked[::6]) / 200


def poisson(rate: float) -> list[float]:
    weights, term = [], 1.0
    for count in range(20):
        weights.append(term)
        term *= rate / (count + 1)
    return weights
