"""What is new about a story since a rule last told of it: material change, never time alone.

A claim counts once it is confirmed: by two independent reports, however many copies each has; a figure and a correction
also by one. What was told is all that the story held at that moment, confirmed or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.alerts.claim import Claim
from pipeline.alerts.overruling import Tolls, tolls
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.told import Told
from pipeline.facts.alias import Names, alias_key
from pipeline.facts.correction import CorrectionKind
from pipeline.records import Json, Novelty, Rule

CONFIRMED: Final = 2  # independent reports
_SAME_QUOTE: Final = 0.7  # of the shorter's words: a truncation, or another translation
_ROUNDING: Final = 0.1  # of the value
_PLACES: Final = 3  # where a piece of news stands, at most: one an outlet is enough
_MOST: Final = 6  # pieces of news of a kind


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


def news(rule: Rule, state: StoryState, told: Told) -> tuple[News, ...]:
    """What the rule wants to hear again, the weightiest kinds first: above all what was wrong."""
    found = (
        *_severity(rule, state, told),
        *_claims(state, told),
        *_reports(rule, state, told),
    )
    wanted = [one for one in found if one.kind in rule.again]
    return tuple(sorted(wanted, key=lambda one: one.kind is not Novelty.CORRECTION))


def first_news(state: StoryState) -> tuple[News, ...]:
    """What has been corrected or taken back before a story is told for the first time: no reader shall take it for plain news."""
    found: dict[str, list[tuple[Member, Claim]]] = defaultdict(list)
    for member, claim in state.claims:
        if claim.kind is Novelty.CORRECTION:
            found[claim.key].append((member, claim))
    made = [_borne_out(Novelty.CORRECTION, found[key], key) for key in sorted(found)]
    return tuple(sorted((one for one in made if one), key=lambda one: (-one.reports, one.words))[:_MOST])


def severity(rule: Rule, state: StoryState) -> int:
    """How far up the rule's list the story's topics reach; -1: none."""
    return max((place for place, topic in enumerate(rule.severity) if topic in state.topics), default=-1)


def reports_wanted(rule: Rule, told: Told) -> int:
    """Independent reports that are news by their number: a schedule that widens with each telling."""
    return told.reports + rule.more_reports * (1 << min(told.number - 1, 20))


def _severity(rule: Rule, state: StoryState, told: Told) -> Iterator[News]:
    reached = severity(rule, state)
    if reached > told.severity:
        before = rule.severity[told.severity] if told.severity >= 0 else None
        yield News(
            kind=Novelty.SEVERITY, words=rule.severity[reached], before=before, now=rule.severity[reached]
        )


def _reports(rule: Rule, state: StoryState, told: Told) -> Iterator[News]:
    if state.reports >= reports_wanted(rule, told):
        yield News(
            kind=Novelty.REPORTS,
            words=f"{state.reports - told.reports} more independent reports",
            before=told.reports,
            now=state.reports,
            reports=state.reports,
        )


def _claims(state: StoryState, told: Told) -> Iterator[News]:
    known = _Known(state, told)
    fresh: dict[tuple[Novelty, str], list[tuple[Member, Claim]]] = {}
    untold = [(member, claim) for member, claim in state.claims if not known.holds(member, claim)]
    for member, claim in sorted(untold, key=lambda pair: (pair[1].kind, pair[1].key, pair[0].article_id)):
        fresh.setdefault(_group(claim, fresh), []).append((member, claim))
    by_kind: dict[Novelty, list[News]] = defaultdict(list)
    for (kind, key), found in sorted(fresh.items()):
        one = _moved(found, key, known.tolls) if kind is Novelty.FIGURE else _borne_out(kind, found, key)
        if one:
            by_kind[kind].append(one)
    for kind in (Novelty.CORRECTION, Novelty.FIGURE, Novelty.QUOTE, Novelty.NAME, Novelty.PLACE):
        best = sorted(by_kind[kind], key=lambda one: (-one.reports, one.words))
        yield from best[:_MOST]


class _Known:
    """Which claims have been told, in whatever wording."""

    def __init__(self, state: StoryState, told: Told) -> None:
        self.tolls = tolls(state, told)
        self._said = told.said
        self._names = {kind: Names(()) for kind in (Novelty.NAME, Novelty.PLACE)}
        for kind, names in self._names.items():
            for name in sorted(self._said.get(kind, ())):
                names.add(name)
        self._named: dict[tuple[Novelty, str], bool] = {}  # a story's articles name the same over and over

    def holds(self, member: Member, claim: Claim) -> bool:
        if claim.value is not None:
            return self.tolls.takes_back(member, claim) or not self._beyond(claim)
        if claim.kind in self._names:
            return self._is_named(claim.kind, claim.key)
        known = self._said.get(claim.kind, frozenset())
        return claim.key in known or (claim.kind is Novelty.QUOTE and _is_variant(claim.key, known))

    def _is_named(self, kind: Novelty, name: str) -> bool:
        if (kind, name) not in self._named:
            self._named[kind, name] = name in self._names[kind]
        return self._named[kind, name]

    def _beyond(self, claim: Claim) -> bool:
        """Higher than what was told, and no rounding of it."""
        value, before = claim.value or 0.0, self.tolls.figures.get(claim.key)
        if before is None:
            return True
        rounded = (claim.rough or claim.key in self.tolls.rough) and value - before <= _ROUNDING * before
        return value > before and not rounded


def _group(claim: Claim, groups: Iterable[tuple[Novelty, str]]) -> tuple[Novelty, str]:
    """What a claim is counted under: a quote under one it is a variant of, a name under all its spellings."""
    if claim.kind is Novelty.QUOTE:
        alike = (key for kind, key in groups if kind is Novelty.QUOTE and _is_variant(claim.key, (key,)))
        return claim.kind, next(alike, claim.key)
    return claim.kind, alias_key(claim.key) if claim.kind in {Novelty.NAME, Novelty.PLACE} else claim.key


def _is_variant(quote: str, known: Iterable[str]) -> bool:
    """The same words cut short, run on, or in another translation: most of the shorter one's words are in the longer."""
    own = set(quote.split())
    return any(
        len(own & other) >= _SAME_QUOTE * min(len(own), len(other))
        for other in (set(one.split()) for one in known)
    )


def _borne_out(kind: Novelty, found: Sequence[tuple[Member, Claim]], key: str) -> News | None:
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


def _moved(found: Sequence[tuple[Member, Claim]], counted: str, left: Tolls) -> News | None:
    """The highest value that is confirmed, or that one report leads with when the figure has been told before.

    One that a correction took back is believed to two reports that bring it anew.
    """
    before = left.figures.get(counted)
    backing: dict[float, list[tuple[Member, Claim]]] = defaultdict(list)
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


def _places(found: Iterable[tuple[Member, Claim]]) -> tuple[Mapping[str, Json], ...]:
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
