"""A piece of news: the claims of several articles that say one thing, if enough of them bear it out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.alerts.claim import Claim
from pipeline.alerts.overruling import Tolls
from pipeline.alerts.standing import Member
from pipeline.facts.correction import CorrectionKind
from pipeline.records import Json, Novelty

CONFIRMED: Final = 2  # independent reports
_PLACES: Final = 3  # where a piece of news stands, at most: one an outlet is enough
Said: TypeAlias = tuple[Member, Claim]  # who says what


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that is new."""

    kind: Novelty
    words: str  # what is new, as a person reads it
    before: Json = None  # what had been told of the same
    now: Json = None
    reports: int = 0  # independent ones that say so
    places: tuple[Mapping[str, Json], ...] = ()  # article_id, field, start, end
    withdrawn: bool = False  # of a correction: the whole report is taken back

    def to_json(self) -> dict[str, Json]:
        return {
            "kind": str(self.kind),
            "words": self.words,
            "before": self.before,
            "now": self.now,
            "reports": self.reports,
            "places": self.places,
            "withdrawn": self.withdrawn,
        }


def borne_out(kind: Novelty, found: Sequence[Said], key: str) -> News | None:
    """The news, if enough articles bear it out."""
    reports = len({member.report for member, _ in found})
    leads = any(claim.leads for _, claim in found)
    enough = kind is Novelty.CORRECTION or (reports >= CONFIRMED and (leads or kind is Novelty.QUOTE))
    words = min((claim.words for _, claim in found), key=lambda words: (len(words), words))
    if not enough:
        return None
    return News(
        kind=kind,
        words=words,
        now=words,
        reports=reports,
        places=_places(found),
        withdrawn=kind is Novelty.CORRECTION and key.startswith(CorrectionKind.RETRACTION),
    )


def moved(found: Sequence[Said], counted: str, left: Tolls) -> News | None:
    """The highest value that is confirmed, or that one report leads with when the figure has been told before.

    One that a correction took back is believed to two reports that bring it anew.
    """
    before = left.figures.get(counted)
    backing: dict[float, list[Said]] = defaultdict(list)
    for member, claim in found:
        backing[claim.value or 0.0].append((member, claim))
    for value in sorted(backing, reverse=True):
        here = backing[value]
        reports = len({member.report for member, _ in here})
        leads = before is not None and any(claim.leads and not left.doubts(claim) for _, claim in here)
        if reports >= CONFIRMED or leads:
            words = min(claim.words for _, claim in here)
            return News(
                kind=Novelty.FIGURE,
                words=words,
                before=before,
                now=value,
                reports=reports,
                places=_places(here),
            )
    return None


def _places(found: Iterable[Said]) -> tuple[Mapping[str, Json], ...]:
    """One place a report, by id where equal."""
    places: dict[str, Mapping[str, Json]] = {}
    for member, claim in sorted(found, key=lambda pair: (not pair[1].leads, pair[0].article_id)):
        place: dict[str, Json] = {
            "article_id": member.article_id,
            "field": claim.field,
            "start": claim.start,
            "end": claim.end,
        }
        places.setdefault(member.report, place)
    return tuple(places.values())[:_PLACES]
