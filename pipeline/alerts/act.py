"""Acts: what people do about alerts. They hush a rule or a story for a while, and say whether an alert was any use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import inf
from typing import Final

from pipeline.identity import content_id


class ActKind(StrEnum):
    ACKNOWLEDGE = (
        "acknowledge"  # seen: no more of this story by this rule, but corrections and what is more severe
    )
    MUTE = "mute"  # nothing of it until then: what comes meanwhile is not told later
    SNOOZE = "snooze"  # not before then: what came meanwhile is told in one
    RESUME = "resume"  # ends the three above
    USEFUL = "useful"
    USELESS = "useless"

    @property
    def hushes(self) -> bool:
        return self in {ActKind.ACKNOWLEDGE, ActKind.MUTE, ActKind.SNOOZE}

    @property
    def judges(self) -> bool:
        return self in {ActKind.USEFUL, ActKind.USELESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody did; it waits in the spool until the loader takes it."""

    kind: ActKind
    asked_at: datetime
    rule: str | None = None  # None: every rule
    story_id: str | None = None  # None: every story
    alert_id: str | None = None  # that it was about, if one was named
    until: datetime | None = None  # None: until it is ended
    made_by: str | None = None
    note: str | None = None

    @property
    def act_id(self) -> str:
        parts = (self.kind, self.rule, self.story_id, self.alert_id, self.until and self.until.isoformat())
        return content_id("act", self.asked_at.isoformat(), *(part or "" for part in parts))


_Scope = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Hushed:
    """What is to be kept silent about, and how, by rule and story (None: all of them)."""

    acts: Mapping[_Scope, tuple[Act, ...]] = field(default_factory=dict)  # each in force to its own end
    resumed: Mapping[_Scope, datetime] = field(default_factory=dict)  # when that was asked for last

    @classmethod
    def of(cls, acts: Iterable[Act]) -> "Hushed":
        """As these acts leave it, in their order: all stand beside each other until they end, or until somebody resumes."""
        held: dict[_Scope, tuple[Act, ...]] = {}
        resumed: dict[_Scope, datetime] = {}
        for act in acts:
            scope = (act.rule, act.story_id)
            if act.kind.hushes:
                held[scope] = (*held.get(scope, ()), act)
            elif act.kind is ActKind.RESUME:
                held = {other: kept for other, kept in held.items() if not _within(other, scope)}
                resumed[scope] = act.asked_at
        return cls(held, resumed)

    def over(self, rule: str, story_id: str | None, moment: datetime) -> Act | None:
        """The act that speaks against telling at that moment: a mute before an acknowledgement before a snooze, the longest of each."""
        found = [act for scope in _scopes(rule, story_id) for act in self.acts.get(scope, ())]
        alive = [act for act in found if act.until is None or act.until > moment]
        return min(alive, key=_weight, default=None)

    def is_acknowledged(self, rule: str, story_id: str | None) -> bool:
        found = (act for scope in _scopes(rule, story_id) for act in self.acts.get(scope, ()))
        return any(act.kind is ActKind.ACKNOWLEDGE for act in found)

    def resumed_at(self, rule: str, story_id: str | None) -> datetime | None:
        """When this was last asked to speak again."""
        return max(
            (self.resumed[scope] for scope in _scopes(rule, story_id) if scope in self.resumed), default=None
        )


_ORDER: Final = (ActKind.MUTE, ActKind.ACKNOWLEDGE, ActKind.SNOOZE)


def _weight(act: Act) -> tuple[int, float, str]:
    ends = inf if act.until is None else act.until.timestamp()
    return _ORDER.index(act.kind), -ends, act.act_id


def _scopes(rule: str, story_id: str | None) -> set[_Scope]:
    """Those that take in a rule's story, or the rule alone."""
    return {(rule, story_id), (rule, None), (None, story_id), (None, None)}


def _within(scope: _Scope, wider: _Scope) -> bool:
    return all(wide is None or wide == own for own, wide in zip(scope, wider, strict=True))
