"""The forms in which a word of a query and a word of an article are the same: without accents, without endings."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# ISO 639-1 to Snowball's algorithms. A language that is not here has no inflections folded, only case and accents.
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_INSTALLED = frozenset(snowballstemmer.algorithms())  # older releases know fewer languages
# Longer "words" are addresses and noise, and a stemmer's time grows with them.
_LONGEST_STEMMED = 40
# Latin letters that Unicode does not take apart into a base and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "\u0640": None}
)
# Marks to drop: any after a Latin or Greek letter; stress after a Cyrillic vowel and the dots of ё (but й, ї and ў
# are letters of their own); vowel points of Arabic and Hebrew. Marks of other scripts tell words apart and stay.
_LATIN_OR_GREEK = re.compile(r"([a-z\u0370-\u03ff])[\u0300-\u036f]+")
_OTHER = re.compile(
    r"(?<=[аеиоуыэюяіє])[\u0300\u0301]|(?<=е)\u0308|[\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)
# l'Ukraine, d'armes, all'Ucraina: an article or preposition written onto its word.
_ELIDED = re.compile(r"^\w{1,6}'(?=\w\w)")
_ELIDING = frozenset({"fr", "it", "ca", None})


@lru_cache(maxsize=1 << 16)
def unaccented(word: str) -> str:
    """A word in comparable form (pipeline.texts.text) without accents and vowel points."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return unicodedata.normalize("NFC", _OTHER.sub("", _LATIN_OR_GREEK.sub(r"\1", apart)))


def variants(word: str, language: str | None) -> tuple[str, ...]:
    """What a word of an article is also found by: itself, without the possessive, without an elided article."""
    if "'" not in word:
        return (word,)
    found = [word, word.removesuffix("'s")]
    if language in _ELIDING:
        found.append(_ELIDED.sub("", word))
    return tuple(dict.fromkeys(found))


def algorithm(language: str | None) -> str | None:
    """The stemmer for a language, None if there is none."""
    name = _ALGORITHMS.get(language or "")
    return name if name in _INSTALLED else None


@lru_cache(maxsize=1 << 16)
def stems(word: str, language: str | None) -> tuple[str, ...]:
    """The stems of a word: two if accents change it, so that réfugiés is found written with its accents or without."""
    plain = unaccented(word)
    name = algorithm(language)
    if name is None or len(word) > _LONGEST_STEMMED:
        return (plain,)
    stemmer = snowballstemmer.stemmer(name)  # holds state: one a call is cheap and safe among threads
    return tuple(dict.fromkeys((unaccented(stemmer.stemWord(word)), stemmer.stemWord(plain))))


def spelled(word: str) -> str:
    """A word as written, case and accents kept, with one way to write each accent and apostrophe."""
    return unicodedata.normalize("NFC", word.replace("\u2019", "'").replace("\u02bc", "'"))
