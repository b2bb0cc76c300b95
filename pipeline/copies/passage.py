"""The passages two articles share, word for word: the evidence of a copy, with the places in both texts."""

from dataclasses import asdict, dataclass, replace
from typing import Final

from pipeline.copies.shingle import shingle_size, shingles
from pipeline.records import Copy, Json
from pipeline.texts.text import Word, words

SHOWN: Final = 5  # the longest passages: enough to see what was taken
_TRIES: Final = 8  # places of the origin tried for one shingle; bounds the time on a text that repeats itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the new article that stands word for word in the origin."""

    start: int
    end: int
    words: int
    origin_start: int
    origin_end: int


def with_passages(copy: Copy, text: str, origin_text: str) -> Copy:
    """The copy with its longest shared passages as evidence; the origin's text, or that of evidence["nearest"]."""
    longest = sorted(passages(text, origin_text), key=lambda passage: (-passage.words, passage.start))[:SHOWN]
    shown: list[Json] = [asdict(passage) for passage in sorted(longest, key=lambda passage: passage.start)]
    return replace(copy, evidence={**copy.evidence, "passages": shown})


def passages(text: str, origin_text: str) -> tuple[Passage, ...]:
    """Shared passages of at least a shingle, in order of the new text, none overlapping there; time linear in both."""
    mine, theirs = list(words(text)), list(words(origin_text))
    size = shingle_size([word.text for word in mine])
    known = _places(theirs, size)
    found, place = [], 0
    for_place = shingles([word.text for word in mine], size).tolist()
    while place < len(for_place):
        runs = [(_run(mine, theirs, place, start), -start) for start in known.get(for_place[place], ())]
        length, start = max(runs, default=(0, 0))
        if length >= size:
            found.append(_passage(mine, theirs, place, -start, length))
        place += max(1, length)
    return tuple(found)


def _places(text: list[Word], size: int) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, value in enumerate(shingles([word.text for word in text], size).tolist()):
        known = places.setdefault(value, [])
        if len(known) < _TRIES:
            known.append(place)
    return places


def _run(mine: list[Word], theirs: list[Word], place: int, start: int) -> int:
    """How many words agree from here on."""
    length, most = 0, min(len(mine) - place, len(theirs) - start)
    while length < most and mine[place + length].text == theirs[start + length].text:
        length += 1
    return length


def _passage(mine: list[Word], theirs: list[Word], place: int, start: int, length: int) -> Passage:
    return Passage(
        start=mine[place].start,
        end=mine[place + length - 1].end,
        words=length,
        origin_start=theirs[start].start,
        origin_end=theirs[start + length - 1].end,
    )
