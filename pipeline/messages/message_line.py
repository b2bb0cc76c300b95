"""Words from outside made safe for one line: a mail header, a terminal, a log; addresses that may be a link."""

import re
from typing import Final
from urllib.parse import urlsplit

from pipeline.texts.text import sentences

MAX_LINE: Final = 300  # characters of a title, outlet or clause
MAX_SENTENCE: Final = 400  # characters shown around a match
MAX_URL: Final = 2000
_NOT_IN_URL = re.compile(
    r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2000-\u206f\u3000\ufeff\ud800-\udfff]"
)  # RFC 3986, and what hides
_WINDOW = 1000  # characters searched on either side for the ends of the sentence: texts may be huge
# Controls (escape sequences, newlines) and lone surrogates, which no encoding takes.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Marks that reorder or hide text (Unicode TR 36); the joiners U+200C and U+200D stay: Persian and Hindi are written with them.
_HIDDEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def one_line(value: str, limit: int = MAX_LINE) -> str:
    """Safe in a mail header, a terminal and a log: one line without control or direction characters."""
    line = " ".join(_CONTROL.sub(" ", _HIDDEN.sub("", value[: 4 * limit])).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def safe_url(url: str | None) -> str | None:
    """An http or https address without spaces or controls, else None."""
    if not url or len(url) > MAX_URL or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def around(text: str, start: int, end: int) -> str:
    """The sentence that holds a span, on one line and cut to length around the span."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    window = text[low:high]
    spans = [span for span in sentences(window) if span.start < end - low and span.end > start - low]
    first, last = (low + spans[0].start, low + spans[-1].end) if spans else (start, end)
    spare = max(0, MAX_SENTENCE - (end - start)) // 2
    left, right = _whole_words(text, max(first, start - spare), min(last, end + spare), start, end)
    cut = one_line(text[left:right], MAX_SENTENCE)
    return f"{'…' if left > first else ''}{cut}{'…' if right < last else ''}"


def _whole_words(text: str, left: int, right: int, start: int, end: int) -> tuple[int, int]:
    """Ends drawn in to the next space, never into the span; where a script has none they stay."""
    if left and not text[left - 1].isspace():
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else left
    if right < len(text) and not text[right].isspace():
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return left, right


def line_or_none(value: str | None, limit: int = MAX_LINE) -> str | None:
    return one_line(value, limit) or None if value else None
