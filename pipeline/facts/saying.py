"""Quotations that are one saying: the same words cut short, edited, or come through another translation.

Two quotations are aligned word by word, each word worth its rarity (pipeline.texts.term): the best stretch in which they run
together, less what stands unmatched inside it (a local alignment: Smith and Waterman, 1981). Words of the same speaker that
agree in a rare stretch are one saying in two translations; so are words that share most rare ones in any order; of different
speakers nearly all must be the same.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, islice
from typing import Final, NamedTuple

from pipeline.facts.alias import alias_key
from pipeline.records import Quote
from pipeline.texts.term import RARITY_UNIT, language_of, term
from pipeline.texts.text import sentences, words

_LONGEST: Final = 80  # words of a quotation that are looked at
_SIGNS: Final = 1500  # characters of it, the same
_CANDIDATES: Final = 8  # earlier sayings that a quotation is aligned with
_PAIRS: Final = 96  # places where two quotations have the same word; bounds the time on hostile ones
_PER_TERM: Final = 64  # sayings that are found by one word: a word of them all finds none in particular
_RARE: Final = 2.5  # nats, from which a word may lead to a saying
_PLAIN: Final = 0.3  # nats, what the commonest word is worth
_GAP: Final = 0.5  # of its worth, that a word costs where it has no partner

# Measured on the pairs in tests/pipeline/facts/test_saying.py.
_MOST: Final = 0.6  # share of the shorter that is the same, speakers being no hindrance
_LEAST: Final = 7.0  # nats: "this is a great day" has fewer
_NEARLY_ALL: Final = 0.85  # of the longer, where the speakers named differ: one outlet is wrong
_LEAST_OTHER: Final = 15.0
_TRANSLATED: Final = 0.35  # share of a sentence, of the same speaker
_LEAST_TRANSLATED: Final = 9.0

_REORDERED: Final = 0.55  # share of the shorter, in any order
_LEAST_REORDERED: Final = 15.0
_RARE_REORDERED: Final = 4  # words

_ELLIPSIS: Final = re.compile(r"\[[^\]]{0,40}\]|\(\s*(?:\u2026|\.{3})\s*\)|\u2026|\.{3}")


class _Word(NamedTuple):
    id: int
    weight: float  # nats
    sentence: int


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A quotation as it is compared."""

    key: str  # its words in comparable form
    words: tuple[_Word, ...]
    parts: tuple[tuple[_Word, ...], ...]  # between ellipses
    speaker: str | None  # by alias
    total: float
    sentence: float  # of the longest sentence
    weights: Mapping[int, float]  # of its different words
    rare: Mapping[int, int]  # of these, such as may lead to it


class Said:
    """Quotations so far, in order; finds the saying that another one is a variant of, among the latest."""

    def __init__(self, most: int | None = None) -> None:
        """`most`: how many of the latest are looked at; None: all."""
        self._most = most
        self._lines: list[tuple[_Line, str]] = []
        self._by_words: dict[str, list[int]] = {}
        self._by_term: dict[int, list[int]] = {}

    def add(self, quote: Quote, said_id: str) -> None:
        line, number = _line(quote), len(self._lines)
        self._by_words.setdefault(line.key, []).append(number)
        self._lines.append((line, said_id))
        for one in line.rare:
            self._by_term.setdefault(one, []).append(number)

    @property
    def _floor(self) -> int:
        return 0 if self._most is None else max(0, len(self._lines) - self._most)

    def find(self, quote: Quote) -> str | None:
        """The id of the saying of which this is a variant; the one most alike, the first of equals."""
        line = _line(quote)
        for number in self._by_words.get(line.key, ()) if line.key else ():
            if number >= self._floor:
                return self._lines[number][1]
        best: tuple[float, str | None] = (0.0, None)
        for number in self._candidates(line):
            other, said_id = self._lines[number]
            likeness = _likeness(line, other)
            if likeness > best[0]:
                best = (likeness, said_id)
        return best[1]

    def _candidates(self, line: _Line) -> list[int]:
        """Those that share most rare words, each worth its rarity."""
        shared, floor = Counter[int](), self._floor
        for one, weight in line.rare.items():
            for number in self._by_term.get(one, ())[-_PER_TERM:]:
                if number >= floor:
                    shared[number] += weight
        ranked = sorted(shared, key=lambda number: (-shared[number], number))
        return sorted(ranked[:_CANDIDATES])


def words_key(quote: Quote) -> str:
    """Equal for the same words, whatever marks, case and spaces."""
    return _line(quote).key


def variant(one: Quote, other: Quote) -> bool:
    """Whether two quotations are one saying."""
    mine, theirs = _line(one), _line(other)
    return mine.key == theirs.key or _likeness(mine, theirs) > 0


def _likeness(one: _Line, other: _Line) -> float:
    """How many nats of words two quotations have in common, 0 when they are no variants."""
    differ = bool(one.speaker and other.speaker and one.speaker != other.speaker)
    shorter, sentence = min(one.total, other.total), min(one.sentence, other.sentence)
    aligned, reordered = max(_LEAST, _MOST * shorter), max(_LEAST_REORDERED, _REORDERED * shorter)
    if differ:
        aligned, reordered = max(_LEAST_OTHER, _NEARLY_ALL * max(one.total, other.total)), math.inf
    elif one.speaker and other.speaker:
        aligned = min(aligned, max(_LEAST_TRANSLATED, _TRANSLATED * sentence))
    if min(_shared(one, other), _shared(other, one)) < min(aligned, reordered):
        return 0.0  # as nearly always, and no alignment is worth more
    score = _in_parts(one, other)
    if len(one.parts) > 1 or len(other.parts) > 1:
        score = max(score, _in_parts(other, one))
    return score if score >= aligned else _reordered(one, other, reordered)


def _shared(one: _Line, other: _Line) -> float:
    return sum(word.weight for word in one.words if word.id in other.weights)


def _reordered(one: _Line, other: _Line, least: float) -> float:
    """The worth of the different words that two quotations share in any order; 0 when they are too few."""
    shared = [weight for key, weight in one.weights.items() if key in other.weights]
    rare = sum(weight >= _RARE for weight in shared)
    worth = math.fsum(shared)
    return worth if rare >= _RARE_REORDERED and worth >= least else 0.0


def _in_parts(one: _Line, other: _Line) -> float:
    """The parts between ellipses, each as well as it fits somewhere in the other."""
    return sum(_aligned(part, other.words) for part in one.parts)


def _aligned(one: Sequence[_Word], other: Sequence[_Word]) -> float:
    """The worth of the best local alignment, by a chain over the places where both have the same word."""
    places: dict[int, list[int]] = {}
    for at, word in enumerate(other):
        places.setdefault(word.id, []).append(at)
    pairs = [(mine, theirs) for mine, word in enumerate(one) for theirs in places.get(word.id, ())]
    if len(pairs) > _PAIRS:
        pairs = sorted(sorted(pairs, key=lambda pair: -one[pair[0]].weight)[:_PAIRS])
    gone = [0.0, *accumulate(word.weight for word in one)]
    come = [0.0, *accumulate(word.weight for word in other)]
    scores: list[float] = []
    for number, (mine, theirs) in enumerate(pairs):
        best = 0.0
        for before in range(number):
            at, there = pairs[before]
            if at < mine and there < theirs:
                gap = gone[mine] - gone[at + 1] + come[theirs] - come[there + 1]
                best = max(best, scores[before] - _GAP * gap)
        scores.append(best + one[mine].weight)
    return max(scores, default=0.0)


def _line(quote: Quote) -> _Line:
    return _read(quote.quote[:_SIGNS], quote.speaker, quote.language)


@lru_cache(maxsize=1 << 12)
def _read(quote: str, speaker: str | None, stated: str | None) -> _Line:
    language = language_of(stated, quote)
    text = _ELLIPSIS.sub(lambda match: " " * len(match.group()), quote)
    found = list(islice(words(text), _LONGEST))
    terms = [term(word.text, language) for word in found]
    ends, breaks = (
        [span.end for span in sentences(text)],
        [match.start() for match in _ELLIPSIS.finditer(quote)],
    )
    every = tuple(
        _Word(one.id, one.rarity / RARITY_UNIT + _PLAIN, bisect_right(ends, word.start))
        for word, one in zip(found, terms, strict=True)
    )
    weights = {word.id: word.weight for word in every}
    by_sentence: dict[int, float] = {}
    for one in every:
        by_sentence[one.sentence] = by_sentence.get(one.sentence, 0.0) + one.weight
    return _Line(
        key=" ".join(word.text for word in found),
        words=every,
        parts=_parts(every, [bisect_left(breaks, word.start) for word in found]),
        speaker=alias_key(speaker).rpartition(" ")[2] if speaker else None,
        total=math.fsum(word.weight for word in every),
        sentence=max(by_sentence.values(), default=0.0),
        weights=weights,
        rare={key: round(weight * RARITY_UNIT) for key, weight in weights.items() if weight >= _RARE},
    )


def _parts(every: Sequence[_Word], numbers: Sequence[int]) -> tuple[tuple[_Word, ...], ...]:
    """The words between ellipses, by how many stand before each."""
    numbered = groupby(zip(every, numbers, strict=True), key=lambda pair: pair[1])
    return tuple(tuple(word for word, _ in pairs) for _, pairs in numbered)
