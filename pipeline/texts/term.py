"""Words as terms: stemmed, hashed, and weighted by how rare they are in the language at large.

The weights come from a fixed background (wordfreq), never from the articles at hand, so that five articles group as
well as five million and a judgement does not depend on what else has been read (law 3).
"""

import hashlib
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer
import wordfreq
from babel import Locale, UnknownLocaleError

from pipeline.texts.text import Word

RARITY_UNIT = 16  # rarities are kept in sixteenths of a nat, so that they fit one byte and add up exactly
UNLISTED = 97  # 6.1 nat, in a language without a word list: neither common nor rare, and no number's rarity
COMMON = 26  # 1.6 nat: below stand function words and words like "said" and "year"

# Words a document has on average; turns a word's share of running text into the share of documents that hold it.
_DOCUMENT_WORDS = 250
# Rarer words are not told apart: their counts are noise, and reading the list to there halves its loading time.
_RAREST = 1e-7
_RAREST_PAIR = 1e-6  # two characters of a script without spaces are as often a chance meeting as a word
_DIGITS_FEW, _DIGITS_MANY = 6.0, 7.0  # nats, numbers of one or two digits and of more
_LONGEST = 40  # letters: longer words are addresses and noise, and a stemmer's time grows with them
_TRUNCATED = 6  # letters kept where no stemmer is at hand (n-truncation, McNamee & Mayfield 2004)

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_LIST_OF = {"no": "nb", "nn": "nb", "sr": "sh", "hr": "sh", "bs": "sh"}  # where wordfreq names it otherwise
_ALIKE = {"hr": "sh", "bs": "sh", "sr": "sh", "nb": "no", "nn": "no", "da": "no", "ms": "id", "gl": "pt"}
_LONGEST_TONGUE = 8
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el",
    "HEBREW": "he", "DEVANAGARI": "hi", "BENGALI": "bn", "TAMIL": "ta", "THAI": "th",
}  # fmt: skip


class Term(NamedTuple):
    """What grouping knows of a word, wherever it stands."""

    id: int  # 32 bits of BLAKE2b over the stem
    stem: str
    rarity: int  # sixteenths of a nat: -ln(share of documents with this word)
    number: int  # 0 no number; 1 one digit or a year, which many texts share by chance; 2 any other


class Token(NamedTuple):
    """A term and its place in the text."""

    term: Term
    word: str
    start: int
    end: int


def language_of(language: str | None, text: str) -> str:
    """The language to read a text in: as stated, else guessed from its script; Latin is taken for English."""
    if language:
        return language.lower().partition("-")[0]
    scripts = [unicodedata.name(c, "").partition(" ")[0] for c in text[:400] if c.isalpha()]
    if any(script in {"HIRAGANA", "KATAKANA"} for script in scripts):
        return "ja"  # written with Chinese characters too
    return _SCRIPTS.get(max(sorted(set(scripts)), key=scripts.count, default=""), "en")


def tongue(language: str) -> str:
    """The language, those that a guess takes for one another made one."""
    return _ALIKE.get(language, language)[:_LONGEST_TONGUE]


def tokens(found: Iterable[Word], language: str) -> Iterator[Token]:
    """Terms in order; a run of a script without spaces, and a Korean word, becomes overlapping pairs of characters."""
    last: Word | None = None  # a character that waits for the next
    paired = False
    new = tuple.__new__  # half the time that a call of Token takes
    for word in found:
        text = word.text
        if text < "\u0e00" and last is None:
            yield new(Token, (term(text, language), *word))
            continue
        character = text >= "\u0e00" and _is_character(text)
        if character and last is not None and last.end == word.start:
            pair = last.text + word.text
            yield Token(pair_term(pair, language), pair, last.start, word.end)
            last, paired = word, True
            continue
        if last is not None and not paired:
            yield Token(term(last.text, language), *last)
        last, paired = (word if character else None), False
        if character:
            continue
        if word.text >= "\uac00":
            yield from _spaced(word, language)
        else:
            yield Token(term(word.text, language), word.text, word.start, word.end)
    if last is not None and not paired:
        yield Token(term(last.text, language), *last)


def _spaced(word: Word, language: str) -> Iterator[Token]:
    """A word of Hangul as pairs: particles cling to the noun, pairs let the noun match without; others as they are."""
    if len(word.text) < 3 or word.text[0] > "\ud7a3":
        yield Token(term(word.text, language), *word)
        return
    for at in range(len(word.text) - 1):
        pair = word.text[at : at + 2]
        yield Token(pair_term(pair, language), pair, word.start, word.end)


def _is_character(word: str) -> bool:
    return len(word) == 1 and word >= "\u0e00" and not "\uac00" <= word <= "\ud7a3"


@lru_cache(maxsize=1 << 17)
def term(word: str, language: str) -> Term:
    """The term of a word in comparable form (pipeline.texts.text)."""
    if word[0].isdigit():
        return _number(word)
    word = word[:_LONGEST]
    stem = stemmer(language)(word)
    listed = _frequencies(language)
    if not listed:
        return Term(hashed(stem), stem, UNLISTED, 0)
    share = max(listed.get(word.removesuffix("'s"), 0.0), listed.get(stem, 0.0), _RAREST)
    return Term(hashed(stem), stem, _quantised(_rarity(share)), 0)


@lru_cache(maxsize=1 << 16)
def pair_term(pair: str, language: str) -> Term:
    """The term of two neighbouring characters: as listed, else as likely as the two meeting by chance."""
    listed = _frequencies(language)
    if not listed:
        return Term(hashed(pair), pair, UNLISTED, 0)
    share = listed.get(pair) or math.prod(listed.get(character, _RAREST) for character in pair)
    return Term(hashed(pair), pair, _quantised(_rarity(max(share, _RAREST_PAIR))), 0)


def _number(word: str) -> Term:
    plain = word.replace(",", "")
    year = len(plain) == 4 and plain[:2] in {"19", "20"} and plain.isdigit()
    rarity = _DIGITS_FEW if len(plain) < 3 else _DIGITS_MANY
    return Term(hashed(plain), word, _quantised(rarity), 1 if year or len(plain) == 1 else 2)


def _rarity(share: float) -> float:
    return -math.log(-math.expm1(-_DOCUMENT_WORDS * share))


def _quantised(rarity: float) -> int:
    return max(0, round(rarity * RARITY_UNIT))


def hashed(stem: str) -> int:
    """32 bits of BLAKE2b."""
    return int.from_bytes(
        hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little"
    )


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """A function from a word to its stem: Snowball where there is one, else the first letters."""
    name = _STEMMERS.get(language)
    if name is None or name not in snowballstemmer.algorithms():
        return lambda word: word.replace("'", "")[:_TRUNCATED]
    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return lambda word: stem(word.removesuffix("'s").replace("'", "")) or word


@lru_cache(maxsize=8)
def _frequencies(language: str) -> dict[str, float]:
    """Share of running text by word; empty where wordfreq has no list."""
    name = _LIST_OF.get(language, language)
    lists = wordfreq.available_languages("best")
    if name not in lists:
        return {}
    found: dict[str, float] = {}
    # One list of words for each hundredth of a decade below 1: cB 200 is one word in a hundred.
    for centibels, words in enumerate(wordfreq.get_frequency_list(name, "best")):
        share = wordfreq.cB_to_freq(-centibels)
        if share < _RAREST:
            break
        found.update(dict.fromkeys(words, share))
    return found


@cache
def weekdays(language: str) -> dict[str, int]:
    """Stems of the names of the days, Monday being 0."""
    return {stem: day for day, stem in _calendar(language, "days")}


@cache
def months(language: str) -> frozenset[str]:
    """Stems of the names of the months."""
    return frozenset(stem for _, stem in _calendar(language, "months"))


def _calendar(language: str, kind: str) -> list[tuple[int, str]]:
    try:
        names = getattr(Locale.parse(language), kind)
    except (UnknownLocaleError, ValueError):
        return []
    stem = stemmer(language)
    forms = [names[use]["wide"] for use in ("format", "stand-alone")]
    return [
        (number, stem(name.casefold()))
        for form in forms
        for number, name in sorted(form.items())
        if " " not in name
    ]
