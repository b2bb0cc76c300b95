"""What reports in two languages can share: places, names as they sound, figures.

A name is kept as the consonants it is spelled with in Latin letters, those that are written for one another made one, so
that Zelensky, Selenskyj and Зеленский are the same key. That is coarse, as all phonetic codes are (Soundex: Russell, 1918);
one such key says little, and several, with figures, say much.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from pipeline.facts.lexicon import TITLES
from pipeline.texts.place import places, stem
from pipeline.texts.term import Token, hashed
from pipeline.texts.text import Word

MOST: Final = 40  # keys of a text
_CODE: Final = 8  # consonants of a name that are read
_LETTERS: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "ї": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ў": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "u", "я": "a",
    "ђ": "dj", "ј": "j", "љ": "l", "њ": "n", "ћ": "ch", "џ": "dj",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "h", "ψ": "ps", "ω": "o",
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "e", "œ": "e", "ð": "d", "þ": "t", "ß": "s",
})  # fmt: skip
# Spellings of one sound, the longer first: Schoigu, Shoigu; Tschechow, Chekhov; Johnson, Джонсон; Wolodymyr, Volodymyr.
_SOUNDS: Final = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"d(?:zh|sch|j)|дж", "j"), (r"tsch|tch|sch|shch|ch|cz|sh|sz|zh|ts|tz|c(?=[eiy])|z|x", "s"), (r"ph|w|v", "f"), (r"kh|gh|th", "h"),
        (r"c|q|g", "k"), (r"h|[aeiouyj]", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_COUNTRY: Final = 24  # weights; a country or a capital says topic
_NAME: Final = 12  # a consonant of a name
_FIGURE, _LONG_FIGURE = 20, 40
_SHARED_WORDS: Final = 2  # consonants; a shorter code says nothing
FIGURE_KEY: Final = 1  # the lowest bit of a key


class Key(NamedTuple):
    """One thing that may be named in another language, too."""

    id: int  # 32 bits; the lowest says that it is a figure
    weight: int
    word: str  # as it stands in the text


def keys(
    parts: Iterable[tuple[str, Sequence[Word]]], terms: Sequence[Token], names: frozenset[int], language: str
) -> list[Key]:
    """The keys of an article, strongest first.

    Args:
        parts: title and text, each with its words.
        terms: of both.
        names: which terms are names.
        language: what it is written in.
    """
    named = list(chain.from_iterable(_places(text, found, language) for text, found in parts))
    told = {
        word for key in named for word in key.word.casefold().split()
    }  # the name of a place is not told twice
    strongest: dict[int, Key] = {}
    for key in (*named, *_names(terms, names, language, told), *_figures(terms)):
        strongest.setdefault(key.id, key)
    return sorted(strongest.values(), key=lambda key: -key.weight)[:MOST]


def _places(text: str, found: Sequence[Word], language: str) -> Iterator[Key]:
    for word, name in places(text, found, language):
        yield Key(_place(name), _COUNTRY, word)


@lru_cache(maxsize=1 << 12)
def _place(name: str) -> int:
    return hashed(f"place {name}") & ~FIGURE_KEY


def _names(terms: Iterable[Token], names: frozenset[int], language: str, told: set[str]) -> Iterator[Key]:
    found = {token.word: None for token in terms if token.term.id in names and not token.term.number}
    for word in found:
        if word not in TITLES and word not in told:
            key = _name(word, language)
            if key is not None:
                yield key


@lru_cache(maxsize=1 << 16)
def _name(word: str, language: str) -> Key | None:
    code = sound(word, language)
    return (
        Key(hashed(f"name {code}") & ~FIGURE_KEY, _NAME * min(len(code), 5), word)
        if len(code) >= _SHARED_WORDS
        else None
    )


def _figures(terms: Iterable[Token]) -> Iterator[Key]:
    yield from map(_figure, {token.word: None for token in terms if token.term.number > 1})


@lru_cache(maxsize=1 << 14)
def _figure(word: str) -> Key:
    digits = figure(word)
    long = len(digits.rstrip("0")) > 2
    return Key(hashed(f"figure {digits}") | FIGURE_KEY, _LONG_FIGURE if long else _FIGURE, word)


def figure(word: str) -> str:
    """A number with one way to write it: 1.250 and 1,250 are 1250, 6,3 is 6.3."""
    plain = "".join(str(unicodedata.digit(char, char)) for char in word)
    return re.sub("[.,]", "", plain) if _GROUPED.fullmatch(plain) else plain.replace(",", ".")


def sound(word: str, language: str) -> str:
    """The consonants of a name; empty where its script does not tell them."""
    bare = stem(word.removesuffix("'s").replace("'", ""), language).translate(_LETTERS)
    code = "".join(char for char in unicodedata.normalize("NFD", bare) if not "\u0300" <= char <= "\u036f")
    if not code.isascii():
        return ""
    for spelling, sounded in _SOUNDS:
        code = spelling.sub(sounded, code)
    return code[:_CODE]
