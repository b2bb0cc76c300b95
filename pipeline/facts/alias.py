"""Whether two names are one: spellings, transliterations, case endings, initials, the last name alone, an acronym.

Romanisations of one name differ in a few sounds and in the last vowel (Shevchenko, Schewtschenko, Chevtchenko; Zelensky,
Selenskyj), given names also between languages (Vladimir, Volodymyr); what is left when these are folded is the name's
skeleton. It is meant for names within one story, where few of them meet.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pipeline.records import Mention
from pipeline.texts.text import words
from pipeline.texts.wordform import unaccented

_LATIN: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ё": "e",
    "'": "",
})  # fmt: skip
_SOUNDS: Final = (
    (re.compile(r"shch|tsch|tch|sch|sh|ch|cz|sz|zh"), "q"),
    (re.compile(r"kh|gh|[gh]"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"[ck]+"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z|ts|tz"), "s"),
    (re.compile(r"[iyj]+[ae]"), "a"),
    (re.compile(r"[eiyj]+"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_LAST_VOWELS: Final = re.compile(r"(?<=...)(?:oho|oi|om|im|uiu|[aiou])+$")
_VOWELS: Final = re.compile(r"[aiou]")
_SMALL: Final = frozenset({"of", "for", "the", "and", "de", "la", "le", "der", "des", "du", "del"})


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """What the spellings of a last name have in common."""
    plain = unaccented(word).translate(_LATIN)
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return _LAST_VOWELS.sub("", plain)


@lru_cache(maxsize=1 << 14)
def _given(word: str) -> str:
    """Of a given name its consonants and whether a vowel opens it, in whatever language; of an initial the letter."""
    found = skeleton(word)
    return _VOWELS.sub("a", found[:1]) + _VOWELS.sub("", found[1:])[:5]


@lru_cache(maxsize=1 << 14)
def alias_key(name: str) -> str:
    """Equal for the spellings of a full name: its given name's consonants and the skeleton of its last."""
    parts = [word.text for word in words(name) if word.text not in _SMALL]
    if len(parts) < 2:
        return skeleton(parts[0]) if parts else ""
    return f"{_given(parts[0])} {skeleton(parts[-1])}"


class Names:
    """Names known, to tell whether another is one of them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._keys: set[str] = set()
        self._parts: set[str] = set()  # words of full names, first and last
        self._first: dict[str, set[str]] = {}  # last word to the initials seen before it
        self._acronyms: set[str] = set()
        for mention in mentions:
            self.add(mention.name)

    def add(self, name: str) -> None:
        self._keys.update(_keys(name))
        if acronym := _acronym(name):
            self._acronyms.add(acronym)
        given, _, last = alias_key(name).rpartition(" ")
        if given:
            self._parts.update((last, skeleton(next(words(name)).text)))
            self._first.setdefault(last, set()).add(given)

    def __contains__(self, name: str) -> bool:
        if name in self._acronyms or not self._keys.isdisjoint(_keys(name)):
            return True
        acronym = _acronym(name)
        if acronym and skeleton(acronym.casefold()) in self._keys:
            return True
        given, _, last = alias_key(name).rpartition(" ")
        if not given:
            return last in self._parts
        return last in self._keys or any(_abbreviates(given, other) for other in self._first.get(last, ()))


def _keys(name: str) -> Iterator[str]:
    """All words folded; of a person's, first and last alone."""
    parts = [skeleton(word.text) for word in words(name) if word.text not in _SMALL]
    yield "|".join(parts)
    yield alias_key(name)


def _abbreviates(given: str, other: str) -> bool:
    return min(len(given), len(other)) == 1 and given[0] == other[0]


def _acronym(name: str) -> str:
    """The initials of a name of three words and more."""
    initials = "".join(part[0] for part in re.split(r"[\s-]+", name) if part[:1].isupper())
    return initials if len(initials) >= 3 else ""
