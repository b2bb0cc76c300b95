"""The refrain print of an article: its passages, and its rarer terms, each with the passages that it stands in.

So the terms that two articles share outside the passages they share can be told without their texts.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Article
from pipeline.stories.feature import StoryPrint
from pipeline.texts.term import UNLISTED
from pipeline.texts.text import comparable, count_words, paragraphs

U64: TypeAlias = NDArray[np.uint64]
U32: TypeAlias = NDArray[np.uint32]

LEAST: Final = 3  # words of a passage: fewer are a heading or a name
MOST: Final = 120  # words: furniture is seldom longer, and a report that comes again is no passage
PASSAGES: Final = 250  # of an article
TERMS: Final = 64  # of an article, the rarest
RARE: Final = 72  # sixteenths of a nat: in fewer than one document of ninety
FEW: Final = 8  # terms outside what two articles share: with fewer nobody can tell, and they count as related
# Shares of the smaller one's terms that make two articles related. Of the pairs of reports of one event (ECB+) .07 finds
# 98.5 %, and takes 9 % of the pairs of any two for related, which only delays. Without a word list common terms are among
# them: .2 finds 87 %, and 13 %.
RELATED: Final = 0.07
RELATED_UNLISTED: Final = 0.2
_GRAM: Final = 8  # letters: in a script without spaces and a language without a word list, about two words
_GRAMS: Final = 4  # one of so many is kept
_GRAM_TERMS: Final = 192
_READ: Final = 1600  # letters, about as much as TOKENS are
_ELSEWHERE: Final = 63  # the bit of title, headings and passages beyond the 63rd
_LETTERS: Final = re.compile(r"[^\W_]+")
_CHARACTERS: Final = re.compile(  # as in pipeline.texts.text
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+"
)
_HANGUL: Final = re.compile("[\uac00-\ud7a3]{3,}")
_HEAD: Final = struct.Struct("<BBHHQ")  # version, kind of terms, passages, terms, outlet
_VERSION: Final = 1
_LISTED, _PLAIN, _GRAMMED = range(3)


class Passage(NamedTuple):
    """A paragraph that may be a refrain."""

    paragraph: int  # which one of the text, from 0
    key: int  # 63 bits of outlet and letters: the same whatever the case, the marks and the spaces


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RefrainPrint:
    """What learning refrains needs of an article. The arrays are not to be written to."""

    article_id: str
    outlet: int  # hash of its name
    kind: int  # of terms: those of different kinds cannot be compared
    keys: U64  # of the passages, in order
    paragraphs: U32  # which ones they are
    terms: U32  # sorted, without doubles
    places: U64  # of each term: bit n for the nth passage, the highest bit for anywhere else

    @property
    def passages(self) -> list[Passage]:
        return list(map(Passage, self.paragraphs.tolist(), self.keys.tolist()))

    def to_bytes(self) -> bytes:
        """Head and arrays, little-endian."""
        head = _HEAD.pack(_VERSION, self.kind, len(self.keys), len(self.terms), self.outlet)
        arrays = (
            self.keys.astype("<u8"),
            self.places.astype("<u8"),
            self.terms.astype("<u4"),
            self.paragraphs.astype("<u4"),
        )
        return b"".join((head, *(array.tobytes() for array in arrays)))

    @classmethod
    def from_bytes(cls, article_id: str, data: bytes) -> "RefrainPrint":
        """The print that gave these bytes; ValueError when none did."""
        if len(data) < _HEAD.size or data[0] != _VERSION:
            raise ValueError(f"{article_id}: no refrain print of version {_VERSION}")
        _, kind, keys, terms, outlet = _HEAD.unpack_from(data)
        places = _HEAD.size + 8 * keys
        if len(data) != places + 12 * terms + 4 * keys:
            raise ValueError(f"{article_id}: a refrain print of {len(data)} bytes")
        return cls(
            article_id=article_id,
            outlet=outlet,
            kind=kind,
            keys=np.frombuffer(data, "<u8", keys, _HEAD.size),
            places=np.frombuffer(data, "<u8", terms, places),
            terms=np.frombuffer(data, "<u4", terms, places + 8 * terms),
            paragraphs=np.frombuffer(data, "<u4", keys, places + 12 * terms),
        )


def house(outlet: str | None, url: str | None, source: str) -> str:
    """Whose furniture an article may carry: its outlet's, else its host's, else that of the source it came from."""
    return comparable(" ".join((outlet or _host(url) or source).split()))


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def outlet_hash(name: str) -> int:
    """Of a name as `house` gives it."""
    return _hash63(name.encode("utf-8", "replace"))


def _hash63(data: bytes) -> int:
    """Positive in the signed integers of SQL."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little") >> 1


def passages(text: str, outlet: int) -> list[Passage]:
    """The paragraphs of a text that are neither too short nor too long, in order; `outlet`: its hash."""
    blocks = [text[start:end] for start, end in paragraphs(text)]
    return _passages(blocks, outlet)


def _passages(blocks: Sequence[str], outlet: int) -> list[Passage]:
    salt = outlet.to_bytes(8, "little")
    fit = (place for place, block in enumerate(blocks) if LEAST <= extent(block) <= MOST)
    return [
        Passage(place, _hash63(salt + _letters(blocks[place]).encode("utf-8", "replace")))
        for place in islice(fit, PASSAGES)
    ]


def _letters(block: str) -> str:
    return "".join(_LETTERS.findall(block)).casefold()


def extent(block: str) -> int:
    """Words; in a script without spaces there is one every two characters or so."""
    if block.isascii():
        return count_words(block)
    return count_words(block) - sum(map(len, _CHARACTERS.findall(block))) // 2


def refrain_print(article: Article, story: StoryPrint) -> RefrainPrint:
    """Of an article and its story print, whose terms it takes."""
    outlet = outlet_hash(house(article.outlet, article.url, article.source))
    blocks = [article.text[start:end] for start, end in paragraphs(article.text)]
    found = _passages(blocks, outlet)
    bits = np.full(len(blocks) + 2, _ELSEWHERE, np.uint64)  # of the title, the paragraphs, and what follows
    for number, one in enumerate(found[:_ELSEWHERE]):
        bits[one.paragraph + 1] = number
    kind = _kind(article.text, story)
    if kind == _GRAMMED:
        terms, places = _grams(blocks, bits)
    else:
        terms, places = _terms(story, [article.title or "", *blocks], bits)
    return RefrainPrint(
        article_id=article.article_id,
        outlet=outlet,
        kind=kind,
        keys=np.array([one.key for one in found], np.uint64),
        paragraphs=np.array([one.paragraph for one in found], np.uint32),
        terms=terms,
        places=places,
    )


def _kind(text: str, story: StoryPrint) -> int:
    if 2 * int((story.rarity == UNLISTED).sum()) <= len(story.rarity):
        return _LISTED
    unspaced = sum(map(len, _CHARACTERS.findall(text)))
    return _GRAMMED if 2 * unspaced > len(text) else _PLAIN


def _terms(story: StoryPrint, blocks: Sequence[str], bits: U64) -> tuple[U32, U64]:
    """The rarest terms of the title and the paragraphs, and where they stand."""
    ends = np.array(list(accumulate(map(_tokens, blocks))), np.int64)
    rare = story.rarity >= RARE
    block = np.searchsorted(ends, story.position[rare], side="right")
    return _rarest(story.term[rare], story.rarity[rare], np.uint64(1) << bits[block], TERMS)


def _tokens(block: str) -> int:
    """How many tokens (pipeline.texts.term) a title or a paragraph has: characters and Hangul come in overlapping pairs."""
    if block.isascii():
        return count_words(block)
    runs = sum(len(run) > 1 for run in _CHARACTERS.findall(block))
    return count_words(block) - runs + sum(len(word) - 2 for word in _HANGUL.findall(block))


def _rarest(terms: U32, rarity: NDArray[np.uint8], values: U64, most: int) -> tuple[U32, U64]:
    """So many of the rarest, the lowest of equals, sorted; with the union of each one's values."""
    distinct, first, which = np.unique(terms, return_index=True, return_inverse=True)
    places = np.zeros(len(distinct), np.uint64)
    np.bitwise_or.at(places, which, values)
    kept = np.sort(np.argsort(-rarity[first].astype(np.int64), kind="stable")[:most])
    return distinct[kept].astype(np.uint32), places[kept]


def _grams(blocks: Sequence[str], bits: U64) -> tuple[U32, U64]:
    """Where neither spaces nor a list tell the words: a sample of the sequences of letters, the same in any text."""
    terms: list[int] = []
    values: list[int] = []
    left = _READ
    for block, bit in zip(blocks, bits[1:].tolist(), strict=False):
        letters = _letters(block)[:left]
        left -= len(letters)
        hashes = (zlib.crc32(letters[at : at + _GRAM].encode()) for at in range(len(letters) - _GRAM + 1))
        kept = [value for value in hashes if value % _GRAMS == 0]
        terms += kept
        values += [1 << bit] * len(kept)
    flat = np.zeros(len(terms), np.uint8)
    return _rarest(np.array(terms, np.uint32), flat, np.array(values, np.uint64), _GRAM_TERMS)


def unrelated(one: RefrainPrint, other: RefrainPrint) -> bool:
    """Whether two articles share hardly any rarer terms outside the passages they share."""
    if one.kind != other.kind:
        return True  # other languages
    mine, theirs = _own(one, other), _own(other, one)
    least = min(len(mine), len(theirs))
    if least < FEW:
        return False
    limit = RELATED_UNLISTED if one.kind == _PLAIN else RELATED
    return len(mine & theirs) < limit * least


def _own(one: RefrainPrint, other: RefrainPrint) -> set[int]:
    """The terms that stand outside the shared passages too; for so few, plain sets take a tenth of numpy's time."""
    theirs = set(other.keys.tolist())
    shared = (bit for bit, key in enumerate(one.keys[:_ELSEWHERE].tolist()) if key in theirs)
    outside = ~sum(1 << bit for bit in shared)
    return {
        term for term, place in zip(one.terms.tolist(), one.places.tolist(), strict=True) if place & outside
    }


def echoes(one: RefrainPrint, other: RefrainPrint, key: int) -> tuple[int, int]:
    """How many rarer terms a passage has, and how many of them stand in the article outside all that the two share."""
    bit = one.keys.tolist().index(key)
    if bit >= _ELSEWHERE:
        return 0, 0
    own = _own(one, other)
    inside = [
        term for term, place in zip(one.terms.tolist(), one.places.tolist(), strict=True) if place >> bit & 1
    ]
    return len(inside), sum(term in own for term in inside)
