"""What is in one record of a WARC archive: the page as its reader would have seen it, or why there is none."""

import io
import re
from dataclasses import dataclass

from fastwarc.warc import HeaderMap, WarcRecord, WarcRecordType

from flows.sources.decode import Body, DecodeError, TooLargeError
from flows.sources.media_type import READ, media_type
from pipeline.records import Reason

LARGEST_PAGE = 10_000_000  # bytes, with its encodings undone and before
_LONGEST_HEAD = 65_536  # bytes of an HTTP header
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,999})?\r?\n")
_UNPRINTABLE = re.compile(r"[^!-~]+")
_LONGEST_KIND = 60  # characters


class KindError(Exception):
    """A record of a kind that is not read; the text completes "records …"."""


class RecordError(Exception):
    """A record that should have been a page."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    media_type: str
    charset: str | None
    content: bytes


def read_page(record: WarcRecord) -> Page:
    """The page in a record of type response or resource.

    Raises:
        KindError: it holds something else.
        RecordError: its page is too large or broken.
    """
    if record.record_type == WarcRecordType.resource:
        kind, charset = _readable(record.headers.get("Content-Type") or "application/octet-stream")
        return Page(media_type=kind, charset=charset, content=_rest(record, b""))
    if record.record_type != WarcRecordType.response:
        raise KindError(f"of the WARC type {record.record_type}")
    if not record.is_http:
        raise KindError("of another protocol than HTTP")
    head, body = _head(record)
    if head.status_code != 200:
        raise KindError(
            f"with the status {head.status_code}" if head.status_code else "without an HTTP status"
        )
    kind, charset = _readable(head.get("Content-Type"))
    return Page(media_type=kind, charset=charset, content=_decoded(_rest(record, body), head))


def _head(record: WarcRecord) -> tuple[HeaderMap, bytes]:
    """The HTTP header, and what was read of the body."""
    start = record.reader.read(_LONGEST_HEAD)
    end = _HEAD_END.search(start)
    if end is None:
        raise KindError("without an HTTP header")
    head = HeaderMap("latin1")
    try:
        head.parse(io.BytesIO(_LINE_END.sub(b"\r\n", start[: end.end()])))
    except OSError as error:
        raise RecordError(Reason.MALFORMED, "its HTTP header has no end in 32 kB") from error
    return head, start[end.end() :]


def _readable(header: str | None) -> tuple[str, str | None]:
    declared, charset = media_type(header)
    if declared not in READ:
        raise KindError(f"of {_UNPRINTABLE.sub('?', declared)[:_LONGEST_KIND]}")
    return READ[declared], charset


def _rest(record: WarcRecord, body: bytes) -> bytes:
    if record.content_length > LARGEST_PAGE + _LONGEST_HEAD:
        raise RecordError(Reason.TOO_LARGE, f"{record.content_length:,} bytes")
    return body + record.reader.read(record.content_length)


def _decoded(body: bytes, head: HeaderMap) -> bytes:
    """The body with its encodings undone; archives exist (Common Crawl's first) whose crawler undid them, and left the header."""
    if "chunked" in (head.get("Transfer-Encoding") or "").lower():
        body = _joined(body)
    try:
        decoding = Body(head.get("Content-Encoding") or "", LARGEST_PAGE)
        decoding.feed(body)
        return decoding.finish()
    except DecodeError as error:
        if body.lstrip()[:1] != b"<" or len(body) > LARGEST_PAGE:
            raise RecordError(Reason.MALFORMED, str(error)) from error
        return body
    except TooLargeError as error:
        raise RecordError(Reason.TOO_LARGE, f"more than {LARGEST_PAGE:,} bytes when unpacked") from error


def _joined(body: bytes) -> bytes:
    """The chunks of a body as one (RFC 9112, 7.1); a body that is in none, as it is."""
    chunks: list[bytes] = []
    place = 0
    while size := _CHUNK.match(body, place):
        length = int(size.group(1), 16)
        if not length:
            return b"".join(chunks)
        if len(body) - size.end() < length:
            break
        chunks.append(body[size.end() : size.end() + length])
        place = size.end() + length
        place += len(gap.group()) if (gap := _LINE_END.match(body, place)) else 0
    if not chunks:
        return body
    raise RecordError(Reason.MALFORMED, "its chunks end early")
