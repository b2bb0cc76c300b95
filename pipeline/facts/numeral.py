"""How much a numeral is: digits of any script with their separators, number words, multipliers."""

import re
from collections.abc import Sequence
from typing import Final

from pipeline.facts.figure_words import Lexicon
from pipeline.texts.capital import Token

# 12,500   1.234.567   1,00,000 (lakh)   each with decimals
_GROUPED: Final = re.compile(r"(\d{1,3}(?:[.,\u066c]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})([.,\u066b]\d{1,2})?")
_POINTED: Final = re.compile(r"(\d+)(?:[.,\u066b](\d+))?")
_SPACE: Final = frozenset({" ", "\u00a0"})
_SPACES: Final = frozenset({"\u00a0", "\u202f", "\u2009", "\u066c"})  # that part thousands
_PLAIN_SPACE: Final = frozenset(
    {"fr", "ru", "uk", "es", "pt", "it"}
)  # languages that use the common one, too
_DECIMAL_POINT: Final = frozenset({"en", "ar"})
_LONGEST: Final = 15  # digits; a longer row is no count
_MOST: Final = 1e15
_SCALES: Final = 2  # multipliers: two hundred thousand
_ARTICLES: Final = frozenset({"a", "an"})
_BEFORE_SCALE: Final = _SPACE | {"", "-", "\u202f"}
_IN_WORDS: Final = frozenset({"/", "#", "\u2116", "_", "@"})
_TEN: Final = 10
_TEENS: Final = frozenset({7, 8, 9})  # behind ten
_SCORES: Final = frozenset({60, 80})
_FOUR_SCORE: Final = (4, 20)
_SIXTY_ELEVEN: Final = (60, 11)  # soixante et onze
_AND: Final = {"pt": {"e"}, "es": {"y"}, "fr": {"et"}, "en": {"and"}}
_UNITS_AND: Final = {
    "pt": 10,
    "es": 10,
    "fr": 2,
}  # below which units are joined so: vingt et un, but vingt-deux
_TENS: Final = range(20, 100, 10)
_UNITS: Final = frozenset({"km", "pc"})  # written onto the digits


class Numerals:
    """The numerals of one text; words are named by their place."""

    def __init__(self, text: str, tokens: Sequence[Token], language: str, words: Lexicon) -> None:
        self._text = text
        self._tokens = tokens
        self._language = language
        self._words = words

    def begins(self, place: int) -> bool:
        token = self._tokens[place]
        return (
            token.raw[0].isdecimal() or token.text in self._words.numbers or token.text in self._words.scales
        )

    def value(self, place: int, *, upper: bool = False) -> tuple[float, int] | None:
        """The value of the numeral that begins there, and the place where it ends; None for ordinals, times, parts of names.

        Args:
            place: of its first word.
            upper: it is the upper end of a range, and a dash may stand before it.
        """
        token = self._tokens[place]
        if token.raw[0].isdecimal():
            read = self._digits(place, upper=upper)
        elif token.text in self._words.numbers:
            read = self._worded(place)
        else:
            factor = self._of_scale(place)
            read = None if factor is None else (factor, place)
        return None if read is None else self._scaled(*read)

    def between(self, place: int) -> str:
        return self._text[self._tokens[place - 1].end : self._tokens[place].start]

    def is_scale(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place].text in self._words.scales

    def _digits(self, place: int, *, upper: bool) -> tuple[float, int] | None:
        token, end = self._tokens[place], place + 1
        if (
            ":" in token.raw
            or len(token.raw) > _LONGEST
            or self._in_word(place, upper=upper)
            or self._ordinal(place)
        ):
            return None
        raw = token.raw
        while end < len(self._tokens) and len(raw) < _LONGEST and self._groups(raw, end):
            raw += "," + self._tokens[end].raw
            end += 1
        value = self._read(raw, scaled=self.is_scale(end))
        return None if value is None else (value, end)

    def _groups(self, raw: str, place: int) -> bool:
        """Whether the next digits are the next three of the same number, set off by a space."""
        between, following = self.between(place), self._tokens[place].raw
        spaced = between in _SPACES or (between == " " and self._language in _PLAIN_SPACE)
        last = raw.rpartition(",")[2]
        three = len(following) == 3 and following.isdecimal()
        return spaced and three and last.isdecimal() and len(last) <= 3

    def _read(self, raw: str, *, scaled: bool) -> float | None:
        """Three digits behind each separator mean thousands, but for "1.234 million" and a decimal point of the language."""
        point = "." if self._language in _DECIMAL_POINT else ","
        decimal = (
            raw.count(point) == 1 and (scaled or point == ".") and not raw.count("," if point == "." else ".")
        )
        grouped = None if decimal or raw.startswith("0") else _GROUPED.fullmatch(raw)
        if grouped:
            whole = "".join(char for char in grouped[1] if char.isdecimal())
            return float(f"{whole}.{(grouped[2] or '.0')[1:]}")
        pointed = _POINTED.fullmatch(raw)  # else a version, a date
        return float(f"{pointed[1]}.{pointed[2] or 0}") if pointed else None

    def _in_word(self, place: int, *, upper: bool) -> bool:
        """F-16, 19-year-old, 12th, #7, 4/5."""
        token = self._tokens[place]
        before, after = (
            self._text[max(0, token.start - 1) : token.start],
            self._text[token.end : token.end + 1],
        )
        if before.isalnum() or before in _IN_WORDS or after in {"/", "\u00b0", ":"}:
            return True
        if (
            before in {"-", "+"}
            and not upper
            and token.start > 1
            and not self._text[token.start - 2].isspace()
        ):
            return True
        following = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        right = following is not None and following.start == token.end + (not after.isalpha())
        if after in {"-", "\u2013", "\u2010"}:
            return not (right and following is not None and following.raw[0].isdecimal())
        known = following is not None and (self.is_scale(place + 1) or following.text in _UNITS)
        return after.isalpha() and not known

    def _ordinal(self, place: int) -> bool:
        """German: am 12. Mai."""
        end = self._tokens[place].end
        dotted = self._language == "de" and self._text[end : end + 2] == ". "
        return dotted and place + 1 < len(self._tokens) and not self._tokens[place + 1].opens

    def _worded(self, place: int) -> tuple[float, int] | None:
        """Twenty-one, cent vingt, сто двадцать; not two-thirds, three-day."""
        total, last, end = 0.0, float("inf"), place
        while end < len(self._tokens):
            end += end > place and self._joins(end, last)
            value = self._words.numbers.get(self._tokens[end].text)
            if value is not None and (last, value) == _FOUR_SCORE and self.between(end) == "-":
                total, last, end = 80.0, 80.0, end + 1
                continue
            if value is None or value >= last or not self._adjacent(place, end):
                break
            if end > place and not self._fits(last, value):
                break
            total, last, end = total + value, value, end + 1
        behind = self._tokens[end - 1].end
        hyphened = self._text[behind : behind + 1] == "-" and not self.is_scale(end)
        return None if hyphened else (total, end)

    def _fits(self, last: float, value: float) -> bool:
        """Whether a number word goes on from another: hundreds and the rest, tens and units; in French dix-sept, soixante-dix-sept."""
        if self._language == "fr" and (last == _TEN or last in _SCORES):
            return _TEN <= value < 2 * _TEN or (0 < value < _TEN and (last != _TEN or value in _TEENS))
        return last >= 100 > value or (last >= 20 and last % 10 == 0 and value < 10)

    def _joins(self, end: int, last: float) -> bool:
        """Whether "and" stands between the tens and the units, or the hundreds and the rest: quarenta e três."""
        if end + 1 >= len(self._tokens) or self._tokens[end].text not in _AND.get(self._language, ()):
            return False
        value = self._words.numbers.get(self._tokens[end + 1].text, last)
        spaced = self.between(end) in _SPACE and self.between(end + 1) in _SPACE
        units = last in _TENS and value < _UNITS_AND.get(self._language, 0)
        units |= self._language == "fr" and (last, value) == _SIXTY_ELEVEN
        return spaced and (units or last >= 100 > value)

    def _adjacent(self, place: int, end: int) -> bool:
        return end == place or self.between(end) in {" ", "-", "\u00a0"}

    def _of_scale(self, place: int) -> float | None:
        """What the multiplier multiplies in "a dozen", "half a million"; None for "dozens of", "several hundred"."""
        if not place or self._tokens[place - 1].text not in _ARTICLES or self.between(place) not in _SPACE:
            return None
        return 0.5 if place > 1 and self._tokens[place - 2].text == "half" else 1.0

    def _scaled(self, value: float, end: int) -> tuple[float, int] | None:
        """The value times the multipliers behind it: 1.2 million, 5 Mrd., two hundred thousand."""
        for _ in range(_SCALES):
            if self.is_scale(end) and self.between(end) in _BEFORE_SCALE:
                value, end = value * self._words.scales[self._tokens[end].text], end + 1
        return (value, end) if value <= _MOST else None
