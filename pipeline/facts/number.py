"""Numbers in a text with what stands right about them: ranges, currency signs, "at least", "about"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.facts.figure_words import Lexicon
from pipeline.facts.numeral import Numerals
from pipeline.texts.capital import Token

_CURRENCIES: Final = {
    "$": "USD", "\u20ac": "EUR", "\u00a3": "GBP", "\u20b4": "UAH", "\u20bd": "RUB", "\u00a5": "JPY", "\u20b9": "INR",
}  # fmt: skip
_SIGNS: Final = "".join(_CURRENCIES)
_DOLLARS: Final = {
    "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "HK": "HKD", "NZ": "NZD", "S": "SGD", "R": "BRL", "NT": "TWD",
}  # fmt: skip
_LETTERS: Final = re.compile(r"[A-Z]{1,2}$")
_PERCENT: Final = frozenset({"%", "\u066a"})
_SPACE: Final = frozenset({" ", "\u00a0"})
_DASHES: Final = frozenset({"-", "\u2013", "\u2014", " - ", " \u2013 "})
_AND: Final = frozenset({"and", "und", "et", "y", "и", "і", "та"})
_BETWEEN: Final = frozenset({"between", "zwischen", "entre"})
_FROM: Final = frozenset({"from", "von", "de", "с", "з", "від"})
_ARTICLES: Final = frozenset({"a", "an", "half"})
_QUALIFIER: Final = 3  # words
_WIDEST: Final = 20  # times the lower end; beyond stand a change and a level: fell 2 to 71
_BY_HAND: Final = frozenset({10, 12, 15, 20, 30, 40, 50, 100, 1000})  # une vingtaine


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number and what stands right about it, by place among the tokens, the end excluded."""

    first: int  # qualifier included
    numeral: int  # where the number itself begins
    end: int
    value: float
    high: float | None = None  # upper end of a range
    qualifier: str | None = None  # at least, up to, about, more (than were told before); None: just so
    unit: str | None = None  # a currency or percent, by its sign
    start_at: int  # in the text, from the number itself
    end_at: int
    word: bool = False  # written as a word


def numbers(text: str, tokens: Sequence[Token], language: str, words: Lexicon) -> list[Number]:
    """The numbers of a text in order, none overlapping; clock times, ordinals and numbers in names are none."""
    return list(_Reader(text, tokens, language, words).found())


class _Reader:
    def __init__(self, text: str, tokens: Sequence[Token], language: str, words: Lexicon) -> None:
        self._text = text
        self._tokens = tokens
        self._words = words
        self._numerals = Numerals(text, tokens, language, words)

    def found(self) -> Iterator[Number]:
        known, end = {*self._words.numbers, *self._words.scales}, 0
        for place, token in enumerate(self._tokens):
            if place >= end and (token.raw[0].isdecimal() or token.text in known):
                number = self._number(place)
                if number is not None:
                    yield number
                    end = number.end

    def _number(self, place: int) -> Number | None:
        read = self._numerals.value(place)
        if read is None:
            return None
        value, end = read
        rough = self._words.scales.get(self._tokens[end - 1].text) in _BY_HAND and value in _BY_HAND
        high, end = self._range(place, value, end)
        start_at, end_at = self._tokens[place].start, self._tokens[end - 1].end
        unit, end_at = self._sign(start_at, end_at)
        first, qualifier = self._qualifier(place)
        return Number(
            first=first,
            numeral=place,
            end=end,
            value=value,
            high=high,
            qualifier=qualifier or ("about" if rough else None),
            unit=unit,
            start_at=start_at,
            end_at=end_at,
            word=not self._tokens[place].raw[0].isdecimal(),
        )

    def _range(self, first: int, value: float, end: int) -> tuple[float | None, int]:
        """The upper end, when the number is the lower end of a range; "from 12 to 19" are two counts, one after the other."""
        rises = first > 0 and self._tokens[first - 1].text in _FROM
        place = None if rises else self._upper(end)
        read = None if place is None else self._numerals.value(place, upper=True)
        return read if read and value < read[0] <= _WIDEST * value else (None, end)

    def _upper(self, end: int) -> int | None:
        """Where the upper end of a range would begin: behind a dash, or behind "to"."""
        if end >= len(self._tokens):
            return None
        between, word = self._numerals.between(end), self._tokens[end].text
        joins = word not in _AND or any(
            token.text in _BETWEEN for token in self._tokens[max(0, end - 4) : end]
        )
        spoken = between in _SPACE and word in self._words.between and joins
        place = end + spoken
        return place if (spoken or between in _DASHES) and self._is_numeral(place) else None

    def _is_numeral(self, place: int) -> bool:
        return (
            place < len(self._tokens) and self._numerals.begins(place) and not self._numerals.is_scale(place)
        )

    def _sign(self, start: int, end: int) -> tuple[str | None, int]:
        """The unit that a sign before or behind says, and where that ends."""
        before, after = self._text[max(0, start - 1) : start], self._text[end : end + 2]
        if before in _CURRENCIES:
            letters = _LETTERS.search(self._text, max(0, start - 4), start - 1)
            return _DOLLARS.get(letters.group() if letters else "", _CURRENCIES[before]), end
        sign = after.lstrip(" \u00a0\u202f")[:1]
        unit = "percent" if sign in _PERCENT else _CURRENCIES.get(sign)
        return (unit, end + after.index(sign) + 1) if unit else (None, end)

    def _qualifier(self, place: int) -> tuple[int, str | None]:
        """What is said right before the number, past a currency and an article, and where that begins: "at least", "nearly half a"."""
        first = place - self._lettered(place)
        while (
            place - first < _QUALIFIER and self._preceded(first) and self._tokens[first - 1].text in _ARTICLES
        ):
            first -= 1
        begin, found = self._phrase(first)
        earlier, stronger = self._phrase(begin) if found else (begin, None)  # at least another 12
        if stronger:
            return earlier, found if found == "more" else stronger
        return (begin, found) if found else (place, None)

    def _phrase(self, end: int) -> tuple[int, str | None]:
        for length in range(_QUALIFIER, 0, -1):
            if end >= length and self._preceded(end):
                phrase = tuple(token.text for token in self._tokens[end - length : end])
                found = self._words.qualifiers.get(phrase)
                if found:
                    return end - length, found
        return end, None

    def _lettered(self, place: int) -> bool:
        """Whether a dollar's letters stand before the sign before a number: US$6."""
        sign = place > 0 and self._numerals.between(place) in _CURRENCIES
        return sign and self._tokens[place - 1].raw in {"US", *_DOLLARS}

    def _preceded(self, place: int) -> bool:
        """Whether a word stands right before, or right before a currency's sign."""
        return place > 0 and self._numerals.between(place).rstrip(_SIGNS) in _SPACE
