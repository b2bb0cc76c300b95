"""Files and folders: articles as text or HTML, JSON Lines, saved feeds; whatever is not read is refused by name."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flows.sources.entries import identified, to_document
from flows.sources.feed_parser import FeedParser, ParseError
from flows.sources.jsonl import LONGEST_LINE, Origin, read_lines
from pipeline.records import Document, Reason, Rejection

LARGEST_FILE = 10_000_000  # bytes, of all but JSON Lines
_CHUNK = 1 << 20
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
_FEEDS = {".xml", ".rss", ".atom", ".rdf"}
_WHAT_IS_READ = (
    "text (.txt, .md), HTML, JSON Lines (.jsonl, .jsonl.gz) and saved feeds (.xml, .rss, .atom) are"
)


class _FileError(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def read_path(path: Path, source: str, fetched_at: datetime) -> Iterator[Document | Rejection]:
    """The documents in a file, or in all files below a folder, in the byte order of their relative paths.

    Hidden files are skipped. Below a folder a link to a folder is refused, so no loop can form; what is neither file nor
    folder (a device, a pipe) is refused unopened.
    """
    with FeedParser() as parser:  # costs nothing until a feed is met
        for file, problem in _below(path):
            origin = Origin(uri=_uri(file), source=source, fetched_at=fetched_at)
            if problem:
                yield origin.rejection(problem.reason, problem.detail)
            else:
                yield from _read_file(file, origin, parser)


def _below(top: Path) -> Iterator[tuple[Path, _FileError | None]]:
    """Files to read, and what cannot be; a stack of folders, since names may be nested deeper than Python recurses."""
    if not _leads_to_folder(top):
        yield top, None
        return
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if path is not top and (path.is_symlink() or not _leads_to_folder(path)):
            yield path, _link_to_folder(path)
            continue
        try:
            with os.scandir(path) as entries:
                names = sorted(
                    (_order(entry) for entry in entries if not entry.name.startswith(".")), reverse=True
                )
        except OSError as error:
            yield path, _FileError(Reason.UNREADABLE, f"the folder cannot be listed: {_why(error)}")
            continue
        waiting += [path / os.fsdecode(name.removesuffix(b"/")) for name in names]


def _order(entry: os.DirEntry[str]) -> bytes:
    """Sorting siblings by this sorts whole relative paths: a folder's name ends where its slash is."""
    return os.fsencode(entry.name) + (b"/" if entry.is_dir(follow_symlinks=False) else b"")


def _link_to_folder(path: Path) -> _FileError | None:
    if _leads_to_folder(path):
        return _FileError(Reason.UNSUPPORTED, "a link to a folder is not followed: name the folder itself")
    return None


def _leads_to_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be entered; reading will say so
        return False


def _read_file(path: Path, origin: Origin, parser: FeedParser) -> Iterator[Document | Rejection]:
    try:
        yield from _items(path, origin, parser)
    except _FileError as error:
        yield origin.rejection(error.reason, error.detail)
    except OSError as error:
        yield origin.rejection(Reason.UNREADABLE, f"cannot be read: {_why(error)}")


def _items(path: Path, origin: Origin, parser: FeedParser) -> Iterator[Document | Rejection]:
    suffix = path.suffix.lower()
    if path.name.lower().endswith(_LINES):
        yield from _read_jsonl(path, origin)
    elif suffix in _MEDIA_TYPES:
        yield _article(path, _MEDIA_TYPES[suffix], origin)
    elif suffix in _FEEDS:
        yield from _feed(path, origin, parser)
    else:
        kind = ascii(suffix)[1:-1][:20]
        raise _FileError(Reason.UNSUPPORTED, f"a {kind} file is not read: {_WHAT_IS_READ}")


def _article(path: Path, media_type: str, origin: Origin) -> Document:
    return Document(
        uri=origin.uri,
        source=origin.source,
        media_type=media_type,
        content=_whole(path),
        fetched_at=origin.fetched_at,
    )


def _feed(path: Path, origin: Origin, parser: FeedParser) -> Iterator[Document | Rejection]:
    try:
        feed = parser.parse(_whole(path), url=origin.uri)
    except ParseError as error:
        raise _FileError(Reason.MALFORMED, str(error)) from error
    if not feed.version and not feed.entries:
        raise _FileError(Reason.UNSUPPORTED, f"XML that is no RSS or Atom feed: {_WHAT_IS_READ}")
    for one in identified(feed.entries, origin.uri):
        yield to_document(one, source=origin.source, outlet=feed.title, fetched_at=origin.fetched_at)


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
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


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


def _why(error: OSError) -> str:
    return _ADVICE.get(type(error)) or error.strerror or type(error).__name__


_ADVICE = {
    FileNotFoundError: "there is no such file; check the path",
    PermissionError: "permission denied; check who may read it",
}
