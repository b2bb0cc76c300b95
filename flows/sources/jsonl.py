"""JSON Lines: one object a line, one document or one rejection each, in a memory that does not grow with the file."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import orjson

from flows.sources.web import web_url
from pipeline.records import Document, Reason, Rejection, Stage

LONGEST_LINE = 10_000_000  # bytes
_BOM = b"\xef\xbb\xbf"
_TEXTS = ("uri", "url", "title", "text", "html", "outlet", "author", "language")
_LONGEST_URI = 2_000  # characters
_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class _LineError(Exception):
    """A line that is no document."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where lines come from: the file, the source's name, the time of reading."""

    uri: str
    source: str
    fetched_at: datetime

    def rejection(self, reason: Reason, detail: str, line: int | None = None) -> Rejection:
        return Rejection(
            uri=self.uri,
            source=self.source,
            stage=Stage.SOURCE,
            reason=reason,
            detail=detail,
            seen_at=self.fetched_at,
            line=line,
        )


def read_lines(lines: Iterable[bytes | None], origin: Origin) -> Iterator[Document | Rejection]:
    """A document or a rejection for every line that is not blank; None stands for a line over the limit."""
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_BOM) if line and number == 1 else line
        if content is None or content.strip():
            try:
                yield _document(_object(content), origin)
            except _LineError as error:
                yield origin.rejection(error.reason, error.detail, number)


def _object(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise _LineError(Reason.TOO_LARGE, f"a line of more than {LONGEST_LINE:,} bytes")
    try:
        values = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        values = _salvaged(line, error)
    if not isinstance(values, dict):
        raise _LineError(Reason.MALFORMED, f"a JSON {_KINDS[type(values)]}, not an object")
    return values


def _salvaged(line: bytes, error: orjson.JSONDecodeError) -> Any:
    """Half a surrogate pair, as cutting a text in UTF-16 leaves it, is no reason to lose the text."""
    try:
        if _HALF_PAIR.search(line):
            return json.loads(line)
    except (ValueError, RecursionError):
        pass
    detail = f"no JSON: {error.msg.partition(':')[0]} at column {error.colno}"
    raise _LineError(Reason.MALFORMED, detail) from error


_KINDS = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def _document(values: dict[str, Any], origin: Origin) -> Document:
    known = {key: _string(values, key) for key in _TEXTS}
    if not known["uri"]:
        raise _LineError(Reason.FIELD, "uri: a text that names the document is required")
    if len(known["uri"]) > _LONGEST_URI:
        raise _LineError(Reason.FIELD, f"uri: longer than {_LONGEST_URI:,} characters")
    if not (known["text"] or known["html"] or known["title"]):
        raise _LineError(Reason.FIELD, "text: one of text, html and title is required")
    published_at = _published(values.get("published_at"))
    return Document(
        uri=known["uri"],
        source=origin.source,
        media_type="text/plain" if known["text"] or not known["html"] else "text/html",
        content=known["text"] or known["html"] or "",
        fetched_at=origin.fetched_at,
        url=_url(known["url"]),
        title=known["title"],
        outlet=known["outlet"],
        author=known["author"],
        language=known["language"],
        published_at=published_at,
        published_from="import" if published_at else None,
    )


def _string(values: dict[str, Any], key: str) -> str | None:
    """The text under a key; None when it is absent, null or blank."""
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _LineError(Reason.FIELD, f"{key}: expected a text, not a {_KINDS.get(type(value), 'object')}")
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip() or None


def _url(text: str | None) -> str | None:
    url = web_url(text)
    if text and not url:
        raise _LineError(Reason.FIELD, "url: expected an http or https address")
    return url


def _published(value: Any) -> datetime | None:
    """ISO 8601; without a zone it is UTC, without a time midnight."""
    if value is None or value == "":
        return None
    expected = "published_at: expected ISO 8601, as 2026-11-22T09:30:00+01:00"
    if not isinstance(value, str):
        raise _LineError(Reason.FIELD, expected)
    try:
        text = value.strip()
        if _DATE.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # refuses what the calendar cannot hold
    except (ValueError, OverflowError) as error:
        raise _LineError(Reason.FIELD, expected) from error
    return moment
