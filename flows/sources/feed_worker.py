"""The process that parses feeds: talks in frames over its pipes, dies when a feed costs too much.

Alone because feedparser 6.0.14 spends 16.8 s on a 40 kB author field and 10 s on a 208 kB tag, in a regex that nothing but a
signal stops. It gets no environment and cannot write a file.
"""

import io
import json
import re
import resource
import signal
import struct
import sys
from contextlib import suppress
from typing import IO, Any

import feedparser

from flows.sources.feed_cut import cut, ends_early, update_seconds, whole_entries
from flows.sources.feed_entry import clean, line, shaped
from flows.sources.feed_json import read_json
from flows.sources.feed_plain import read_plain

HEADER = struct.Struct(">I")  # the length of a frame
_LARGEST = 1 << 28  # bytes of a frame: 10 MB of entries come back as 60, in ASCII and twice
_OTHER_CHARSET = re.compile(r"charset\s*=\s*['\"]?(?!utf-?8\b)[a-z0-9]", re.IGNORECASE)
_CALLED_UTF8 = re.compile(
    rb"\s{0,99}<(?!\?xml)|\s{0,99}<\?xml(?![^>]{0,200}encoding)|\s{0,99}<\?xml[^>]{0,200}encoding\s*=\s*['\"]utf-?8['\"]",
    re.IGNORECASE,
)  # or nothing, which means the same
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?")


def read(body: bytes, url: str, content_type: str | None) -> dict[str, Any]:
    """The entries of a feed as plain values; a body that is no feed has no version."""
    if body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return read_json(body, url)
    headers = {"content-location": url}
    if content_type and content_type.isascii() and content_type.isprintable():
        headers["content-type"] = content_type
    broken_off = ends_early(body)
    short, capped = cut(_as_declared(whole_entries(body) if broken_off else body, content_type or ""))
    feed = read_plain(short, headers) or _read_any(short, headers)
    version = feed["version"]
    return {
        "version": version,
        "title": line(feed["title"], "title"),
        "problem": clean(str(feed["problem"] or ""))[:200] or None,
        "ttl": clean(str(feed["ttl"] or ""))[:20] or None,
        "update_seconds": update_seconds(body),
        "capped": capped,
        "broken_off": broken_off,
        "entries": [shaped(entry, atom=version.startswith("atom")) for entry in feed["entries"]],
    }


def _as_declared(body: bytes, content_type: str) -> bytes:
    """Of a feed that is called UTF-8 and is not the same words in UTF-8: feedparser would take them for Western ones."""
    if _is_utf8(body) or _OTHER_CHARSET.search(content_type) or not _CALLED_UTF8.match(body):
        return body
    from pipeline.texts.encoding import UndecodableError, decode  # noqa: PLC0415 - 60 ms that hardly a feed needs

    try:
        return decode(body).encode("utf-8", "replace")
    except UndecodableError:
        return body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_any(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """What feedparser makes of any feed, well-formed or not."""
    try:
        feed = _parse(body, headers)
    except (ValueError, OverflowError):
        # It stops at a reference to what is no character, as half an emoji.
        feed = _parse(_REFERENCE.sub(_legal, body), headers)
    return {
        "version": str(feed.get("version") or ""),
        "title": feed.feed.get("title"),
        "problem": feed.get("bozo_exception"),
        "ttl": feed.feed.get("ttl"),
        "entries": feed.entries,
    }


def _parse(body: bytes, headers: dict[str, str]) -> Any:
    # In a BytesIO: bytes that look like a path or an address would be opened.
    return feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _legal(reference: re.Match[bytes]) -> bytes:
    digits = reference.group(1)
    code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    legal = 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return reference.group() if legal else b"&#65533;"


def limit(memory: int) -> None:
    """Bind this process: address space in bytes, few files, none written, Ctrl-C left to the parent."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with suppress(ValueError, OSError):  # macOS takes no limit of the address space
            resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def take(stream: IO[bytes]) -> bytes | None:
    """The next frame, or None at the end."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (size,) = HEADER.unpack(head)
    frame = stream.read(size) if size <= _LARGEST else b""
    return frame if len(frame) == size else None


def serve(cpu_seconds: float) -> None:
    """Answer a request frame (JSON) and a body frame with a result frame (JSON), until the input ends."""
    while (request := take(sys.stdin.buffer)) is not None and (body := take(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its signal is left to kill us
        try:
            result = read(body, **json.loads(request))
        except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 (whatever a feed makes a parser raise)
            result = {"error": f"{type(error).__name__}: {clean(str(error))[:200]}"}
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = json.dumps(result).encode("ascii")
        sys.stdout.buffer.write(HEADER.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


def main() -> None:
    """Arguments: seconds of processor time a feed may cost, bytes of address space."""
    limit(int(sys.argv[-1]))
    serve(float(sys.argv[-2]))
