"""What a rule has told about a story: the measure of what is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any

from pipeline.claim import Claim
from pipeline.records import Json, Novelty


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that one rule has told about one story, the stories merged into it included."""

    alert_id: str  # the smallest, which stands for all
    number: int  # how often
    at: datetime  # the last time, by the clock of the stream
    reports: int  # independent ones it had then
    severity: int  # place in the rule's list; -1: none
    said: Mapping[Novelty, frozenset[str]] = field(default_factory=dict)  # keys of claims
    figures: Mapping[str, float] = field(
        default_factory=dict
    )  # what is counted, and the highest that was told
    rough: frozenset[str] = frozenset()  # of these figures, what was told as a round number
    covers: frozenset[str] = frozenset()  # stories whose tellings are counted in here

    def to_json(self) -> dict[str, Json]:
        return {
            "alert_id": self.alert_id,
            "number": self.number,
            "at": self.at.isoformat(),
            "reports": self.reports,
            "severity": self.severity,
            "said": {str(kind): tuple(sorted(keys)) for kind, keys in sorted(self.said.items()) if keys},
            "figures": dict(sorted(self.figures.items())),
            "rough": tuple(sorted(self.rough)),
            "covers": tuple(sorted(self.covers)),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Told":
        return cls(
            **{
                **values,
                "at": datetime.fromisoformat(values["at"]),
                "said": {Novelty(kind): frozenset(keys) for kind, keys in values["said"].items()},
                "rough": frozenset(values.get("rough", ())),
                "covers": frozenset(values["covers"]),
            }
        )


def told_by(  # noqa: PLR0913 - what a telling tells
    story_id: str, claims: Iterable[Claim], *, alert_id: str, at: datetime, reports: int, severity: int
) -> Told:
    """What one telling of a story tells: all that is claimed in it by then."""
    keys: dict[Novelty, set[str]] = {}
    figures: dict[str, tuple[float, bool]] = {}
    for claim in claims:
        if claim.value is None:
            keys.setdefault(claim.kind, set()).add(claim.key)
        else:
            upper = claim.value if claim.high is None else claim.high
            figures[claim.key] = max((upper, claim.rough), figures.get(claim.key, (upper, claim.rough)))
    return Told(
        alert_id=alert_id,
        number=1,
        at=at,
        reports=reports,
        severity=severity,
        said={kind: frozenset(found) for kind, found in keys.items()},
        figures={key: value for key, (value, _) in figures.items()},
        rough=frozenset(key for key, (_, rough) in figures.items() if rough),
        covers=frozenset({story_id}),
    )


def told_again(before: Told | None, now: Told) -> Told:
    """What has been told of a story after a further telling: more of the same, counted afresh."""
    return replace(_both(before, now), reports=now.reports) if before else now


def joined(tellings: Iterable[Told]) -> Told | None:
    """What was told about stories that are one now: all of it, in whatever order; what another covers counts once."""
    every = list(tellings)
    apart = [told for told in every if not any(told.covers < other.covers for other in every)]
    return reduce(_both, apart) if apart else None


def _both(one: Told, other: Told) -> Told:
    kinds = sorted({*one.said, *other.said})
    figures: dict[str, tuple[float, bool]] = {}
    for told in (one, other):
        for key, value in told.figures.items():
            figures[key] = max((value, key in told.rough), figures.get(key, (value, False)))
    return Told(
        alert_id=min(one.alert_id, other.alert_id),
        number=one.number + other.number,
        at=max(one.at, other.at),
        reports=one.reports + other.reports,
        severity=max(one.severity, other.severity),
        said={kind: one.said.get(kind, frozenset()) | other.said.get(kind, frozenset()) for kind in kinds},
        figures={key: value for key, (value, _) in figures.items()},
        rough=frozenset(key for key, (_, rough) in figures.items() if rough),
        covers=one.covers | other.covers,
    )
