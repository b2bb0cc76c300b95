"""Which of several extractions of one page to believe: an election by likeness, and repairs with what witnesses saw.

Texts have one paragraph a line or block; likeness is F1 of bags of word 4-grams.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Self, TypeAlias

from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import ends_sentence

Grams: TypeAlias = Counter[tuple[str, ...]]

_PROSE_CHARS = 80  # a paragraph of this length that closes like a sentence is prose; flat from 40 to 120
_KNOWN_CHARS = 30  # shorter lines recur by chance and say nothing of where the body is
_CONTAINED = 0.8  # of a text's grams seen by the witness: then it is a piece of what the witness saw
_LONGER = 1.5  # times: a witness that saw this much more saw the rest of the article; flat from 1.5 to 2
_DWARFED = 4  # times: a text so much shorter that the witness did not see is teasers; flat from 2 to 8
_PASSAGE = 3  # paragraphs of prose in a row; flat from 2 to 5
_PROSE_SHARE = 0.3  # of what only the witness saw: else it saw menus and lists
_FILL_SHARE = (
    0.08  # of the text, if one witness saw it: less is a caption or a teaser, not a part of the body
)
_WIDE = 0.05  # of the text; flat from 0 to .05
_WORD = re.compile(r"\w+")


def grams(text: str) -> Grams:
    """The bag of word 4-grams of a text; a shorter text is one gram."""
    words = _WORD.findall(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1: lines by their characters, the rest by F1 of bags of grams."""
    if one == other:
        return 1.0
    lines, others = one.split("\n"), other.split("\n")
    common = frozenset(lines).intersection(others)
    rest = [line for line in lines if line not in common]
    others_rest = [line for line in others if line not in common]
    differing = sum(map(len, rest)) + sum(map(len, others_rest))
    whole = sum(map(len, lines)) + sum(map(len, others)) or 1
    alike = _f1(grams("\n".join(rest)), grams("\n".join(others_rest)))
    return (whole - (1 - alike) * differing) / whole


def _f1(one: Grams, other: Grams) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def elect(texts: Sequence[str], candidates: int) -> tuple[int, float]:
    """The place of the candidate with the highest mean likeness to all other texts, and that mean.

    Only the first so many texts can be elected; all of them vote.
    """
    support = [_support(texts, place) for place in range(candidates)]
    best = max(range(candidates), key=lambda place: support[place])
    return best, support[best]


def _support(texts: Sequence[str], place: int) -> float:
    return sum(likeness(texts[place], text) for other, text in enumerate(texts) if other != place) / (
        len(texts) - 1
    )


def is_piece(text: str, witness: str) -> bool:
    """Whether a text is only a part of the article, or none of it: much less than a witness whose surplus is prose."""
    bag, seen = grams(text), grams(witness)
    contained = (bag & seen).total() >= _CONTAINED * bag.total()
    if seen.total() < (_LONGER if contained else _DWARFED) * bag.total():
        return False
    surplus = [line for line, share in _known_shares(witness, text) if share < _PROSE_SHARE]
    prose = sum(len(line) for line in surplus if _is_prose(line))
    return bool(surplus) and prose >= _PROSE_SHARE * sum(map(len, surplus))


def without_repeats(text: str) -> str:
    """The text without passages that it has twice, as pages have that hold a part for each size of screen.

    A single paragraph that recurs is a quotation drawn out of the text.
    """
    lines = text.split("\n\n")
    if len(set(lines)) > len(lines) - _PASSAGE:
        return text
    first: dict[str, int] = {}
    places = [(first.setdefault(line, place) < place, line) for place, line in enumerate(lines)]
    kept: list[str] = []
    for is_again, run in groupby(places, key=itemgetter(0)):
        passage = [line for _, line in run]
        if not is_again or sum(map(_is_prose, passage)) < _PASSAGE:
            kept.extend(passage)
    return "\n\n".join(kept)


class Gaps:
    """What a witness saw that a text lacks, between the first and the last line they share and before it.

    A body split over several containers is found in parts: its ends are known, and what lies between belongs to it.
    """

    def __init__(self, text: str, witness: str) -> None:
        self._text = text
        seen = _known_shares(witness, text)
        self._lines = [line for line, _ in seen]
        shared = [
            place for place, (line, share) in enumerate(seen) if share >= 0.5 and len(line) > _KNOWN_CHARS
        ]
        self._first = shared[0] if shared else 0
        self._missing = [place for place in range(shared[-1] if shared else 0) if seen[place][1] < 0.2]
        self._known = frozenset(place for place, (_, share) in enumerate(seen) if share >= 0.5)

    def __bool__(self) -> bool:
        return bool(self._missing)

    def are_wide(self) -> bool:
        """Whether a second witness could add something that is worth its time."""
        may_be = [
            self._lines[place]
            for place in self._missing
            if place > self._first or _is_prose(self._lines[place])
        ]
        return bool(may_be) and sum(map(len, may_be)) >= _WIDE * len(self._text)

    def without(self, outside: frozenset[str]) -> Self:
        """These gaps, less the lines whose letters these are: captions and links are not missing."""
        self._missing = [place for place in self._missing if letters(self._lines[place]) not in outside]
        return self

    def filled(self, second: str, headings: frozenset[str] = frozenset()) -> str:
        """The text with the missing lines that a second witness saw too, of those before the first shared line only prose.

        Prose that only the first saw counts if it is much, and a heading if what it heads is known.
        """
        missing = self._missing
        bag = grams(second) if second else Counter()
        certain = {place for place in missing if _share(grams(self._lines[place]), bag) >= 0.5}
        prose = {place for place in missing if _is_prose(self._lines[place])}
        alone = {place for place in prose - certain if place > self._first}
        wanted = {place for place in certain if place > self._first or place in prose}
        if sum(len(self._lines[place]) for place in alone) >= _FILL_SHARE * len(self._text):
            wanted |= alone
        wanted |= self._headings(missing, headings, wanted)
        return _inserted(self._text.split("\n\n"), self._lines, wanted) if wanted else self._text

    def _headings(self, missing: list[int], headings: frozenset[str], wanted: set[int]) -> set[int]:
        """The missing lines that are headings of something known, or of another such heading."""
        found: set[int] = set()
        for place in reversed(missing):
            heads = place + 1 in self._known or place + 1 in wanted or place + 1 in found
            if heads and place > self._first and letters(self._lines[place]) in headings:
                found.add(place)
        return found


def _inserted(paragraphs: Sequence[str], witness: Sequence[str], wanted: set[int]) -> str:
    """The paragraphs with the wanted lines of the witness, each after the paragraph it follows there."""
    places = {letters(paragraph): place for place, paragraph in enumerate(paragraphs)}
    after: dict[int, list[str]] = {}
    place = -1
    for number, line in enumerate(witness):
        place = places.get(letters(line), place)
        if number in wanted:
            after.setdefault(place, []).append(line)
    return "\n\n".join(
        line
        for place, paragraph in enumerate(("", *paragraphs), start=-1)
        for line in (paragraph, *after.get(place, ()))
        if line
    )


def _known_shares(text: str, other: str) -> list[tuple[str, float]]:
    """Each line of a text with the share of its grams that are in the other text."""
    lines = [line for line in text.split("\n") if line]
    other_lines = other.split("\n")
    others, own = frozenset(other_lines), frozenset(lines)
    bag = Counter() if others >= own else grams("\n".join(line for line in other_lines if line not in own))
    return [(line, 1.0 if line in others else _share(grams(line), bag)) for line in lines]


def _share(own: Grams, bag: Grams) -> float:
    """Of a bag's grams, those that are in the other."""
    return sum(min(count, bag.get(gram, 0)) for gram, count in own.items()) / own.total() if own else 1.0


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE_CHARS and ends_sentence(line)
