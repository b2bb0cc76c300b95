"""How much of an article is about something: ABOUT adds up how strongly each of its words is present.

A word counts more in the headline and the opening, less in a long text than in a short one, and less with every
repetition: the term weighting of BM25 (Robertson and Zaragoza, 2009), without its inverse document frequency, for the
weights are written in the query.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pipeline.texts.text import sentences

# What one place counts: a headline says what a report is about, and its opening sums it up.
TITLE: Final = 3.0
LEAD: Final = 1.5
BODY: Final = 1.0
_HALF: Final = 1.5  # places in an article of average length at which a clause has half its weight
_AVERAGE: Final = 400  # words of a report
_BY_LENGTH: Final = 0.7  # how much of a text's length is made good: 0 none of it, 1 all
_OPENING: Final = 3  # sentences: what lead: reads
_LONGEST_OPENING: Final = 2_000  # characters


class Hit(NamedTuple):
    """A place of one clause."""

    start: int  # word positions, the end excluded
    end: int
    clause: int  # its number in the rule
    counts: float  # TITLE, LEAD or BODY


def opening(text: str) -> int:
    """The character at which the opening of a text ends."""
    spans = sentences(text[:_LONGEST_OPENING])[:_OPENING]
    return spans[-1].end if spans else 0


def outermost(hits: Iterable[Hit], weights: Mapping[int, float]) -> list[Hit]:
    """Each stretch of text counts once, for the longest clause it is part of; of two as long for the heavier one."""
    kept = []
    reach = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, -weights[hit.clause], hit.clause)):
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept


def presence(hits: Iterable[Hit], words: int) -> dict[int, float]:
    """How strongly each clause is present in an article of so many words, above 0 and below 1."""
    counts: dict[int, float] = defaultdict(float)
    for hit in hits:
        counts[hit.clause] += hit.counts
    long = _HALF * (1 - _BY_LENGTH + _BY_LENGTH * words / _AVERAGE)
    return {number: count / (count + long) for number, count in counts.items()}


def shares(outermost_hits: Iterable[Hit], weights: Mapping[int, float], words: int) -> dict[int, float]:
    """What each clause adds to the score; their sum is the score. In the order of the clauses."""
    found = presence(outermost_hits, words)
    return {number: weights[number] * found[number] for number in sorted(found) if weights[number] > 0}
