"""Counts that a text names without saying that they are so: taken back, denied, or only imagined.

"An earlier version said 31 were killed", "13, not 31", "denied that 500 died", "a model predicts 900 deaths". Closed lists of
cues (pipeline.facts.unsaid_words) and a scope of clauses, as negation is found by rule (NegEx, Chapman et al. 2001): a cue reaches
forward to the end of its clause, a few reach back.
"""

import re
from typing import Final

from pipeline.facts.counting import Reading
from pipeline.facts.lexicon import SPEECH
from pipeline.facts.number import Number
from pipeline.facts.unsaid_words import UNSAID, Phrases, UnsaidWords
from pipeline.facts.unsaid_words_south import SOUTH_UNSAID

_BY_LANGUAGE: Final = UNSAID | SOUTH_UNSAID
_BACK: Final = 40  # words of a sentence before the number
_AHEAD: Final = 30  # and behind it
_NEAR: Final = 6  # words from a denial to the number, if nothing is named that it denies
_OBJECT: Final = 4  # words from a denial to what it denies
_MARKED: Final = 60  # words behind "Correction:" that are still of it
_STOP: Final = re.compile(r"[;!?\u2026\n\u3002\u061f\u061b]")
_COMMAS: Final = re.compile(r"[,\u060c:()]|\s[\u2013\u2014-]\s")
_ARTICLES: Final = frozenset({"the", "a", "an", "some", "die", "les", "los", "las", "о"})
_INDEFINITE: Final = frozenset({"a", "an", "eine", "einer", "une", "una", "in"})
_COMPARED: Final = frozenset(
    {"from", "than", "with", "to", "against", "von", "als"}
)  # 13, down from an earlier report
_LAST: Final = frozenset(
    ["by", "as", "on", "and", "at", "in", "von", "par", "por", "et", "und", "y", "и", "і", "en", "am"]
)


class Unsaid:
    """Of one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = _BY_LANGUAGE.get(reading.language)

    def of(self, number: Number) -> bool:
        """Whether the text does not say that the number is so."""
        words = self._words
        if words is None:
            return False
        return (
            self.instead(number)
            or self._may_be(number, words)
            or _Scope(self._reading, words, number).reached()
            or self._answered(number, words)
        )

    def instead(self, number: Number) -> bool:
        """Whether the number is the one that is not meant: 13, not 31."""
        last = number.first - 1
        last -= self._reading.word(last) in _ARTICLES and self._near(last)
        found = self._words.instead.get(self._reading.word(last), ()) if self._words else ()
        return self._near(last) and any(self._ends(last, phrase) for phrase in found)

    def total(self, number: Number) -> bool:
        """Whether it is "the number", whatever of: the number is 13."""
        if self._words is None:
            return False
        led = self._reading.word(number.first - 1) in self._reading.words.leads
        start = _start(self._reading, number.first)
        near = range(max(start, number.first - _OBJECT), number.first)
        return led and any(self._reading.word(at) in self._words.totals for at in near)

    def _near(self, place: int) -> bool:
        return place >= 0 and self._reading.near(place, place + 1)

    def _ends(self, last: int, phrase: tuple[str, ...]) -> bool:
        first = last + 1 - len(phrase)
        return all(self._reading.word(first + step) == word for step, word in enumerate(phrase))

    def _may_be(self, number: Number, words: UnsaidWords) -> bool:
        """Could kill 500, would have killed 500, may rise to 500."""
        reading, at = self._reading, number.first - 1
        for at in range(number.first - 1, max(-1, number.first - 1 - _NEAR), -1):
            word = reading.word(at)
            if not reading.near(at, at + 1):
                return False
            if word in words.modal:
                return True
            known = word in words.led or word in reading.words.before or word in reading.words.auxiliaries
            if not known and not (reading.language == "en" and word.endswith("ly")):
                return False
        return False

    def _answered(self, number: Number, words: UnsaidWords) -> bool:
        """What follows takes it back: reports that 500 were killed are false; 31 died, an earlier version said."""
        reading, hearsay, commas = self._reading, self._hearsay(number, words), 0
        for at in range(number.end, min(len(reading.tokens), number.end + _AHEAD)):
            word = reading.word(at)
            if _stops(reading, at):
                return False
            commas += word in words.parts or _COMMAS.search(reading.between(at)) is not None
            if word in words.reports or word in words.relatives:
                hearsay = True
            if hearsay and self._refused(at, words):
                return True
            if word in words.right or (word,) in words.instead.get(word, ()):
                return False
            if commas <= 1 and self._taken_back(at, words, behind_comma=commas > 0):
                return True
        return False

    def _refused(self, at: int, words: UnsaidWords) -> bool:
        word = self._reading.word(at)
        denied = (word in words.denies or word in words.untrue) and self._final(at)
        return denied or starts(self._reading, at, words.unproven)

    def _taken_back(self, at: int, words: UnsaidWords, *, behind_comma: bool) -> bool:
        """In the same clause, or right behind a comma."""
        before = at - (self._reading.word(at - 1) in _INDEFINITE)
        here = not behind_comma or _COMMAS.search(self._reading.between(before)) is not None
        here = here and self._reading.word(before - 1) not in _COMPARED
        staged = not behind_comma and self._reading.word(at) in words.staged
        return staged or (here and starts(self._reading, at, words.earlier))

    def _hearsay(self, number: Number, words: UnsaidWords) -> bool:
        start = _start(self._reading, number.first)
        return any(
            self._reading.word(at) in words.reports and self._reading.word(at + 1) not in SPEECH
            for at in range(start, number.first)
        )

    def _final(self, at: int) -> bool:
        """Whether a denial has nothing behind that it could be of."""
        reading = self._reading
        token = reading.at(at + 1)
        return token is None or not reading.near(at, at + 1) or token.text in _LAST


class _Scope:
    """The cues before one number, from it back to the head of the sentence."""

    def __init__(self, reading: Reading, words: UnsaidWords, number: Number) -> None:
        self._reading = reading
        self._words = words
        self._number = number
        self._start = _start(reading, number.first)
        self._known = reading.word(number.first - 1) == "the"  # whether the 12 killed were soldiers
        self._turned = self._parted = self._governed = self._crossed = False

    def reached(self) -> bool:
        for at in range(self._number.first - 1, self._start - 1, -1):
            if self._cue(at):
                return True
            self._step(at)
        return False

    def _cue(self, at: int) -> bool:
        reading, words, word = self._reading, self._words, self._reading.word(at)
        if not self._turned and (self._is_earlier(at) or word in words.staged):
            return True
        if self._parted:
            return False
        if starts(reading, at, words.unreal) and not (self._crossed or self._known):
            return True
        return self._denied(at) if word in words.denies else word in words.untrue and self._untrue(at)

    def _is_earlier(self, at: int) -> bool:
        if starts(self._reading, at, self._words.earlier):
            return True
        marked = range(max(0, at - _MARKED), at)
        return starts(self._reading, at, self._words.own) and any(
            self._reading.word(place) in self._words.marks for place in marked
        )

    def _denied(self, at: int) -> bool:
        """Denied reports, denied that; or denied the death of twelve, nothing else being named."""
        between = [self._reading.word(place) for place in range(at + 1, self._number.first)]
        named = any(word in self._words.reports or word in self._words.that for word in between[:_OBJECT])
        return named or (
            len(between) <= _NEAR and not self._crossed and self._words.apart.isdisjoint(between)
        )

    def _untrue(self, at: int) -> bool:
        """False reports; it is false that."""
        near = [self._reading.word(place) for place in range(at - 1, at + 4)]
        return near[2] in self._words.that or any(word in self._words.reports for word in near)

    def _step(self, at: int) -> None:
        """What lies further to the left may be parted from the number by this word, or by the comma before it."""
        words, word = self._words, self._reading.word(at)
        self._turned |= word in words.right
        comma = _COMMAS.search(self._reading.between(at)) is not None
        self._governed |= word in words.that
        self._crossed |= comma and word not in words.that
        self._parted |= (comma and not self._governed) or self._parts(at)

    def _parts(self, at: int) -> bool:
        words, word = self._words, self._reading.word(at)
        if word in words.reports or word in words.that:
            return False
        if word in words.relatives:
            return self._reading.word(at + 1) not in SPEECH
        told = self._reading.word(at - 1) in words.relatives or self._reading.word(at - 1) in words.reports
        return word in words.parts or word in words.right or (word in SPEECH and not told)


def starts(reading: Reading, at: int, phrases: Phrases) -> bool:
    """Whether one of the phrases begins there."""
    return any(
        all(reading.word(at + step) == word for step, word in enumerate(phrase))
        for phrase in phrases.get(reading.word(at), ())
    )


def _stops(reading: Reading, at: int) -> bool:
    """Whether a sentence, or half of one, ends before a word."""
    between = reading.between(at)
    return _STOP.search(between) is not None or ("." in between and reading.tokens[at].opens)


def _start(reading: Reading, place: int) -> int:
    """Where the sentence of a word begins, as far as it is looked at."""
    at = place
    while at > max(0, place - _BACK) and not _stops(reading, at):
        at -= 1
    return at
