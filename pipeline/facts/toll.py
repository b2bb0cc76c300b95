"""What a clause says befell the people counted in it: killed, hurt, missing, arrested, evacuated, rescued.

It stands right before the number ("killing at least 12"), right behind it ("12 dead"), somewhere behind the people ("12 people,
most of them children, were killed"; German puts it last), or the number ends a tally ("the death toll rose to 12").
"""

import re
from typing import Final, NamedTuple

from pipeline.facts.counting import Reading
from pipeline.facts.figure_words import TOLLS
from pipeline.facts.lexicon import SPEECH
from pipeline.facts.number import Number

_FAR: Final = 12  # words from people to what befell them
_TALLY: Final = 14  # words from "the number of" to the number
_FAR_TALLY: Final = 32  # where a verb before the number says that a tally rose
_AHEAD: Final = 5  # words behind the number that may be a tally
_RISEN: Final = 3  # words from such a verb to the number
_ASIDE: Final = 9  # words between two commas
_STOP: Final = re.compile(r"[.!?\u2026;:\n\u3002(\"\u201c\u201d\u00ab\u00bb]|\s[\u2013\u2014-]\s")
_ACTIVE: Final = frozenset({"have", "has", "had"})
_SINGULAR: Final = frozenset({"was", "is"})
_DETERMINERS: Final = frozenset(["the", "a", "an", "his", "her", "their", "its", "this", "them", "him"])
_END: Final = re.compile(r"[.!?\u2026;:\n\u3002]")  # ships are named in quotation marks
_PLURAL_ARTICLES: Final = frozenset({"los", "las", "os", "as", "i", "gli", "le", "les"})
_OF: Final = frozenset({"of", "de", "di"})
_LINKS: Final = frozenset({"of", "de", "à", "a"})  # the lives of twelve
_DEATH: Final = frozenset(
    [
        "death",
        "deaths",
        "killing",
        "killings",
        "murder",
        "murders",
        "mort",
        "morte",
        "muerte",
        "muertes",
        "asesinato",
    ]
)
_INFINITIVE: Final = frozenset({"to", "zu"})
_LOST: Final = 3  # words from lives to "lost"


class State(NamedTuple):
    toll: str  # of pipeline.facts.figure_words.TOLLS
    end: int  # in the text


class Tolls:
    """What befell the people counted in one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words
        self._skipped = (reading.words.fillers - _OF) | {"a", "the", "as"}

    def before(self, number: Number) -> str | None:
        """By the verb right before the number; not when it only might: "could kill 12"."""
        at = number.first - 1
        while self._reading.word(at) in self._skipped:
            at -= 1
        word, earlier = self._reading.word(at), self._reading.word(at - 1)
        if not word or not self._reading.near(at, number.first):
            return None
        if word in self._words.light:
            return self._words.after.get(earlier)
        if word in _LINKS and earlier in self._words.lives and self._lost(at - 1):
            return "dead"
        if word in self._words.lives and self._lost(at):
            return "dead"
        if word in _OF:
            return "dead" if earlier in _DEATH else None
        hypothetical = earlier in self._words.doubts or earlier in _INFINITIVE
        return None if hypothetical else self._words.before.get(word)

    def alone(self, number: Number) -> State | None:
        """Of a number without a noun: "12 killed", "12 were killed", "killed 12 and", "the toll rose to 12"."""
        found = None if self._of_one(number) else self._beside(number.end)
        if found is None and self._goes_on(number.end) and self._reading.joined(number.end):
            found = self.behind(number.end - 1, number.value)
        if found:
            return found
        told = (self.before(number) if self._reading.open_ended(number.end) else None) or self.tally(number)
        return State(told, 0) if told else None

    def _of_one(self, number: Number) -> bool:
        """A mother of 12, killed; a toll of 12 is another matter."""
        earlier = self._reading.word(number.numeral - 2)
        total = earlier in self._words.tallies or earlier == "total"
        return self._reading.word(number.numeral - 1) == "of" and not total

    def _beside(self, at: int) -> State | None:
        """12 killed, 30 verletzt, 12 погибли: before the end of the clause, a small word or the people."""
        token = self._reading.at(at)
        if token is None or not self._reading.joined(at):
            return None
        found = self._words.beside.get(token.text) or self._words.after.get(token.text)
        if found is None:
            return None
        following = self._reading.at(at + 1)
        if following and self._reading.joined(at + 1) and following.text in self._words.people:
            return State(found, following.end)
        return State(found, token.end) if self._reading.open_ended(at + 1) else None

    def behind(self, noun: int, value: float) -> State | None:
        """What the clause goes on to say befell them."""
        reading, at, resumed = self._reading, noun + 1, -1
        while at < min(len(reading.tokens), noun + 1 + _FAR):
            if at != resumed and not reading.joined(at):
                skipped = self._past_aside(at)
                if skipped is None:
                    return None
                at = resumed = skipped
            if self._parts(noun, at, value):
                return None
            state = self._state(noun, at)
            if state:
                return State(state, reading.tokens[at].end)
            at += 1
        return None

    def _parts(self, noun: int, at: int, value: float) -> bool:
        """Whether a word leads away: another number, speech, a doubt, a verb that speaks of somebody else."""
        token = self._reading.tokens[at]
        if at in self._reading.taken or token.text in self._words.doubts:
            return True
        other = value > 1 and self._auxiliary(noun, at) in _SINGULAR
        return other or (token.text in SPEECH and not token.capital)

    def _lost(self, lives: int) -> bool:
        """Whether a word right before lives says that they were lost."""
        own = self._reading.word(lives - 1) in _DETERMINERS  # cost twelve people their lives
        near = {self._reading.word(lives - step) for step in range(1, _LOST + 1 + 2 * own)}
        return not self._words.losing.isdisjoint(near)

    def _state(self, noun: int, at: int) -> str | None:
        word = self._reading.tokens[at].text
        if word in self._words.lives and self._lost(at):
            return "dead"
        found = self._words.after.get(word)
        return found or (self._words.beside.get(word) if self._passive(noun, at) else None)

    def _passive(self, noun: int, at: int) -> bool:
        """Whether they were killed, and did not kill: an auxiliary before, or nothing behind that could be killed."""
        last = self._auxiliary(noun, at)
        if last is not None:
            return last not in _ACTIVE
        ends = self._reading.open_ended(at + 1) and self._reading.word(at + 1) not in _DETERMINERS
        return at == noun + 1 and ends

    def _auxiliary(self, noun: int, at: int) -> str | None:
        """The one right before a participle, an adverb apart."""
        before = [token.text for token in self._reading.tokens[max(noun + 1, at - 2) : at]]
        if before and before[-1].endswith("ly"):
            before.pop()
        return before[-1] if before and before[-1] in self._words.auxiliaries else None

    def _past_aside(self, at: int) -> int | None:
        """Behind ", including three children," and ", police said,"; None when the clause ends here."""
        if self._reading.between(at).strip() != ",":
            return None
        for place in range(at + 1, min(len(self._reading.tokens), at + _ASIDE)):
            between = self._reading.between(place)
            if _STOP.search(between):
                return None
            if between.strip() == ",":
                return (
                    place if self._goes_on(place) or self._reading.word(place) in self._words.after else None
                )
        return None

    def _goes_on(self, at: int) -> bool:
        return self._reading.word(at) in self._words.auxiliaries

    def lives(self, number: Number, noun: int) -> bool:
        """Whether the lives counted were lost, not saved."""
        behind = [self._reading.word(noun + step) for step in range(1, _LOST + 1)]
        return self._reading.word(number.first - 1) in self._words.losing or "lost" in behind

    def tally(self, number: Number) -> str | None:
        """What "the death toll rose to", "число погибших выросло до" count."""
        if not self._led(number):
            return None
        if ahead := self._ahead(number):
            return ahead
        reading, counted = self._reading, None
        reach, stop = (_FAR_TALLY, _END) if self._risen(number) else (_TALLY, _STOP)
        for at in range(number.first - 1, max(-1, number.first - reach), -1):
            word = reading.word(at)
            if at + 1 < number.first and stop.search(reading.between(at + 1)):
                return None
            found = self._words.nouns.get(word) or self._words.beside.get(word) or self._words.after.get(word)
            counted = found if found in TOLLS else counted
            if word in self._words.tallies:
                return counted or ("dead" if word in self._words.toll else None)
        return None

    def _led(self, number: Number) -> bool:
        """Whether "to", "at", "of" stand before the number, or are the "up to" that was read with it."""
        own = number.first < number.numeral and self._reading.word(number.numeral - 1) in self._words.leads
        last = number.first - 1
        led = self._reading.word(last) in self._words.leads and self._reading.near(last, number.first)
        of = self._reading.word(last) in _OF and not self._is_tally(last - 1)
        return own or (led and not of)

    def _is_tally(self, at: int) -> bool:
        word = self._reading.word(at)
        return word in self._words.tallies or word in self._words.nouns or word == "total"

    def _ahead(self, number: Number) -> str | None:
        """What a tally behind the number counts: "Sube a 27 el número de muertos", "È salito a 27 il numero dei morti"."""
        if not self._risen(number):
            return None
        counts = [self._reading.word(number.end + step) for step in range(_AHEAD)]
        tally = next((at for at, word in enumerate(counts[:2]) if word in self._words.tallies), None)
        behind = counts[tally + 1 :] if tally is not None else counts[1:2]
        named = tally is not None or counts[0] in _PLURAL_ARTICLES
        found = (self._words.nouns.get(word) for word in behind if named)
        return next((one for one in found if one in TOLLS), None)

    def _risen(self, number: Number) -> bool:
        """Whether a tally's verb stands right before the number and its "to", or behind it, where German has it."""
        before = {self._reading.word(number.first - step) for step in range(1, _RISEN + 1)}
        return not self._words.rises.isdisjoint(before | {self._reading.word(number.end)})
