"""A rule as alerts.toml declares it."""

import re
from datetime import time, timedelta
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from flows.workspaces.table import Cron, Duration, Name, Table, Timezone, at_least
from pipeline.records import Novelty, QuietHours, Rule, RuleKind

_QUIET: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)")
_SHORT: Final = timedelta(minutes=10)
# Keys that mean something for some kinds of rules only.
_ONLY: Final = {
    "cron": (RuleKind.DIGEST,),
    "after": (RuleKind.SILENCE,),
    "window": (RuleKind.SPIKE,),
    "at_least": (RuleKind.SPIKE,),
    "min_reports": (RuleKind.STORY, RuleKind.DIGEST),
    "again": (RuleKind.STORY, RuleKind.DIGEST),
    "more_reports": (RuleKind.STORY, RuleKind.DIGEST),
    "severity": (RuleKind.STORY, RuleKind.DIGEST),
    "pause": (RuleKind.STORY,),
    "ceiling": (RuleKind.STORY,),
}


def _kind(text: object) -> RuleKind:
    try:
        return RuleKind(str(text))
    except ValueError as error:
        raise ValueError(f"expected one of {', '.join(RuleKind)}") from error


def _novelty(text: object) -> Novelty:
    try:
        return Novelty(str(text))
    except ValueError as error:
        raise ValueError(f"expected some of {', '.join(Novelty)}") from error


def _quiet(text: object) -> QuietHours:
    found = _QUIET.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError('expected a part of the day like "22:00-07:00"')
    start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if start == end:
        raise ValueError("expected an end other than the start")
    return QuietHours(start=start, end=end)


class RuleTable(Table):
    """What `[[rule]]` may say."""

    name: Name
    topics: Annotated[list[str], Field(min_length=1)]
    channels: Annotated[list[str], Field(min_length=1)]
    title: str | None = None
    kind: Annotated[RuleKind, BeforeValidator(_kind)] = RuleKind.STORY
    min_reports: Annotated[int, Field(ge=1, le=1000)] = 1
    again: list[Annotated[Novelty, BeforeValidator(_novelty)]] = Field(default_factory=lambda: list(Novelty))
    more_reports: Annotated[int, Field(ge=1, le=1000)] = 3
    severity: list[str] = Field(default_factory=list)
    pause: Duration = timedelta(minutes=30)
    quiet: Annotated[QuietHours, BeforeValidator(_quiet)] | None = None
    ceiling: Annotated[int, Field(ge=1, le=1000)] | None = None
    cron: Cron | None = None
    timezone: Timezone = "UTC"
    after: Annotated[Duration, at_least(_SHORT, "at least 10 minutes")] = timedelta(days=1)
    window: Annotated[Duration, at_least(_SHORT, "from 10 minutes to a day", timedelta(days=1))] = timedelta(
        hours=1
    )
    at_least: Annotated[int, Field(ge=2, le=100_000)] = 5

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for key, kinds in _ONLY.items():
            if key in self.model_fields_set and self.kind not in kinds:
                named = " or ".join(f'"{kind}"' for kind in kinds)
                raise ValueError(f"{key} goes with kind = {named}")
        if self.kind is RuleKind.DIGEST and self.cron is None:
            raise ValueError('a digest needs cron, the times at which it is sent: cron = "0 7 * * *"')
        strangers = [topic for topic in self.severity if topic not in self.topics]
        if strangers:
            raise ValueError(f"severity orders the rule's own topics: {strangers[0]!r} is not one of them")
        return self

    def build(self) -> Rule:
        """The rule."""
        return Rule(
            name=self.name,
            title=self.title or self.name,
            topics=tuple(self.topics),
            channels=tuple(self.channels),
            kind=self.kind,
            min_reports=self.min_reports,
            again=frozenset(self.again),
            more_reports=self.more_reports,
            severity=tuple(self.severity),
            pause=self.pause,
            quiet=self.quiet,
            ceiling=self.ceiling,
            cron=self.cron,
            timezone=self.timezone,
            after=self.after,
            window=self.window,
            at_least=self.at_least,
        )
