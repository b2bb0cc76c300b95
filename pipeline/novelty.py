"""What an article tells beyond what had been told: higher tolls, other words spoken, other names.

Novelty in the sense of TREC's novelty track (Harman: "Overview of the TREC 2002 Novelty Track"): new against all that came
before on the same event. Pure, and the order of what had been told makes no difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.alias import Names
from pipeline.figure_words import TOLLS
from pipeline.records import Figure, Mention, Quote
from pipeline.saying import Said

_ROUNDING: Final = 0.1  # by which "about 20" and 19 may differ
_ROUND: Final = 1000  # from here on numbers are rounded without saying so
_NO_TOLL: Final = frozenset({"up to", "more"})  # a bound from above; those beyond the ones told before
_NAMED: Final = frozenset({"person", "organisation", "place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A toll higher than any told."""

    counted: str  # of pipeline.figure_words.TOLLS
    before: Figure | None  # the highest told; None: none had been told
    now: Figure

    def __str__(self) -> str:
        told = f"{self.before.value:,.0f} -> " if self.before else ""
        return f"{self.counted}: {told}{self.now.value:,.0f}"


def moved(told: Sequence[Figure], new: Sequence[Figure]) -> tuple[Rise, ...]:
    """Tolls of a new article beyond any that had been told; lower, equal and rounded ones say nothing new.

    An article's own count of a kind is its first; later ones are of parts, or of other events.
    """
    highest: dict[str, Figure] = {}
    for figure in sorted(own_counts(told), key=lambda one: (one.value, one.article_id, one.start)):
        highest[figure.counted] = figure
    rises = []
    for now in own_counts(new):
        before = highest.get(now.counted)
        if before is None or (now.value > _upper(before) and not _rounded(now, before)):
            rises.append(Rise(counted=now.counted, before=before, now=now))
    return tuple(rises)


def own_counts(figures: Iterable[Figure]) -> list[Figure]:
    """The first count of each toll in each article."""
    first: dict[tuple[str, str], Figure] = {}
    for figure in sorted(figures, key=lambda one: (one.article_id, one.start)):
        if figure.counted in TOLLS and figure.qualifier not in _NO_TOLL:
            first.setdefault((figure.article_id, figure.counted), figure)
    return list(first.values())


def _upper(figure: Figure) -> float:
    return figure.value if figure.high is None else figure.high


def _rounded(now: Figure, before: Figure) -> bool:
    """Whether a count may be another way to tell the one before."""
    near = abs(now.value - before.value) <= _ROUNDING * before.value
    return near and (is_rough(now) or is_rough(before))


def is_rough(figure: Figure) -> bool:
    """Whether a count is told as a round number."""
    return figure.qualifier == "about" or (figure.value >= _ROUND and figure.value % 100 == 0)


def new_quotes(told: Sequence[Quote], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotations that are no variant of any told, nor of one before them."""
    said = Said()
    for quote in told:
        said.add(quote, "")
    fresh = []
    for quote in quotes:
        if said.find(quote) is None:
            fresh.append(quote)
        said.add(quote, "")
    return tuple(fresh)


def new_names(told: Sequence[Mention], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The first mention of each person, organisation and place not named before, under whatever spelling.

    A name of unknown kind must have two words.
    """
    known, fresh = Names(told), []
    for mention in mentions:
        if mention.name in known:
            continue
        if mention.kind in _NAMED or " " in mention.name:
            fresh.append(mention)
        known.add(mention.name)
    return tuple(fresh)
