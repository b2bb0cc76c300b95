"""One entry of a feed as plain values: strings without control characters, titles without markup, HTML sanitised."""

import calendar
import html
import re
from typing import Any

import nh3

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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OFFSET = re.compile(r":\d\d(?:\.\d+)?\s?([+-])(\d\d):?(\d\d)\s*$")  # after a time, in RFC 5322 and ISO 8601
_GAP = re.compile(r"\n{2,}")
_SCHEMES = {"http", "https"}


def shaped(entry: Any, *, atom: bool) -> dict[str, Any]:
    """What is given of an entry, from the names and values feedparser gives."""
    content, content_from = _content(entry)
    markup = content.get("type") != "text/plain"
    value = clean(content.get("value") or "")
    return {
        "id": clean(entry.get("id") or "").strip()[: _LONGEST["id"]] or None,
        "link": clean(entry.get("link") or "").strip()[: _LONGEST["link"] + 1] or None,
        "title": _title(entry, atom=atom),
        "author": line(entry.get("author"), "author"),
        "outlet": line((entry.get("source") or {}).get("title"), "source"),
        "html": nh3.clean(value, tags=_TAGS, url_schemes=_SCHEMES, link_rel=None)
        if markup and value
        else None,
        "text": _plain(value) if markup else value.strip(),
        "content_from": content_from,
        "published": _seconds(dict.get(entry, "published_parsed")),
        "updated": _seconds(dict.get(entry, "updated_parsed")),
        "zone": _zone(str(dict.get(entry, "published") or "")),
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
    return line(title, "title")


def line(markup: Any, kind: str) -> str | None:
    if not isinstance(markup, str):
        return None
    text = clean(markup)
    if "<" in text or "&" in text:
        text = html.unescape(nh3.clean(text, tags=set()))
    return " ".join(text.split())[: _LONGEST[kind]] or None


def _plain(markup: str) -> str:
    """The words of some markup, one paragraph a block, parted by empty lines."""
    simple = nh3.clean(markup, tags=_BLOCK_TAGS, attributes={})
    text = html.unescape(_BLOCK.sub("\n\n", _BREAK.sub("\n", simple.replace("\n", " "))))
    return _GAP.sub("\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def clean(text: str) -> str:
    """Without control characters and lone surrogates, which no store takes."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))


def _zone(text: str) -> int | None:
    """Minutes from UTC, as the end of a time says."""
    found = _OFFSET.search(text[-40:])
    minutes = int(found[2]) * 60 + int(found[3]) if found else 24 * 60
    if found is None or minutes >= 24 * 60:
        return None
    return -minutes if found[1] == "-" else minutes


def _seconds(moment: Any) -> int | None:
    """Seconds since 1970 UTC of feedparser's struct_time."""
    try:
        return calendar.timegm(moment) if moment else None
    except (ValueError, OverflowError, TypeError):
        return None
