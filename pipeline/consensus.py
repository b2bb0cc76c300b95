"""Which of several extractions of one page to believe: an election by likeness, and repairs with what a witness saw.

Texts have one paragraph a line or block; likeness is F1 of bags of word 4-grams.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from pipeline.clean import letters
from pipeline.furniture import ends_sentence

Grams: TypeAlias = Counter[tuple[str, ...]]

_PROSE_CHARS = 80  # a paragraph of this length that closes like a sentence is prose; flat from 40 to 120
_KNOWN_CHARS = 30  # shorter lines recur by chance and say nothing of where the body is
_CONTAINED = 0.8  # of a text's grams seen by the witness: then it is a piece of what the witness saw
_LONGER = 1.5  # times: a witness that saw this much more saw the rest of the article; flat from 1.5 to 2
_PROSE_SHARE = 0.3  # of what only the witness saw: else it saw menus and lists
_FILL_SHARE = 0.08  # of the text: less is a caption or a teaser, not a part of the body
_WORD = re.compile(r"\w+")


def grams(text: str) -> Grams:
    """The bag of word 4-grams of a text; a shorter text is one gram."""
    words = _WORD.findall(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def likeness(one: Grams, other: Grams) -> float:
    """F1 of two bags of grams, 0 to 1."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def elect(texts: Sequence[str], candidates: int) -> tuple[int, float]:
    """The place of the candidate with the highest mean likeness to all other texts, and that mean.

    Only the first so many texts can be elected; all of them vote.
    """
    bags = [grams(text) for text in texts]
    support = [_support(bags, place) for place in range(candidates)]
    best = max(range(candidates), key=lambda place: support[place])
    return best, support[best]


def _support(bags: Sequence[Grams], place: int) -> float:
    return sum(likeness(bags[place], bag) for other, bag in enumerate(bags) if other != place) / (
        len(bags) - 1
    )


def is_piece(text: str, witness: str) -> bool:
    """Whether a text is only a part of the article: contained in a much longer witness whose surplus is prose."""
    bag, seen = grams(text), grams(witness)
    if bag.total() and (
        (bag & seen).total() < _CONTAINED * bag.total() or seen.total() < _LONGER * bag.total()
    ):
        return False
    surplus = [line for line, share in _known_shares(witness, bag) if share < _PROSE_SHARE]
    return sum(len(line) for line in surplus if _is_prose(line)) >= _PROSE_SHARE * sum(
        map(len, surplus)
    ) and bool(surplus)


def filled(text: str, witness: str) -> str:
    """The text with the paragraphs of prose that the witness has between the first and the last they share.

    A body split over several containers is found in parts: its ends are known, and what lies between belongs to it.
    """
    seen = _known_shares(witness, grams(text))
    shared = [place for place, (line, share) in enumerate(seen) if share >= 0.5 and len(line) > _KNOWN_CHARS]
    missing = (
        [
            place
            for place in range(shared[0], shared[-1])
            if seen[place][1] < 0.2 and _is_prose(seen[place][0])
        ]
        if shared
        else []
    )
    if sum(len(seen[place][0]) for place in missing) < _FILL_SHARE * len(text) or not missing:
        return text
    return _inserted(text.split("\n\n"), [line for line, _ in seen], missing)


def _inserted(paragraphs: Sequence[str], witness: Sequence[str], missing: Sequence[int]) -> str:
    """The paragraphs with the missing lines of the witness, each after the paragraph it follows there."""
    places = {letters(paragraph): place for place, paragraph in enumerate(paragraphs)}
    after: dict[int, list[str]] = {}
    place, wanted = 0, frozenset(missing)
    for number, line in enumerate(witness):
        place = places.get(letters(line), place)
        if number in wanted:
            after.setdefault(place, []).append(line)
    return "\n\n".join(
        line for place, paragraph in enumerate(paragraphs) for line in (paragraph, *after.get(place, ()))
    )


def _known_shares(text: str, bag: Grams) -> list[tuple[str, float]]:
    """Each line of a text with the share of its grams that are in the bag."""
    lines = [line for line in text.split("\n") if line]
    bags = [grams(line) for line in lines]
    return [
        (line, (own & bag).total() / own.total() if own else 1.0)
        for line, own in zip(lines, bags, strict=True)
    ]


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE_CHARS and ends_sentence(line)
