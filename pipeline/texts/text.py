"""Words, sentences and paragraphs of any script, with their place in the text.

Positions are offsets into the text as given, so that evidence can point at it; only the comparable form is normalised.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

# Scripts written without spaces: each character is a word of its own (Unicode blocks: Thai, Lao, Khmer, Myanmar,
# kana, CJK ideographs with extensions). Hangul is spaced and stays whole.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Marks that belong to the letter before them: accents, vowel signs, points (Unicode general category M, where scripts are).
_MARKS = "".join(
    chr(point) for low, high in ((0x300, 0x1D00), (0xA800, 0xAC00)) for point in range(low, high)
    if unicodedata.category(chr(point)).startswith("M")
)  # fmt: skip
_JOINERS = "\u00ad\u200c\u200d"
_ASCII = bytes(range(128))
_WORD = re.compile(
    r"[A-Za-zА-Яа-яёЁ]++(?=[ \n.,;:!?)\"]|\Z)|"  # most words: what follows leaves no doubt that they end
    rf"[{_UNSPACED}]"
    r"|\d+(?:[.,:]\d+)*"
    rf"|(?:(?![{_UNSPACED}])[^\W_])(?:(?![{_UNSPACED}])[^\W_]|[{_MARKS}{_JOINERS}]"
    rf"|['\u2019\u02bc](?=[^\W\d_])(?![{_UNSPACED}]))*"
)
# A sentence ends at its mark, closing quotes and brackets included, before space and something that can open the next. A run of
# marks is read from its first alone: else one of thousands takes minutes.
_SENTENCE_END = re.compile(
    r"(?:(?<![.!?\u2026\u061f\u06d4\u0964])[.!?\u2026\u061f\u06d4\u0964]+[\"'\u201d\u2019\u00bb)\]]*(?=\s+[^\sa-z\u0430-\u044f])|[\u3002\uff01\uff1f][\u300d\u300f\u201d]*)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"\u201c])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Rev|Jr|Sr|vs|No|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|U\.N|E\.U|a\.m|p\.m)\.$"
)
# Typographic variants that mean the same; normalised for comparing only.
_VARIANTS = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip


_SHORT = 15_000  # characters of a text whose words are kept
_KEPT = 100  # characters of a word or a name; longer texts hardly come again


class AnyOf:
    """Some pieces of text that may stand in another; in one of plain ASCII only those that are so are looked for."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._every = tuple(dict.fromkeys(pieces))
        self._ascii = tuple(piece for piece in self._every if piece.isascii())

    def stands_in(self, text: str) -> bool:
        return any(map(text.__contains__, self._ascii if text.isascii() else self._every))


class Word(NamedTuple):
    """A word in comparable form and its place."""

    text: str
    start: int
    end: int


class Span(NamedTuple):
    """A stretch of text."""

    start: int
    end: int


def comparable(text: str) -> str:
    """The form in which two spellings of the same words are equal: NFKC, case folded, plain quotes and dashes."""
    return _kept(text) if len(text) <= _KEPT else _comparable(text)


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_VARIANTS)).casefold()


_kept = lru_cache(maxsize=1 << 16)(_comparable)


def words(text: str) -> Iterator[Word]:
    """The words of a text in comparable form; each character of an unspaced script is one word."""
    new = tuple.__new__  # half the time that a call of Word takes
    for match in _WORD.finditer(text):
        found = match[0]
        form = found.lower() if found.isascii() else comparable(found)
        yield new(Word, (form, *match.span()))


def word_forms(text: str) -> set[str]:
    """The different words of a text in comparable form: several times faster than `words`, which tells where they stand."""
    return {found.lower() if found.isascii() else comparable(found) for found in set(_WORD.findall(text))}


def first_words(text: str, most: int) -> Sequence[Word]:
    """The first words of a text; those of the latest texts are at hand, for an article is read several times."""
    return _listed(text)[:most] if len(text) <= _SHORT else tuple(islice(words(text), most))


@lru_cache(maxsize=4)
def _listed(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


@lru_cache(maxsize=1 << 8)  # of each paragraph it is asked twice
def count_words(text: str) -> int:
    """How many `words` there are, several times faster than counting them."""
    return len(_WORD.findall(text))


def has_words(text: str, count: int) -> bool:
    """Whether a text has at least so many words; it is read no further than that."""
    return sum(1 for _ in islice(_WORD.finditer(text), count)) >= count


def beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order: much faster than by a pattern, and most texts have few."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "ignore").translate(None, _ASCII).decode("utf-8")


def paragraphs(text: str) -> list[Span]:
    """Blocks of lines parted by empty ones."""
    found: list[Span] = []
    open_block = False
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(Span(found.pop().start if open_block else start, end))
        open_block = bool(line.strip())
        start = end + 1
    return found


def sentences(text: str) -> list[Span]:
    """Sentences in order, never across a paragraph; abbreviations and initials do not end one."""
    found = []
    for block in paragraphs(text):
        start = block.start
        for match in _SENTENCE_END.finditer(text, block.start, block.end):
            if not _ABBREVIATION.search(text[max(start, match.start() - 8) : match.end()]):
                found.append(_trimmed(text, start, match.end()))
                start = match.end()
        if text[start : block.end].strip():
            found.append(_trimmed(text, start, block.end))
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
