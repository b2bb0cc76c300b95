"""How a page of text is set for a terminal of 80 columns: labels, wrapped lines, short forms."""

from collections.abc import Sequence
from datetime import datetime
from textwrap import wrap

from flows.cli.output import shown

WIDTH = 79
LABEL = 11
_WORDS = 8  # listed at most
_LONGEST = 160  # characters of a text


def wrapped(text: str) -> list[str]:
    """Lines that fit beside the label; from the second on set in."""
    return wrap(text, WIDTH - LABEL, subsequent_indent="  ", break_on_hyphens=False) or [""]


def listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _WORDS} more" if len(words) > _WORDS else ""
    return ", ".join(map(shown, words[:_WORDS])) + more


def number(count: int, one: str) -> str:
    return f"{count:,} {one}{'s' * (count != 1)}"


def cut(text: str, most: int = _LONGEST) -> str:
    """Ended at a word; no control characters from outside."""
    text = shown(text)
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def quoted(text: str) -> str:
    return f"“{cut(text)}”"


def score(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"  # never -0.00


def time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
