"""The story print of an article: everything that grouping needs to know of it, in about two kilobytes.

A name is a word that stands capitalised inside a sentence and never in lower case. Names are kept apart because they say
what an article is about rather than what happened: see pipeline.stories.link. What another language shares is kept beside the
terms: see pipeline.stories.bridge.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Article
from pipeline.stories.bridge import keys
from pipeline.texts.term import COMMON, UNLISTED, Term, Token, language_of, months, tokens, tongue, weekdays
from pipeline.texts.text import first_words

TOKENS = 400  # of an article are read: what happened stands at the top, background below
DAY_TOKENS = 80  # the weekday of the event is named this early
SHORT = 28  # words: fewer are compared as a headline (16 to 40 were tried where half of all is cut short)
NAME, NUMBER, FIGURE = 1, 2, 4  # flags of a token; a figure is a number unlikely to be shared by chance

_READABLE = 48  # words kept for people, rarest first
_READABLE_KEYS = 12  # the same of what other languages share
_VERSION = 2
_SINGLE = 1  # the version that knew no other language; such prints are still in warehouses
# version, flags, tokens, days of the lead, days, keys, bytes of the tongue, seen, published, bytes of words; of a print of
# the first version the place of keys and tongue is empty
_HEADER = struct.Struct("<BBHBBBBiiI")
_UNKNOWN = -(1 << 31)  # no time of publication
_SHORT_FLAG = 1
# Where capitals say nothing (German nouns, scripts without case, headlines), a word this rare counts as a name: 8 nat.
_NAMELIKE = 128
_OPENING = re.compile(r"[.!?:\n\u2026\"\u201c\u201d\u201e\u00ab\u2022-]")
_CAPITALISED_NOUNS = frozenset({"de", "lb"})

U32: TypeAlias = NDArray[np.uint32]
U16: TypeAlias = NDArray[np.uint16]
U8: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoryPrint:
    """Terms in order of the text, common words left out, with what stories are told apart by."""

    article_id: str
    seen_at: int  # minutes since 1970, UTC
    published_at: int | None  # the same, when known
    short: bool  # a headline, or little more
    term: U32
    rarity: U8  # sixteenths of a nat
    position: U16  # which token of the article
    flags: U8
    lead_days: int  # weekdays named in the lead, one bit a day, Monday lowest
    days: int  # weekdays named anywhere in what was read
    readable: Mapping[int, str]  # term, or key, to word, for evidence
    tongue: str = (
        ""  # the language, those that are taken for one another made one; empty where that is not known
    )
    key: U32 = field(
        default_factory=lambda: np.zeros(0, np.uint32)
    )  # what other languages share: pipeline.stories.bridge
    key_weight: U8 = field(default_factory=lambda: np.zeros(0, np.uint8))

    def to_bytes(self) -> bytes:
        listed = "\n".join(f"{key:x} {word}" for key, word in self.readable.items()).encode(
            "utf-8", "replace"
        )
        tongue = self.tongue.encode("utf-8", "replace")
        published = _UNKNOWN if self.published_at is None else self.published_at
        header = _HEADER.pack(
            _VERSION, _SHORT_FLAG * self.short, len(self.term), self.lead_days, self.days, len(self.key), len(tongue),
            self.seen_at, published, len(listed),
        )  # fmt: skip
        arrays = (self.term.astype("<u4"), self.position.astype("<u2"), self.rarity, self.flags)
        keys = (self.key.astype("<u4"), self.key_weight)
        return b"".join([header, *(array.tobytes() for array in (*arrays, *keys)), tongue, listed])

    @classmethod
    def from_bytes(cls, article_id: str, data: bytes) -> "StoryPrint":
        """The print that gave these bytes; ValueError when no version we know did."""
        if len(data) < _HEADER.size or data[0] not in {_SINGLE, _VERSION}:
            raise ValueError(
                f"no story print of version {_SINGLE} or {_VERSION}: {data[:1]!r}, {len(data)} bytes"
            )
        _, flags, count, lead_days, days, keys, spoken, seen, published, listed = _HEADER.unpack_from(data)
        if len(data) != _HEADER.size + 8 * count + 5 * keys + spoken + listed:
            raise ValueError(f"a story print of {count} tokens has not {len(data)} bytes")
        at = _HEADER.size
        beside = at + 8 * count
        said = beside + 5 * keys
        readable = dict(_read(line) for line in data[said + spoken :].decode().splitlines())
        short = bool(flags & _SHORT_FLAG)
        return cls(
            article_id=article_id,
            seen_at=seen,
            published_at=None if published == _UNKNOWN else published,
            short=short,
            term=np.frombuffer(data, "<u4", count, at),
            position=np.frombuffer(data, "<u2", count, at + 4 * count),
            rarity=np.frombuffer(data, "u1", count, at + 6 * count),
            flags=np.frombuffer(data, "u1", count, at + 7 * count),
            lead_days=lead_days,
            days=days,
            readable=readable,
            tongue=data[said : said + spoken].decode() if data[0] == _VERSION else _guessed(readable),
            key=np.frombuffer(data, "<u4", keys, beside),
            key_weight=np.frombuffer(data, "u1", keys, beside + 4 * keys),
        )


def is_short(data: bytes) -> bool:
    """Whether a print's bytes are of a headline."""
    return bool(_HEADER.unpack_from(data)[1] & _SHORT_FLAG)


def wordless(data: bytes) -> bytes:
    """A print's bytes without the words for people, of which only the first version needs any."""
    version, *others, listed = _HEADER.unpack_from(data)
    if version == _SINGLE or not listed:
        return data
    return _HEADER.pack(version, *others, 0) + data[_HEADER.size : len(data) - listed]


def _read(line: str) -> tuple[int, str]:
    key, _, word = line.partition(" ")
    return int(key, 16), word


def story_print(article: Article) -> StoryPrint:
    """What grouping needs of an article: its first 400 tokens, title first."""
    title = article.title or ""
    text = article.text[: 40 * TOKENS]  # hostile text: a token of news is seldom longer
    language = language_of(article.language, f"{title} {text}")
    title_words, text_words = (first_words(part, TOKENS) for part in (title, text))
    head = list(islice(tokens(title_words, language), TOKENS))
    body = list(islice(tokens(text_words, language), TOKENS - len(head)))
    names = _names(text, body, language)
    found = [*head, *body]
    kept = [
        (at, token.term, _flags(token.term, names))
        for at, token in enumerate(found)
        if token.term.rarity >= COMMON
    ]
    lead_days, days = _days(found, language)
    short = _extent(head) + _extent(body) < SHORT
    shared = [] if short else keys([(title, title_words), (text, text_words)], found, names, language)
    return StoryPrint(
        article_id=article.article_id,
        seen_at=_minutes(article.seen_at),
        published_at=None if article.published_at is None else _minutes(article.published_at),
        short=short,
        term=np.array([term.id for _, term, _ in kept], "<u4"),
        position=np.array([at for at, _, _ in kept], "<u2"),
        rarity=np.array([min(term.rarity, 255) for _, term, _ in kept], "u1"),
        flags=np.array([flags for _, _, flags in kept], "u1"),
        lead_days=lead_days,
        days=days,
        readable=_readable(found)
        | {key.id: "".join(key.word.split())[:40] for key in shared[:_READABLE_KEYS]},
        tongue=tongue(language),
        key=np.array([key.id for key in shared], "<u4"),
        key_weight=np.array([key.weight for key in shared], "u1"),
    )


def _guessed(readable: Mapping[int, str]) -> str:
    """What a print of the first version is written in: by its script."""
    return tongue(language_of(None, " ".join(readable.values())))


def _minutes(moment: datetime) -> int:
    """Minutes since 1970, kept within four bytes whatever a page claims."""
    minutes = (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(minutes=1)
    return max(_UNKNOWN + 1, min(minutes, (1 << 31) - 1))


def _names(text: str, body: list[Token], language: str) -> frozenset[int]:
    """Terms that are names; where capitals do not tell, the rare words."""
    inside = _capitalised_inside(text, body)
    lower = [token.term.id for token in body if not text[token.start].isupper()]
    if not inside or 2 * len(lower) < len(body):  # a script without case, all capitals, none
        return frozenset(token.term.id for token in body if _namelike(token))
    if language in _CAPITALISED_NOUNS:
        return frozenset(token.term.id for token in body if _namelike(token) and token.term.id in inside)
    days_and_months = weekdays(language).keys() | months(language)
    calendar = {token.term.id for token in body if token.term.stem in days_and_months}
    return frozenset(inside.difference(lower, calendar))


def _namelike(token: Token) -> bool:
    if token.term.rarity == UNLISTED:  # rarity does not tell either: a fixed third of the terms stands in
        return token.term.id % 3 == 0
    return token.term.rarity >= _NAMELIKE and not token.term.number


def _capitalised_inside(text: str, body: list[Token]) -> set[int]:
    """Terms seen with a capital where no sentence, quotation or list item opens."""
    before = [len(text), *(token.end for token in body)]  # the first word opens
    return {
        token.term.id
        for token, last in zip(body, before, strict=False)
        if text[token.start].isupper()
        and last <= token.start
        and not _OPENING.search(text, last, token.start)
    }


def _extent(found: list[Token]) -> int:
    """How many words a text has, overlapping pairs of characters counted once."""
    words_so_far = last = 0
    for token in found:
        if token.start >= last:
            words_so_far, last = words_so_far + 1, token.end
    return words_so_far


def _flags(term: Term, names: frozenset[int]) -> int:
    return NAME * (term.id in names) + NUMBER * (term.number > 0) + FIGURE * (term.number > 1)


def _days(found: list[Token], language: str) -> tuple[int, int]:
    named = weekdays(language)
    lead = everywhere = 0
    for at in [at for at, token in enumerate(found) if token.term.stem in named]:
        day = 1 << named[found[at].term.stem]
        everywhere |= day
        lead |= day * (at < DAY_TOKENS)
    return lead, everywhere


def _readable(found: list[Token]) -> dict[int, str]:
    first = {token.term.id: token for token in reversed(found) if token.term.rarity >= COMMON}
    rarest = sorted([(-one.term.rarity, one.start, one.word, one.term.id) for one in first.values()])
    return {key: "".join(word.split())[:40] for _, _, word, key in rarest[:_READABLE]}
