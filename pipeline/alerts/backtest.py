"""What a rule would have said: the live code on the stream of the past, counted, and what a week of it would bring."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, quantiles
from typing import Final

from pipeline.alerts.alert import follow
from pipeline.alerts.decision import Before
from pipeline.alerts.standing import Arrival
from pipeline.records import Alert, Json, Rule

_DRAWS: Final = 2000  # weeks drawn for the forecast
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Alerts a week, if the stream goes on as it did."""

    mean: float
    low: int  # in four weeks of five between low and high
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a rule would have said from one moment on."""

    rule: str
    since: datetime
    until: datetime
    alerts: tuple[Alert, ...]
    by_day: Mapping[date, int]  # every day, in order
    by_hour: Mapping[int, int]  # of the day, UTC
    by_reason: Mapping[str, int]
    held: Mapping[str, int]  # suppressions by their reason
    forecast: Forecast | None  # None: less than a week to tell it from

    @property
    def busiest_hour(self) -> tuple[datetime, int] | None:
        """The clock hour with most alerts."""
        hours = Counter(_hour(alert) for alert in self.alerts)
        return max(hours.items(), key=lambda pair: (pair[1], -pair[0].timestamp())) if hours else None


def backtest(rule: Rule, arrivals: Sequence[Arrival], since: datetime, until: datetime) -> Backtest:
    """Follow the rule as if it had been declared at `since`; what came before makes up the stories it finds.

    Args:
        rule: to be tried.
        arrivals: all there are, in order.
        since: the rule is silent about what came before.
        until: what is due by then is told.
    """
    first = next((place for place, one in enumerate(arrivals) if one.at >= since), len(arrivals))
    past = follow((), Before(), arrivals[:first], since)
    heard = [one.seen_at for one in past.reports if one.topic in rule.topics]
    start = Before(stories=past.stories, clock=past.clock, heard={rule.name: tuple(heard)})
    found = follow((rule,), start, arrivals[first:], since, until)
    days = _days(since, until)
    by_day = Counter(_moment(alert).date() for alert in found.alerts)
    return Backtest(
        rule=rule.name,
        since=since,
        until=until,
        alerts=found.alerts,
        by_day={day: by_day[day] for day in days},
        by_hour=dict(sorted(Counter(_moment(alert).hour for alert in found.alerts).items())),
        by_reason=dict(Counter(str(alert.reason) for alert in found.alerts).most_common()),
        held=dict(Counter(str(one.reason) for one in found.suppressions).most_common()),
        forecast=forecast([by_day[day] for day in days]) if len(days) >= _WEEK else None,
    )


def forecast(counts: Sequence[int]) -> Forecast:
    """Weeks put together from days drawn at random (the bootstrap: Efron, 1979); the same counts give the same answer."""
    chance = random.Random(0)  # noqa: S311 - no secret
    weeks = [sum(chance.choices(counts, k=_WEEK)) for _ in range(_DRAWS)]
    tenths = quantiles(weeks, n=10)
    return Forecast(mean=round(_WEEK * mean(counts), 1), low=round(tenths[0]), high=round(tenths[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that would have been told: a story, alone or in a digest; of a spike or a silence, that."""

    moment: datetime
    reason: str
    story_id: str | None
    article_id: str | None
    number: int  # how often the story has been told, with this
    news: tuple[Mapping[str, Json], ...]


def said(alerts: Sequence[Alert]) -> list[Said]:
    """What alerts tell, digests taken apart."""
    return [one for alert in alerts for one in _told(alert)]


def _told(alert: Alert) -> list[Said]:
    moment = _moment(alert)
    if not alert.tellings:
        return [
            Said(
                moment=moment,
                reason=str(alert.reason),
                story_id=alert.story_id,
                article_id=alert.article_id,
                number=0,
                news=(),
            )
        ]
    return [
        Said(
            moment=moment,
            reason=one.reason,
            story_id=one.story_id,
            article_id=one.article_id,
            number=one.number,
            news=one.news,
        )
        for one in alert.tellings
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What only one of two rules says of one stream, by the story and how often it has been told."""

    only_one: tuple[Said, ...]
    only_other: tuple[Said, ...]
    both: int


def difference(one: Backtest, other: Backtest) -> Difference:
    """Which stories, or news of them, only one of two rules would have told."""
    mine, theirs = _by_subject(said(one.alerts)), _by_subject(said(other.alerts))
    return Difference(
        only_one=tuple(found for key, found in mine.items() if key not in theirs),
        only_other=tuple(found for key, found in theirs.items() if key not in mine),
        both=len(mine.keys() & theirs.keys()),
    )


def _by_subject(every: Sequence[Said]) -> dict[tuple[str, int], Said]:
    return {(one.story_id or one.moment.isoformat(), one.number): one for one in every}


def _days(since: datetime, until: datetime) -> list[date]:
    return [since.date() + timedelta(days=number) for number in range((until.date() - since.date()).days + 1)]


def _hour(alert: Alert) -> datetime:
    return _moment(alert).replace(minute=0, second=0, microsecond=0)


def _moment(alert: Alert) -> datetime:
    return alert.moment or alert.raised_at
