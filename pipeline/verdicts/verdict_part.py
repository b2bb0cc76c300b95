"""Is the text only a part of the article: before a wall, or a teaser for it?"""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.cleaning.furniture import ends_sentence
from pipeline.texts.text import AnyOf
from pipeline.verdicts import verdict_words
from pipeline.verdicts.verdict_stand_in import Found
from pipeline.verdicts.verdict_text import Line, Phrases, Reading, folded, phrases, said

_WALL = phrases(verdict_words.WALL)
_OPENINGS = AnyOf(first for first, *_ in _WALL)
_MORE = phrases(verdict_words.MORE)
_MORE_PARTED = tuple(parts for parts in _MORE if len(parts) > 1)
_MORE_WHOLE = frozenset(parts[0] for parts in _MORE if len(parts) == 1)
_WALL_LINE = 250  # characters; a wall speaks in short lines
_LABEL = 120  # characters
_WALL_LINES = 30  # at most: offers list what they give
_PART_WORDS = 400  # a longer text before a wall counts as the article, unless it breaks off
_LEAD_WORDS = 150  # of a lead: with this none of 479 pages with its whole article was taken for one
_TEASER_WORDS = 100
_DECLARED_WORDS = 150  # a lower count is of a brief, or of something else
_LEAST_CHARS = (
    4  # of a word with its space in any language: who declares that many times the words counted characters
)
_PAID_TIERS = frozenset(
    {"locked", "premium", "paid", "subscriber", "subscribers", "plus", "paywall", "member"}
)
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))[\"'”’»)\]]{0,2}$")
_MARKS = " .,:;!?…。！？؟|[](){}<>→»›>*•·-–—_'\""
_LAST_PIECE = re.compile(r"[.!?…。！？؟\]\)»”\"]\s{0,3}[^.!?…。！？؟]{0,40}$")


def paywalled(reading: Reading) -> Found | None:
    """The rest is for those who pay or register: the text says so at its end, or the page does and the text is short."""
    wall = _wall_lines(reading.lines)
    own = reading.words - sum(len(line.text.split()) for line, _ in wall)
    before = [line for line in reading.lines if not wall or line.start < wall[0][0].start]
    cut = bool(before) and breaks_off(before[-1])
    if wall and (cut or own < _LEAD_WORDS or (own < _PART_WORDS and len(wall) >= 2)):
        return {
            "phrases": tuple(phrase for _, phrase in wall),
            "places": tuple((line.start, line.end) for line, _ in wall),
            "lines": tuple(line.text for line, _ in wall),
            "cut": cut,
        }
    return _page_wall(reading, cut=cut) if reading.words < _PART_WORDS else None


def wall(reading: Reading) -> tuple[str, ...]:
    """The lines at the end of a text that speak as a wall does, be the text the article or not."""
    return tuple(line.text for line, _ in _wall_lines(reading.lines))


@lru_cache(maxsize=1)  # two rules ask about the same text
def _wall_lines(lines: tuple[Line, ...]) -> tuple[tuple[Line, str], ...]:
    """The lines of a wall at the end of a text, in order; a paragraph of the article ends the search."""
    found: list[tuple[Line, str]] = []
    for line in reversed(lines[-_WALL_LINES:]) if _may_be_walled(lines[-_WALL_LINES:]) else ():
        spoken = _spoken(line) if len(line.text) <= _WALL_LINE else []
        if spoken and (len(spoken) >= 2 or not line.is_prose):
            found.append((line, spoken[0]))
        elif line.is_prose:
            break
    return tuple(found[::-1])


def _may_be_walled(lines: Sequence[Line]) -> bool:
    """Whether the lines from the last paragraph on, asked all at once, have any word of a wall; few texts do."""
    first = next((place for place in range(len(lines) - 1, -1, -1) if lines[place].is_prose), 0)
    plain = folded("\n".join(line.text for line in lines[first:] if len(line.text) <= _WALL_LINE))
    labels = (verdict_words.SUBSCRIBER, verdict_words.ONLY)
    return _OPENINGS.stands_in(plain) or all(any(word in plain for word in words) for words in labels)


def _spoken(line: Line) -> list[str]:
    """What a line says as a wall does; a label that names who may read, and nobody else, is one in any wording."""
    plain = line.plain
    if len(line.text) <= _LABEL and not ends_sentence(line.text):
        halves = (verdict_words.SUBSCRIBER, verdict_words.ONLY)
        named = [next((word for word in words if word in plain), None) for words in halves]
        if None not in named:
            return [" + ".join(map(str, named))]
    return list(said(_WALL, plain))


def _page_wall(reading: Reading, *, cut: bool) -> Found | None:
    signs = reading.signs
    declared = signs.free is False or signs.tier in _PAID_TIERS
    announced = _announced(reading)
    if announced:
        withheld = reading.words < 0.6 * announced
    elif declared and signs.gated is not None:
        withheld = signs.gated < 200
    else:
        withheld = cut or reading.words < _LEAD_WORDS
    may_speak = withheld and signs.free is not True  # of a free page, what stands elsewhere is about others
    spoken = next(said(_WALL, reading.page(longest=_WALL_LINE)), None) if may_speak else None
    if not withheld or not (declared or spoken):
        return None
    return {
        "free": signs.free,
        "tier": signs.tier,
        "phrases": (spoken,) if spoken else (),
        "gated": signs.gated,
        "cut": cut,
        "words": reading.words,
        "declared_words": signs.declared_words,
    }


def _announced(reading: Reading) -> int:
    """The words the page declares; 0 if it declares none, or for a text of some length so many that they are characters."""
    declared = reading.signs.declared_words or 0
    is_count = reading.words < _LEAD_WORDS or declared < _LEAST_CHARS * reading.words
    return declared if declared >= _DECLARED_WORDS and is_count else 0


def breaks_off(line: Line) -> bool:
    """Whether a paragraph stops in the middle."""
    return bool(_ELLIPSIS.search(line.text)) or (len(line.text) >= 60 and not ends_sentence(line.text))


def teaser(reading: Reading) -> Found | None:
    """A text that says itself, by its end or its length, that there is more."""
    if not reading.lines:
        return {"words": 0}
    last = reading.lines[-1]
    more = _more(last.plain)
    dots = bool(_ELLIPSIS.search(last.text))
    limit = _PART_WORDS if reading.is_summary else _TEASER_WORDS
    if (more or dots) and reading.words < limit:
        return {
            "more": more,
            "breaks_off": dots,
            "lines": (last.text,) if more and len(last.text) < 60 else (),
        }
    announced = _announced(reading)
    if announced and reading.words < 0.4 * announced:
        return {"words": reading.words, "declared_words": announced}
    return None


def _more(plain: str) -> str | None:
    """The phrase that sends the reader on, if the line ends with it."""
    ends = {_bare(plain), *(_bare(found[0]) for found in [_LAST_PIECE.search(plain)] if found)}
    if ends.isdisjoint(_MORE_WHOLE) and not any(first in plain for first, *_ in _MORE_PARTED):
        return None
    for first, *rest in _MORE:
        if not rest and first in ends:
            return first
        if rest and (found := next(said(Phrases([(first, *rest)]), plain), None)):
            return found
    return None


def _bare(text: str) -> str:
    """The words of a text, without marks and arrows around them."""
    return text.strip(_MARKS)
