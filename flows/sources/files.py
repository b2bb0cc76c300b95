"""Files and folders: articles as text or HTML, JSON Lines, WARC archives, saved feeds; the rest is refused by name."""

import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import orjson

from flows.sources.entries import identified, to_document
from flows.sources.feed_parser import FeedParser, ParseError
from flows.sources.jsonl import LONGEST_LINE, Origin, read_lines
from flows.sources.offer import broken_off
from flows.sources.walk import Found, why
from flows.sources.warc import read_warc
from pipeline.records import Document, Reason, Rejection

LARGEST_FILE = 10_000_000  # bytes, of all but JSON Lines and archives
_CHUNK = 1 << 20
_BUFFER = 1 << 15  # bytes
_MEDIA_TYPES = {
    "": "text/plain",  # what it holds is seen later
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
_LINES = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
_ARCHIVES = (".warc", ".warc.gz")
_FEEDS = {".xml", ".rss", ".atom", ".rdf"}
_JSON_FEED = "https://jsonfeed.org/version/"
_WHAT_IS_READ = (
    "text (.txt, .md), HTML, JSON Lines (.jsonl, .jsonl.gz), WARC archives (.warc, .warc.gz) and saved feeds "
    "(.xml, .rss, .atom, .json) are"
)
_OPML = "a list of feeds, not a feed: `wirewatch add FILE.opml` takes its feeds over"
_SITEMAP = 'a sitemap, which holds addresses only: declare it in sources.toml as `sitemap = "https://…"`'
_NO_FEEDS = {b"opml": _OPML, b"urlset": _SITEMAP, b"sitemapindex": _SITEMAP}
_NO_FEED_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(opml|urlset|sitemapindex)[\s>/]")
_HEAD = 2_000  # bytes in which the root of an XML file is looked for


class _FileError(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def read_found(
    found: Found, source: str, fetched_at: datetime, parser: FeedParser
) -> Iterator[Document | Rejection]:
    """What one file of a walk holds, or why it is not read; a file that could not be opened is `Reason.UNREADABLE`."""
    path = Path(found.path)
    # What is a link's own fault is told of the link.
    origin = Origin(
        uri=path.absolute().as_uri() if found.reason else _uri(path), source=source, fetched_at=fetched_at
    )
    if found.reason:
        yield origin.rejection(found.reason, found.problem)
        return
    try:
        yield from _items(path, origin, parser)
    except _FileError as error:
        yield origin.rejection(error.reason, error.detail)
    except OSError as error:
        yield origin.rejection(Reason.UNREADABLE, f"cannot be read: {why(error)}")


def _items(path: Path, origin: Origin, parser: FeedParser) -> Iterator[Document | Rejection]:
    suffix, name = path.suffix.lower(), path.name.lower()
    if suffix == ".json" and (feed := _json_feed(path)):
        yield from _feed(feed, origin, parser)
    elif name.endswith(_LINES):
        yield from _read_jsonl(path, origin)
    elif name.endswith(_ARCHIVES):
        with _opened(path) as file:
            yield from read_warc(file, origin)
    elif suffix in _MEDIA_TYPES:
        yield _article(path, _MEDIA_TYPES[suffix], origin)
    elif suffix in _FEEDS:
        yield from _feed(_whole(path), origin, parser)
    else:
        raise _FileError(Reason.UNSUPPORTED, _refused(suffix))


def _refused(suffix: str) -> str:
    return _OPML if suffix == ".opml" else f"a {ascii(suffix)[1:-1][:20]} file is not read: {_WHAT_IS_READ}"


def _article(path: Path, media_type: str, origin: Origin) -> Document:
    return Document(
        uri=origin.uri,
        source=origin.source,
        media_type=media_type,
        content=_whole(path),
        fetched_at=origin.fetched_at,
    )


def _feed(content: bytes, origin: Origin, parser: FeedParser) -> Iterator[Document | Rejection]:
    try:
        feed = parser.parse(content, url=origin.uri)
    except ParseError as error:
        raise _FileError(Reason.MALFORMED, str(error)) from error
    if not feed.version and not feed.entries:
        root = _NO_FEED_ROOT.search(content[:_HEAD])
        other = _NO_FEEDS[root.group(1)] if root else f"XML that is no RSS or Atom feed: {_WHAT_IS_READ}"
        raise _FileError(Reason.UNSUPPORTED, other)
    for one in identified(feed.entries, origin.uri):
        yield to_document(one, source=origin.source, outlet=feed.title, fetched_at=origin.fetched_at)
    if feed.broken_off:
        yield origin.rejection(Reason.MALFORMED, broken_off(len(feed.entries)))


def _json_feed(path: Path) -> bytes | None:
    """The file, if it is one JSON object and says to be a feed; JSON Lines are many."""
    with _opened(path) as file:
        content = file.read(LARGEST_FILE + 1)
    if _JSON_FEED.encode() not in content or len(content) > LARGEST_FILE:
        return None
    try:
        values = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None
    is_feed = isinstance(values, dict) and str(values.get("version")).startswith(_JSON_FEED)
    return content if is_feed else None


def _whole(path: Path) -> bytes:
    with _opened(path) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise _FileError(Reason.TOO_LARGE, f"more than {LARGEST_FILE:,} bytes")
    return content


def _opened(path: Path) -> io.BufferedReader:
    """A regular file, opened; a pipe in its place would block, so it is opened without waiting and looked at after."""
    if "\0" in str(path):
        raise _FileError(Reason.UNREADABLE, "no file has a NUL in its name")
    if not stat.S_ISREG(path.stat().st_mode):
        raise _FileError(Reason.UNSUPPORTED, "neither a file nor a folder (a device, a pipe or a socket)")
    raw = io.FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    return io.BufferedReader(raw, _BUFFER)


def _read_jsonl(path: Path, origin: Origin) -> Iterator[Document | Rejection]:
    with _opened(path) as file:
        lines = _Lines(gzip.GzipFile(fileobj=file) if path.suffix.lower() == ".gz" else file)
        try:
            _refuse_other_json(lines.stream.peek(512), path)
            yield from read_lines(lines, origin)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            what = "ends early" if isinstance(error, EOFError) else "is broken"
            yield origin.rejection(
                Reason.MALFORMED, f"the compressed data {what} here: the rest is not readable", lines.read + 1
            )


class _Lines:
    """The lines of a stream, None for one over the limit, and how many were read."""

    def __init__(self, stream: gzip.GzipFile | io.BufferedReader) -> None:
        self.stream = stream
        self.read = 0

    def __iter__(self) -> Iterator[bytes | None]:
        while line := self.stream.readline(LONGEST_LINE + 1):
            fits = len(line) <= LONGEST_LINE
            while not fits and line and not line.endswith(b"\n"):
                line = self.stream.readline(_CHUNK)
            self.read += 1
            yield line if fits else None


def _refuse_other_json(head: bytes, path: Path) -> None:
    """A file that is plainly something else is one refusal, not one a line."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _FileError(Reason.ENCODING, "UTF-16: JSON Lines are UTF-8, save the file so")
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.name.lower().endswith((".json", ".json.gz")) and (
        first[:1] == b"[" or first.partition(b"\n")[0].strip() == b"{"
    ):
        raise _FileError(Reason.UNSUPPORTED, "one JSON value over several lines: write one object a line")


def _uri(path: Path) -> str:
    """Percent-encoded, whatever bytes the name is made of; a link in a circle keeps its own name."""
    try:
        return path.resolve().as_uri()
    except (OSError, RuntimeError, ValueError):
        return path.absolute().as_uri()
