"""Passages between quotation marks, paragraph by paragraph; one pass over the marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.texts.text import Span, paragraphs

_CLOSERS: Final = {
    "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u00bb": "\u00ab", "\u300c": "\u300d", "\u300e": "\u300f",
    '"': '"', "\u201d": "\u201d", "\u2018": "\u2019", "'": "'",
}  # fmt: skip
_MARK: Final = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f\"\u2018\u2019']")
_SINGLE: Final = frozenset("\u2018\u2019'")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two marks; a quotation of several paragraphs has a piece in each."""

    opened: int  # place of the opening mark
    start: int
    end: int
    closed: int  # behind the closing mark
    continues: bool  # the quotation of the paragraph before


def pieces(text: str) -> Iterator[Piece]:
    """Marked passages, paragraph by paragraph; a quotation left open must be opened again by the next paragraph."""
    left_open: Piece | None = None
    for block in paragraphs(text):
        found = _in_paragraph(text, block)
        if left_open is not None and found and found[0].opened == block.start:
            yield left_open
            found[0] = replace(found[0], continues=True)
        left_open = found.pop() if found and found[-1].closed > block.end else None
        yield from found


def _in_paragraph(text: str, block: Span) -> list[Piece]:
    """The passages of a paragraph; the last one is closed behind the end when its mark is missing."""
    found, opened, closers = list[Piece](), -1, ""
    for match in _MARK.finditer(text, block.start, block.end):
        mark, place = match.group(), match.start()
        if opened < 0:
            if _opens(text, place, mark):
                opened, closers = place, _CLOSERS[mark]
        elif mark in closers and _closes(text, place, mark):
            found.append(_piece(text, opened, place, place + 1))
            opened = -1
    if opened >= 0 and text[opened] not in _SINGLE:
        found.append(_piece(text, opened, block.end, block.end + 1))
    return found


def _piece(text: str, opened: int, end: int, closed: int) -> Piece:
    inside = text[opened + 1 : end]
    start = opened + 1 + len(inside) - len(inside.lstrip())
    return Piece(
        opened,
        start,
        max(start, opened + 1 + len(inside.rstrip().rstrip(",;").rstrip())),
        closed,
        continues=False,
    )


def _opens(text: str, place: int, mark: str) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (
        mark in _CLOSERS
        and (mark == "\u00ab" or not after.isspace())  # French sets a space inside
        and (not before or not before.isalnum() or not before.isascii())
    )


def _closes(text: str, place: int, mark: str) -> bool:
    before, after = text[place - 1], text[place + 1 : place + 2]
    if mark == "'":  # an apostrophe unless the sentence is marked inside
        return before in ",.!?\u2026" and not after.isalnum()
    return not after.isalnum() if mark in _SINGLE else True
