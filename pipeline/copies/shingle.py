"""The copy print of an article: all that folding needs to know of it, in a few hundred bytes.

The text is cut into overlapping shingles, each hashed; winnowing (Schleimer, Wilkerson, Aiken: "Winnowing: local
algorithms for document fingerprinting", SIGMOD 2003) keeps the smallest hash of every window. The choice is local, so a
passage that two texts share gives both the same fingerprints wherever it stands, and no long passage goes unseen.
"""

import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Article
from pipeline.texts.text import Word, comparable, first_words, words

Hashes: TypeAlias = NDArray[np.uint32]
Places: TypeAlias = NDArray[np.int64]
# A slot is where a number or a name stands between plain words: hash of the words around it above hash of what fills it.
Slots: TypeAlias = NDArray[np.uint64]

# Five words hold for 0 % of independent reports at half the text (ECB+), and survive light editing; an unspaced script
# has a word every two characters or so.
SPACED_SHINGLE: Final = 5
UNSPACED_SHINGLE: Final = 10
# One fingerprint for about 4.5 words, and any shared passage of 12 words gives at least one.
WINDOW: Final = 8
# The slots of a kind that a print keeps, those of the smallest hashes: enough to tell two fillings of a template apart.
SLOTS: Final = 64
# Words of a text that are looked at: no report is so long, and it bounds time and memory.
LONGEST_TEXT: Final = 100_000

_VERSION: Final = 1
_HEAD: Final = struct.Struct("<BIQQIHHHH")
_WIDE: Final = np.dtype("<u8")
_NARROW: Final = np.dtype("<u4")
_ROLL: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, from splitmix64
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
# A word with a capital inside a sentence: a name, in any script that has case.
_INNER_WORD: Final = re.compile(r"(?<=[^\W_][ ,\u00a0])[^\W\d_]\w+|(?<=[,;] )[^\W\d_]\w+")
_MOST: Final = 0xFFFF
_LOW: Final = 0xFFFFFFFF


class BadPrintError(ValueError):
    """The stored bytes are no copy print of a version known here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CopyPrint:
    """What folding knows of an article. Arrays are sorted, without doubles, and not to be written to."""

    article_id: str
    words: int  # of the text, the title apart; at most LONGEST_TEXT
    body: int  # 64-bit hash of the text's words; 0: there are none
    title: int  # 64-bit hash of the title's words; 0: there are none
    outlet: int  # 32-bit hash of the outlet; 0: not known
    title_words: int
    fingerprints: Hashes  # of the text
    numbers: Slots  # at most SLOTS
    names: Slots  # at most SLOTS
    places: Places  # where in the text each fingerprint stands first; empty when read back: not stored

    def to_bytes(self) -> bytes:
        """A version byte, the scalars, then the three arrays, all little-endian."""
        sizes = (len(self.fingerprints), len(self.numbers), len(self.names))
        head = _HEAD.pack(_VERSION, self.words, self.body, self.title, self.outlet, self.title_words, *sizes)
        slots = (part.astype(_WIDE).tobytes() for part in (self.numbers, self.names))
        return b"".join((head, self.fingerprints.astype(_NARROW).tobytes(), *slots))

    @staticmethod
    def from_bytes(article_id: str, data: bytes) -> "CopyPrint":
        """The print that gave these bytes; BadPrintError when none did."""
        if len(data) < _HEAD.size or data[0] != _VERSION:
            raise BadPrintError(f"{article_id}: not a copy print of version {_VERSION}")
        _, count, body, title, outlet, title_words, narrow, numbers, names = _HEAD.unpack_from(data)
        size = _HEAD.size + 4 * narrow + 8 * (numbers + names)
        if len(data) != size:
            raise BadPrintError(f"{article_id}: a copy print of {len(data)} bytes, {size} expected")
        slots = np.frombuffer(data, _WIDE, offset=_HEAD.size + 4 * narrow)
        return CopyPrint(
            article_id=article_id,
            words=count,
            body=body,
            title=title,
            outlet=outlet,
            title_words=title_words,
            fingerprints=np.frombuffer(data, _NARROW, narrow, _HEAD.size),
            numbers=slots[:numbers],
            names=slots[numbers:],
            places=np.empty(0, np.int64),
        )


def copy_print(article: Article) -> CopyPrint:
    """The copy print of an article: the same for the same title, text and outlet, in any process."""
    found = first_words(article.text, LONGEST_TEXT)
    body = [word.text for word in found]
    title = [word.text for word in words(article.title or "")]
    numbers, names = _slots(found, _inner_capitals(article.text))
    hashes, places = _winnowed(body)
    return CopyPrint(
        article_id=article.article_id,
        words=len(body),
        body=_sequence_hash(body),
        title=_sequence_hash(title),
        outlet=_word_hash(comparable(article.outlet)) & _LOW if article.outlet else 0,
        title_words=min(len(title), _MOST),
        fingerprints=hashes,
        numbers=numbers,
        names=names,
        places=places,
    )


def fingerprints(text: list[str]) -> Hashes:
    """The winnowed shingle hashes of a text given as words in comparable form; at most 65,535, the smallest."""
    return _winnowed(text)[0]


def _winnowed(text: list[str]) -> tuple[Hashes, Places]:
    """The fingerprints, and the first window that each was chosen in."""
    hashes = shingles(text, shingle_size(text))
    if len(hashes) > WINDOW:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(axis=1)
    found, places = np.unique(hashes, return_index=True)
    return found[:_MOST], places[:_MOST]


def shingles(text: list[str], size: int) -> Hashes:
    """The hash of each shingle of so many words, in order of the text; empty when the text is shorter than one."""
    count = len(text) - size + 1
    if count < 1:
        return np.empty(0, _NARROW)
    values = np.fromiter(map(_word_hash, text), _WIDE, len(text))
    rolled = values[:count].copy()
    for place in range(1, size):
        rolled *= _ROLL  # wraps at 2**64, which is meant
        rolled ^= values[place : place + count]
    return (_mixed(rolled) >> np.uint64(32)).astype(_NARROW)


def shingle_size(text: list[str]) -> int:
    """Words a shingle: more where most words are single characters of an unspaced script."""
    single = sum(len(word) == 1 and word > "\u0dff" for word in text)
    return UNSPACED_SHINGLE if 2 * single > len(text) else SPACED_SHINGLE


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea, Flood 2014)."""
    for shift, factor in zip((30, 27), _MIX, strict=True):
        values = (values ^ (values >> np.uint64(shift))) * factor
    return values ^ (values >> np.uint64(31))


def _hash(text: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


_word_hash = lru_cache(maxsize=1 << 17)(_hash)


def _sequence_hash(text: list[str]) -> int:
    return _hash(" ".join(text)) if text else 0


def _inner_capitals(text: str) -> set[int]:
    """Where a capitalised word begins that does not begin a sentence."""
    return {match.start() for match in _INNER_WORD.finditer(text) if match.group()[0].isupper()}


def _slots(text: Sequence[Word], capitals: set[int]) -> tuple[Slots, Slots]:
    """Slots that hold a number, and slots that hold names alone."""
    plain: list[str] = []
    fillings: dict[int, list[str]] = {}
    for word in text:
        if word.text[0].isdigit() or word.start in capitals:
            fillings.setdefault(len(plain), []).append(word.text)
        else:
            plain.append(word.text)
    numbers, names = set[int](), set[int]()
    for place, filling in fillings.items():
        kind = numbers if any(word[0].isdigit() for word in filling) else names
        around = " ".join((*plain[max(0, place - 2) : place], "_", *plain[place : place + 2]))
        kind.add((_hash(around) & _LOW) << 32 | _hash(" ".join(filling)) & _LOW)
    return _smallest(numbers), _smallest(names)


def _smallest(slots: set[int]) -> Slots:
    return np.array(sorted(slots)[:SLOTS], _WIDE)
