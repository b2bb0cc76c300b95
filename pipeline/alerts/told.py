"""What a rule has told about a story: the measure of what is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from math import inf
from typing import Any, TypeAlias

from pipeline.alerts.claim import Claim
from pipeline.records import Json, Novelty

# What is counted, the number, and the article that said so when it was corrected; "": whoever says so from then on.
Overruled: TypeAlias = tuple[str, float, str]


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
    )  # what is counted, and the highest that was told and has not been corrected since
    rough: frozenset[str] = frozenset()  # of these figures, what was told as a round number
    overruled: frozenset[Overruled] = frozenset()  # higher ones that a correction took back
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
            "overruled": tuple(sorted(self.overruled)),
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
                "overruled": frozenset(tuple(one) for one in values.get("overruled", ())),
                "covers": frozenset(values["covers"]),
            }
        )


def told_by(  # noqa: PLR0913 - what a telling tells
    story_id: str,
    claims: Iterable[Claim],
    *,
    alert_id: str,
    at: datetime,
    reports: int,
    severity: int,
    overruled: frozenset[Overruled] = frozenset(),
) -> Told:
    """What one telling of a story tells: all that is claimed in it by then, but what has been overruled."""
    keys: dict[Novelty, set[str]] = {}
    figures: dict[str, tuple[float, bool]] = {}
    for claim in claims:
        if claim.value is None:
            keys.setdefault(claim.kind, set()).add(claim.key)
        else:
            upper = (claim.top, claim.rough)
            figures[claim.key] = max(upper, figures.get(claim.key, upper))
    return Told(
        alert_id=alert_id,
        number=1,
        at=at,
        reports=reports,
        severity=severity,
        said={kind: frozenset(found) for kind, found in keys.items()},
        figures={key: value for key, (value, _) in figures.items()},
        rough=frozenset(key for key, (_, rough) in figures.items() if rough),
        overruled=overruled,
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
    overruled = one.overruled | other.overruled
    return Told(
        alert_id=min(one.alert_id, other.alert_id),
        number=one.number + other.number,
        at=max(one.at, other.at),
        reports=one.reports + other.reports,
        severity=max(one.severity, other.severity),
        said={kind: one.said.get(kind, frozenset()) | other.said.get(kind, frozenset()) for kind in kinds},
        figures={key: value for key, (value, _) in figures.items()},
        rough=frozenset(key for key, (_, rough) in figures.items() if rough),
        overruled=frozenset(gone for gone in overruled if gone[1] > figures.get(gone[0], (-inf, False))[0]),
        covers=one.covers | other.covers,
    )
