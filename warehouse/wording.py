"""Values as a person reads them: one clean line, a time, a count in words, evidence of any shape.

Every string that comes from outside passes through here before it meets the template, which escapes it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from pipeline.messages.message_line import one_line
from pipeline.records import Json

MAX_TITLE = 200  # characters: the longest headlines of real outlets stay whole
FIRST_WORDS = 90  # of the text, where there is no title; as in the view stories
MAX_LEAD = 220
MAX_CLAUSE = 2000  # of a query: they grow long, and are shown whole on demand
_MAX_ITEMS = 12  # of a list inside evidence
_MAX_DEPTH = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")  # BCP 47, as far as feeds use it
# strftime would follow the process's locale
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def split_words(text: str, limit: int) -> tuple[str, str]:
    """The first words of a text on one line, at most `limit` characters, and what follows them."""
    line = one_line(text, 4 * limit)
    if len(line) <= limit:
        return line, ""
    space = line.rfind(" ", limit // 2, limit + 1)
    cut = space if space > 0 else limit  # scripts without spaces are cut anywhere
    return line[:cut].rstrip() + "…", "…" + line[cut:].lstrip()


def shorten(text: str, limit: int = MAX_TITLE) -> str:
    return split_words(text, limit)[0]


def line_or_none(value: str | None, limit: int = MAX_TITLE) -> str | None:
    """A field on one line; None also when nothing readable is in it."""
    return shorten(value, limit) or None if value else None


def language(code: str | None) -> str | None:
    """A code that may stand in a lang attribute; None for the page's own English."""
    known = code and _LANGUAGE.fullmatch(code) and code != "en"
    return code if known else None


def counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def extent(articles: int, reports: int) -> str:
    """How large a story is: articles, and how many of them are independent reports."""
    if articles == reports:
        return counted(articles, "report") + {1: "", 2: ", both independent"}.get(
            articles, ", all independent"
        )
    return f"{counted(articles, 'article')}, {counted(reports, 'independent report')}"


def day(value: date, now: datetime) -> str:
    year = "" if value.year == now.year else f" {value.year}"
    return f"{value.day} {_MONTHS[value.month - 1][:3]}{year}"


def long_day(value: date) -> str:
    return f"{_DAYS[value.weekday()]}, {value.day} {_MONTHS[value.month - 1]} {value.year}"


def clock(moment: datetime, now: datetime) -> str:
    """Day and minute in UTC; the year only when it is not the current one."""
    moment = moment.astimezone(UTC)
    return f"{day(moment.date(), now)} {moment:%H:%M}"


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def evidence_lines(evidence: Json, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Evidence of any shape as label and value; article ids become names where known, empty values go."""
    if not isinstance(evidence, Mapping):
        return []
    plainest = sorted(evidence.items(), key=lambda pair: _rank(pair[1]))
    lines = [(_label(key), readable(value, names)) for key, value in plainest]
    return [(label, value) for label, value in lines if value]


def _rank(value: Json) -> int:
    """Names and words before numbers, and tables of numbers last."""
    return 2 if isinstance(value, Mapping) else int(not isinstance(value, str | list | tuple))


def readable(value: Json, names: Mapping[str, str], depth: int = 0) -> str:
    """One line for any JSON value."""
    if value is None or depth > _MAX_DEPTH:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{round(value, 9) or 0.0:.3g}"  # never -0
    if isinstance(value, str):
        return names.get(value) or shorten(value)
    if isinstance(value, Mapping):
        plainest = sorted(value.items(), key=lambda pair: _rank(pair[1]))
        pairs = [f"{_label(key)} {readable(inner, names, depth + 1)}" for key, inner in plainest]
        return f"({_listed(pairs, ', ')})" if depth else _listed(pairs, ", ")
    return _listed([readable(inner, names, depth + 1) for inner in value], " " if depth else ", ")


def _listed(parts: list[str], separator: str) -> str:
    rest = len(parts) - _MAX_ITEMS
    return separator.join(parts[:_MAX_ITEMS]) + (f" and {rest} more" if rest > 0 else "")


def _label(key: str) -> str:
    return shorten(str(key).replace("_", " "), 40)
