"""The process that parses feeds: started by path, talks in frames over its pipes, dies when a feed costs too much.

Alone because feedparser 6.0.14 spends 16.8 s on a 40 kB author field and 10 s on a 208 kB tag, in a regex that nothing but a
signal stops. It imports nothing of ours, gets no environment, and cannot write a file.
"""

import calendar
import html
import io
import json
import re
import resource
import signal
import struct
import sys
from contextlib import suppress
from datetime import datetime
from typing import IO, Any
from urllib.parse import urljoin

import feedparser
import nh3

HEADER = struct.Struct(">I")  # the length of a frame
_LONGEST = {"title": 1_000, "author": 300, "id": 2_000, "link": 2_000, "source": 300}  # characters
_BLOCK_TAGS = {
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "pre",
}
_TAGS = nh3.ALLOWED_TAGS - {"article"}  # a piece of a page must not look like a page
_BREAK = re.compile(r"<br>")
_BLOCK = re.compile(r"<[^<>]*>")  # on nh3's output only, where every other < is an entity
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GAP = re.compile(r"\n{2,}")
_SCHEMES = {"http", "https"}


def read(body: bytes, url: str, content_type: str | None) -> dict[str, Any]:
    """The entries of a feed as plain values; a body that is no feed has no version."""
    if body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _read_json(body, url)
    headers = {"content-location": url}
    if content_type and content_type.isascii() and content_type.isprintable():
        headers["content-type"] = content_type
    try:
        feed = _parse(body, headers)
    except (
        ValueError,
        OverflowError,
    ):  # feedparser stops at a reference to what is no character, as half an emoji
        feed = _parse(_REFERENCE.sub(_legal, body), headers)
    version = str(feed.get("version") or "")
    return {
        "version": version,
        "title": _line(feed.feed.get("title"), "title"),
        "problem": _clean(str(feed.get("bozo_exception") or ""))[:200] or None,
        "ttl": _clean(str(feed.feed.get("ttl") or ""))[:20] or None,
        "entries": [_entry(entry, atom=version.startswith("atom")) for entry in feed.entries],
    }


def _read_json(body: bytes, url: str) -> dict[str, Any]:
    """A JSON Feed (jsonfeed.org/version/1.1), which feedparser 6 does not read."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return {"version": "", "title": None, "problem": str(error)[:200], "ttl": None, "entries": []}
    known = str(feed.get("version")).startswith("https://jsonfeed.org/version/")
    items = feed.get("items")
    return {
        "version": "json" if known else "",
        "title": _line(html.escape(str(feed.get("title") or "")), "title"),
        "problem": None,
        "ttl": None,
        "entries": [
            _entry(_as_entry(item, url), atom=True)
            for item in (items if known and isinstance(items, list) else [])
            if isinstance(item, dict)
        ],
    }


def _as_entry(item: dict[str, Any], url: str) -> Any:
    """An item of a JSON Feed under the names feedparser gives; what is no text counts for nothing."""
    texts = {key: value for key, value in item.items() if isinstance(value, str)}
    authors = item.get("authors") or [item.get("author")]
    author = authors[0] if isinstance(authors, list) else None
    kinds = (("content_html", "text/html"), ("content_text", "text/plain"))
    identity = item.get("id")
    return feedparser.FeedParserDict(
        id=str(identity) if isinstance(identity, str | int | float) else None,
        link=_joined(url, texts.get("url")),
        title=texts.get("title"),
        title_detail={"type": "text/plain"},
        author=author.get("name") if isinstance(author, dict) else None,
        content=[{"type": kind, "value": texts[key]} for key, kind in kinds if texts.get(key)][:1],
        summary=texts.get("summary"),
        summary_detail={"type": "text/plain", "value": texts.get("summary")},
        published_parsed=_moment(texts.get("date_published")),
        updated_parsed=_moment(texts.get("date_modified")),
    )


def _joined(base: str, link: str | None) -> str | None:
    try:
        return urljoin(base, link) if link else None
    except ValueError:
        return None


def _moment(text: str | None) -> Any:
    try:
        return datetime.fromisoformat(text).utctimetuple() if text else None
    except (ValueError, OverflowError):
        return None


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


def _entry(entry: Any, *, atom: bool) -> dict[str, Any]:
    content, content_from = _content(entry)
    markup = content.get("type") != "text/plain"
    value = _clean(content.get("value") or "")
    return {
        "id": _clean(entry.get("id") or "").strip()[: _LONGEST["id"]] or None,
        "link": _clean(entry.get("link") or "").strip()[: _LONGEST["link"] + 1] or None,
        "title": _title(entry, atom=atom),
        "author": _line(entry.get("author"), "author"),
        "outlet": _line((entry.get("source") or {}).get("title"), "source"),
        "html": nh3.clean(value, tags=_TAGS, url_schemes=_SCHEMES, link_rel=None)
        if markup and value
        else None,
        "text": _plain(value) if markup else value.strip(),
        "content_from": content_from,
        "published": _seconds(dict.get(entry, "published_parsed")),
        "updated": _seconds(dict.get(entry, "updated_parsed")),
    }


def _content(entry: Any) -> tuple[dict[str, Any], str | None]:
    """The longest content, else the summary; feedparser copies a lone content into the summary."""
    contents = [
        one for one in entry.get("content") or [] if (one.get("value") or "").strip() and _is_text(one)
    ]
    if contents:
        return max(contents, key=lambda one: len(one["value"])), "content"
    if entry.get("summary"):
        return entry.get("summary_detail") or {"value": entry["summary"]}, "summary"
    return {}, None


def _is_text(content: Any) -> bool:
    kind = str(content.get("type") or "text/html")
    return kind.startswith("text/") or "html" in kind or kind.endswith("xml")


def _title(entry: Any, *, atom: bool) -> str | None:
    """One line of plain text. Only Atom's word that a title is no markup is worth something."""
    title = entry.get("title")
    if title and atom and (entry.get("title_detail") or {}).get("type") == "text/plain":
        title = html.escape(html.unescape(title))  # escaped twice is a mistake, never a headline
    return _line(title, "title")


def _line(markup: Any, kind: str) -> str | None:
    if not isinstance(markup, str):
        return None
    text = html.unescape(nh3.clean(_clean(markup), tags=set()))
    return " ".join(text.split())[: _LONGEST[kind]] or None


def _plain(markup: str) -> str:
    """The words of some markup, one paragraph a block, parted by empty lines."""
    simple = nh3.clean(markup, tags=_BLOCK_TAGS, attributes={})
    text = html.unescape(_BLOCK.sub("\n\n", _BREAK.sub("\n", simple.replace("\n", " "))))
    return _GAP.sub("\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def _clean(text: str) -> str:
    """Without control characters and lone surrogates, which no store takes."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))


def _seconds(moment: Any) -> int | None:
    """Seconds since 1970 UTC of feedparser's struct_time."""
    try:
        return calendar.timegm(moment) if moment else None
    except (ValueError, OverflowError, TypeError):
        return None


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
    frame = stream.read(size)
    return frame if len(frame) == size else None


def serve(cpu_seconds: float) -> None:
    """Answer a request frame (JSON) and a body frame with a result frame (JSON), until the input ends."""
    while (request := take(sys.stdin.buffer)) is not None and (body := take(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its signal is left to kill us
        try:
            result = read(body, **json.loads(request))
        except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 (whatever a feed makes a parser raise)
            result = {"error": f"{type(error).__name__}: {_clean(str(error))[:200]}"}
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = json.dumps(result).encode("ascii")
        sys.stdout.buffer.write(HEADER.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    limit(int(sys.argv[2]))
    serve(float(sys.argv[1]))
