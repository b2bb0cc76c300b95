"""What a copy changed of the text it took: sentences, and numbers within sentences that otherwise stayed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import islice, pairwise
from typing import Final

from pipeline.texts.change import Change, Words, change
from pipeline.texts.text import words

_SAME: Final = 0.6  # share of words from which two sentences are versions of one
_TRIED: Final = 60  # sentences of a side, of so many words each: bounds the time
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """From the origin's text to the copy's."""

    change: Change
    numbers: tuple[tuple[str, str], ...]  # before, after

    @property
    def retitled(self) -> bool:
        return bool(self.change.title_before and self.change.title) and (
            _bare(self.change.title_before or "") != _bare(self.change.title or "")
        )


def rewording(origin: Words, copy: Words) -> Rewording:
    found = change(origin, copy)
    numbers = dict.fromkeys(_numbers(found.removed[:_TRIED], found.added[:_TRIED]))
    return Rewording(change=found, numbers=tuple(numbers))


def _numbers(removed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[str, str]]:
    before = [_bare(sentence) for sentence in removed]
    for sentence in added:
        after = _bare(sentence)
        likeness = [_likeness(one, after) for one in before]
        best = max(likeness, default=0.0)
        if best >= _SAME:
            yield from _replaced(before[likeness.index(best)], after)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Dice's coefficient of the words."""
    mine, theirs = set(one), set(other)
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Numbers with another number in their place."""
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    for one, other in pairwise([Match(0, 0, 0), *same]):
        gone, come = before[one.a + one.size : other.a], after[one.b + one.size : other.b]
        if len(gone) == len(come):
            yield from ((a, b) for a, b in zip(gone, come, strict=True) if _number(a) and _number(b))


def _number(word: str) -> bool:
    return word[:1].isdigit()


def _bare(sentence: str) -> list[str]:
    return [word.text for word in islice(words(sentence), _LONGEST)]
