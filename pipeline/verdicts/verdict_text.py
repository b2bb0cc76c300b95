"""A text and its page as the rules of the verdict read them: lines with their places, and phrases in them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.cleaning.furniture import ends_sentence
from pipeline.pages.page_signs import PageSigns
from pipeline.texts.text import beyond_ascii

_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_QUOTED = re.compile(r'"[^"\n]{0,300}"')
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a single plain space
_VARIANTS = tuple(
    (mark, usual)
    for usual, marks in (("'", "‘’‛ʼ′`´"), ('"', "“”„‟«»″「」『』"), ("-", "‐‑–—−"))
    for mark in marks
)
_ASCII_VARIANTS = tuple((mark, usual) for mark, usual in _VARIANTS if mark.isascii())
_WORD_BOUND = re.compile(r"[^\W\d_]")
_LONG_WORD = 20  # characters to a word, at most: a text without spaces is no short one
_PAGE_CHARS = 60_000  # of a page's visible text searched for phrases
_PROSE_CHARS = 100  # characters of a line that is a paragraph of an article rather than a button or a caption


class Phrases:
    """Phrases to be looked for; of each the parts, in order."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._every = tuple(phrases)
        self._ascii = tuple(parts for parts in self._every if "".join(parts).isascii())

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._every)

    def that_fit(self, plain: str) -> tuple[tuple[str, ...], ...]:
        """Those that may stand in a text: in one of plain ASCII only those that are so."""
        return self._ascii if plain.isascii() else self._every


class Line(NamedTuple):
    """A line that is not empty, and its place in the text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def plain(self) -> str:
        return folded(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether the line is a paragraph of prose; ideographs say in one what takes three letters elsewhere."""
        chars = len(self.text)
        if chars < _PROSE_CHARS:
            chars += 2 * len(_UNSPACED.findall(beyond_ascii(self.text)))
        return chars >= _PROSE_CHARS and ends_sentence(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What there is to judge by."""

    lines: tuple[Line, ...]
    words: int
    plain: str  # the lines as phrases are compared, of a short text only
    title: str  # same
    page_title: str  # same
    signs: PageSigns
    is_summary: bool  # of a feed

    @property
    def titles(self) -> tuple[str, str]:
        return self.title, self.page_title

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.lines)

    def page(self, longest: int) -> str:
        """The visible pieces of the page up to a length, one a line, as phrases are compared."""
        return folded(
            "\n".join(piece.strip() for piece in self.signs.visible if len(piece) <= longest)[:_PAGE_CHARS]
        )


def folded(text: str) -> str:
    """The form phrases are compared in; what stands in quotation marks is left out, since there others speak."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    for mark, usual in _ASCII_VARIANTS if plain.isascii() else _VARIANTS:
        plain = plain.replace(mark, usual)  # one by one takes a tenth of the time of a table
    plain = plain.casefold()
    return _SPACES.sub(" ", _QUOTED.sub(" ", plain))


def split(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not empty."""
    found, start = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            found.append(Line(stripped, start + line.index(stripped[0])))
        start += len(line) + 1
    return tuple(found)


def volume(text: str) -> int:
    """Words; where words are not parted by spaces, two characters are one. No word counts for less than its length."""
    words = max(len(text.split()), len(text) // _LONG_WORD)
    return words + len(_UNSPACED.findall(beyond_ascii(text))) // 2


def phrases(lists: Sequence[str]) -> Phrases:
    """The phrases of some lists (see pipeline.verdicts.verdict_words), ready to be looked for."""
    return Phrases(
        tuple(folded(part.strip()) for part in phrase.split("…") if part.strip())
        for listed in lists
        for phrase in listed.split("|")
    )


def said(known: Phrases, plain: str) -> Iterator[str]:
    """The phrases that stand in folded lines, each in one of them."""
    for parts in known.that_fit(plain):
        if parts[0] in plain and (len(parts) == 1 or _follow(parts, plain)):
            yield " … ".join(parts)


def _follow(parts: Sequence[str], plain: str) -> bool:
    """Whether the parts of a phrase follow each other in any one of the lines."""
    return any(_in_order(parts, line) for line in plain.split("\n"))


def _in_order(parts: Sequence[str], line: str) -> bool:
    place = 0
    for part in parts:
        place = line.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def named(known: Phrases, plain: str) -> str | None:
    """The first of some names that stands in a title, as words of their own where words are parted by spaces."""
    for (name,) in known.that_fit(plain):
        place = plain.find(name)
        if place >= 0 and (_UNSPACED.search(name) or _stands_alone(plain, place, place + len(name))):
            return name
    return None


def _stands_alone(plain: str, start: int, end: int) -> bool:
    return not (
        _WORD_BOUND.match(plain, end)
        or (start and _WORD_BOUND.match(plain, start - 1))
        or plain[end : end + 1] == "'"
    )
