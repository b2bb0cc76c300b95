"""The story print of an article: everything that grouping needs to know of it, in about two kilobytes.

A name is a word that stands capitalised inside a sentence and never in lower case. Names are kept apart because they say
what an article is about rather than what happened: see pipeline.link.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Article
from pipeline.term import COMMON, UNLISTED, Term, Token, language_of, months, tokens, weekdays
from pipeline.text import words

TOKENS = 400  # of an article are read: what happened stands at the top, background below
DAY_TOKENS = 80  # the weekday of the event is named this early
SHORT = 16  # words: fewer are a headline; from 20 words on the form for texts is better (measured on texts cut short)
NAME, NUMBER, FIGURE = 1, 2, 4  # flags of a token; a figure is a number unlikely to be shared by chance

_READABLE = 48  # words kept for people, rarest first
_VERSION = 1
_HEADER = struct.Struct(
    "<BBHBBxxiiI"
)  # version, flags, tokens, days of the lead, days, seen, published, bytes of words
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
    readable: Mapping[int, str]  # term to word, for evidence

    def to_bytes(self) -> bytes:
        listed = "\n".join(f"{key:x} {word}" for key, word in self.readable.items()).encode(
            "utf-8", "replace"
        )
        published = _UNKNOWN if self.published_at is None else self.published_at
        header = _HEADER.pack(
            _VERSION, _SHORT_FLAG * self.short, len(self.term), self.lead_days, self.days, self.seen_at, published, len(listed)
        )  # fmt: skip
        arrays = (self.term.astype("<u4"), self.position.astype("<u2"), self.rarity, self.flags)
        return b"".join([header, *(array.tobytes() for array in arrays), listed])

    @classmethod
    def from_bytes(cls, article_id: str, data: bytes) -> "StoryPrint":
        """The print that gave these bytes; ValueError when no version we know did."""
        if len(data) < _HEADER.size or data[0] != _VERSION:
            raise ValueError(f"no story print of version {_VERSION}: {data[:1]!r}, {len(data)} bytes")
        _, flags, count, lead_days, days, seen, published, listed = _HEADER.unpack_from(data)
        if len(data) != _HEADER.size + 8 * count + listed:
            raise ValueError(f"a story print of {count} tokens has not {len(data)} bytes")
        at = _HEADER.size
        return cls(
            article_id=article_id,
            seen_at=seen,
            published_at=None if published == _UNKNOWN else published,
            short=bool(flags & _SHORT_FLAG),
            term=np.frombuffer(data, "<u4", count, at),
            position=np.frombuffer(data, "<u2", count, at + 4 * count),
            rarity=np.frombuffer(data, "u1", count, at + 6 * count),
            flags=np.frombuffer(data, "u1", count, at + 7 * count),
            lead_days=lead_days,
            days=days,
            readable=dict(_read(line) for line in data[at + 8 * count :].decode().splitlines()),
        )


def _read(line: str) -> tuple[int, str]:
    key, _, word = line.partition(" ")
    return int(key, 16), word


def story_print(article: Article) -> StoryPrint:
    """What grouping needs of an article: its first 400 tokens, title first."""
    text = article.text[: 40 * TOKENS]  # hostile text: a token of news is seldom longer
    language = language_of(article.language, f"{article.title or ''} {text}")
    head = list(islice(tokens(words(article.title or ""), language), TOKENS))
    body = list(islice(tokens(words(text), language), TOKENS - len(head)))
    names = _names(text, body, language)
    found = [*head, *body]
    kept = [
        (at, token.term, _flags(token.term, names))
        for at, token in enumerate(found)
        if token.term.rarity >= COMMON
    ]
    lead_days, days = _days(found, language)
    return StoryPrint(
        article_id=article.article_id,
        seen_at=_minutes(article.seen_at),
        published_at=None if article.published_at is None else _minutes(article.published_at),
        short=_extent(head) + _extent(body) < SHORT,
        term=np.array([term.id for _, term, _ in kept], "<u4"),
        position=np.array([at for at, _, _ in kept], "<u2"),
        rarity=np.array([min(term.rarity, 255) for _, term, _ in kept], "u1"),
        flags=np.array([flags for _, _, flags in kept], "u1"),
        lead_days=lead_days,
        days=days,
        readable=_readable(found),
    )


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
    inside = set()
    last = len(text)  # the first word opens
    for token in body:
        if (
            text[token.start].isupper()
            and last <= token.start
            and not _OPENING.search(text, last, token.start)
        ):
            inside.add(token.term.id)
        last = token.end
    return inside


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
    for at, token in enumerate(found):
        day = named.get(token.term.stem)
        if day is not None:
            everywhere |= 1 << day
            lead |= (1 << day) * (at < DAY_TOKENS)
    return lead, everywhere


def _readable(found: list[Token]) -> dict[int, str]:
    first = {token.term.id: token for token in reversed(found) if token.term.rarity >= COMMON}
    rarest = sorted(first.values(), key=lambda token: (-token.term.rarity, token.start, token.word))
    return dict(_entry(token) for token in rarest[:_READABLE])


def _entry(token: Token) -> tuple[int, str]:
    return token.term.id, "".join(token.word.split())[:40]
