"""Which noun a number counts: a known one within a few words, else a plural right behind it."""

import re
from typing import Final

from pipeline.facts.counting import Reading
from pipeline.facts.lexicon import OPENERS, SPEECH
from pipeline.facts.number import Number

_NOUN: Final = 4  # words from a number to its noun
_LETTERS: Final = 5  # of a noun that is taken as it stands
_NO_PLURALS: Final = ("ss", "ous", "us", "is", "'s")
_PER: Final = frozenset({"per", "pour", "por"})
_CENT: Final = frozenset({"cent", "ciento", "cento"})
_SINGLE: Final = frozenset({"death", "child", "fatality"})  # before another noun: death sentences
_OWN: Final = frozenset({"its", "their", "his", "her", "our", "my", "your"})
_AMERICAN: Final = frozenset(
    {"us", "u.s", "american", "американских", "américains", "estadounidenses", "de", "di"}
)
_WEIGHTS: Final = frozenset({"pounds", "livres", "pfund", "libras"})
_YEARS: Final = range(1900, 2100)
_PERSONS: Final = re.compile(r"(?:men|women|ers|ors|ists|ians|ants|ees|folk)$")


class Nouns:
    """The nouns of one text that its numbers count."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words

    def of(self, number: Number) -> int | None:
        """The place of the noun; None where the clause goes on without one."""
        first = number.end + 2 * self._own_part(number.end)
        for at in range(first, first + _NOUN):
            if not self._may_follow(at):
                return None
            if self._opens_compound(at):
                continue
            if self.percent(at) or self._is_noun(at):
                return at
            if self._reading.word(at) in self._words.fillers:
                continue
            if self._no_noun(at) or self._other_noun(at):
                return None
            if not self._words.adjectives:
                return at if at == first else None
            if self._open(at):
                return at
        return None

    def _own_part(self, at: int) -> bool:
        """Three of its soldiers were not told of before, as three of the dead were."""
        return self._reading.word(at) == "of" and self._reading.word(at + 1) in _OWN

    def _may_follow(self, at: int) -> bool:
        """Whether a word is still part of what is counted."""
        if self._reading.at(at) is None or at in self._reading.taken or not self._reading.joined(at):
            return False
        word = self._reading.word(at)
        definite = self._reading.tokens[at].text.startswith("l'")  # En 2019 l'homme
        return not definite and word not in self._words.never and word not in self._words.auxiliaries

    def _no_noun(self, at: int) -> bool:
        word = self._reading.word(at)
        verb = self._reading.language == "de" and word in self._words.before  # 2008 töteten Kämpfer
        return (
            verb
            or word in OPENERS
            or word in SPEECH
            or word in self._words.beside
            or word in self._words.after
        )

    def _opens_compound(self, at: int) -> bool:
        """Whether a word is the first part of one that German joins by hyphens: the last part is what is counted."""
        following = self._reading.at(at + 1)
        return (
            self._reading.language == "de" and following is not None and self._reading.between(at + 1) == "-"
        )

    def _other_noun(self, at: int) -> bool:
        """Whether an unknown noun is counted, and none behind it: German writes nouns with capitals, and of adjectives those of towns."""
        token = self._reading.at(at)
        named = self._reading.language == "de" and token is not None and token.raw[0].isupper()
        return named and not self._reading.word(at).endswith("er")

    def _is_noun(self, at: int) -> bool:
        word, words = self._reading.word(at), self._words
        if word in words.others and self._stands_alone(at + 1):
            return True
        if word not in words.nouns and word not in words.people and word not in words.lives:
            return False
        following = self._reading.word(at + 1)
        alone = not following or at + 1 in self._reading.taken or not self._reading.joined(at + 1)
        if alone or self._reading.language != "en":
            return True
        # of two nouns the last is counted: police officers, death sentences
        return word not in _SINGLE and following not in words.nouns and following not in words.people

    def _stands_alone(self, at: int) -> bool:
        token, words = self._reading.at(at), self._words
        if token is None or not self._reading.joined(at):
            return True
        return token.text in words.auxiliaries or token.text in words.after or token.text in words.beside

    def percent(self, at: int) -> bool:
        return self._reading.word(at) in _PER and self._reading.word(at + 1) in _CENT

    def _open(self, at: int) -> bool:
        """A plural, as far as its ending tells."""
        word, plural = self._reading.word(at), self._words.plural
        return (
            plural != ""
            and word.endswith(plural)
            and len(word) >= _LETTERS
            and not word.endswith(_NO_PLURALS)
        )

    def as_written(self, number: Number, noun: int) -> bool:
        """Whether an unknown noun may be taken as it stands: a plural, in small letters, right behind, and no year before."""
        year = number.value in _YEARS and not number.word
        right = noun == number.end and number.value > 1 and not year
        return right and not self._reading.tokens[noun].capital and self._open(noun)

    def person(self, noun: int) -> bool:
        """Whether an unknown noun is of people, by its ending; told of English alone."""
        return self._reading.language == "en" and _PERSONS.search(self._reading.word(noun)) is not None

    def maybe_person(self, noun: int) -> bool:
        """Whether it may be, where a verb before says what befell them."""
        return self._reading.language != "en" or self._reading.tokens[noun].capital or self.person(noun)

    def unit(self, number: Number, noun: int) -> str:
        """A currency only where it is plain which: Canadian dollars, pounds of flour keep their word."""
        word = self._reading.word(noun)
        unit = self._words.nouns[word]
        if not unit.isupper():
            return unit
        scaled = self._reading.word(number.end - 1) in self._words.scales
        between = {self._reading.word(at) for at in range(number.end, noun)} - _AMERICAN
        return word if between or (word in _WEIGHTS and not scaled) else unit
