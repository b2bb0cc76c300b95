"""A text as its counts are read: words, which of them are numbers, and what stands between them."""

from collections.abc import Sequence
from typing import Final

from pipeline.facts.figure_words import Lexicon
from pipeline.facts.lexicon import OPENERS
from pipeline.facts.number import Number
from pipeline.texts.capital import Token

_SPACE: Final = frozenset({" ", "\u00a0"})
_ELIDED: Final = {
    "fr": ("d'", "l'"),
    "it": ("l'", "d'", "un'", "dell'", "all'", "dall'", "nell'", "sull'", "quell'"),
}


class Reading:
    """One text with its numbers; words are named by their place."""

    def __init__(
        self, text: str, tokens: Sequence[Token], found: Sequence[Number], language: str, words: Lexicon
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.language = language
        self.words = words
        self.taken = {at for number in found for at in range(number.numeral, number.end)}

    def at(self, place: int) -> Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def word(self, place: int) -> str:
        """The word there, without an article written onto it; "" beyond the text."""
        text = self.tokens[place].text if 0 <= place < len(self.tokens) else ""
        elided = _ELIDED.get(self.language)
        return text.partition("'")[2] if elided and text.startswith(elided) else text

    def between(self, place: int) -> str:
        """What stands before a word, back to the one before it."""
        return self.text[self.tokens[place - 1].end : self.tokens[place].start]

    def joined(self, place: int) -> bool:
        """Whether nothing but space, or the full stop of an abbreviation, stands before a word."""
        between = self.between(place)
        return (
            between in _SPACE
            or between in {"", "-"}
            or (between == ". " and self.tokens[place - 1].text in self.words.scales)
        )

    def near(self, first: int, last: int) -> bool:
        """Whether nothing but spaces stands between the words from the one to the other."""
        return all(self.between(place) in _SPACE for place in range(first + 1, last + 1))

    def open_ended(self, place: int) -> bool:
        """Whether no noun can follow here: the clause ends, or a small word goes on."""
        token = self.at(place)
        if token is None or not self.joined(place):
            return True
        return place not in self.taken and token.text in OPENERS
