"""Feeds that are plain, read without feedparser at a tenth of its cost; None for whatever is not known here.

It gives what feedparser 6.0.14 gives, as read in its mixin.py and namespaces/_base.py: elements that may repeat, nest, carry
attributes or belong to a vocabulary that it maps to an entry's fields are left to it. A test holds both to the same entries.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from feedparser.datetimes import _parse_date
from feedparser.encodings import convert_to_utf8
from feedparser.html import _cp1252
from feedparser.urls import _urljoin

from flows.sources.feed_vocabulary import (
    ATOM,
    CHANNEL_LEAVES,
    ENTRY,
    ENTRY_LEAVES,
    FEED_LEAVES,
    GROUPS,
    HTML,
    IMAGE,
    ITEM,
    ITEM_ATTRIBUTES,
    ITEM_LEAVES,
    LANGUAGE,
    LINK_ATTRIBUTES,
    PERSON,
    TYPED,
    TYPES,
)

Fields = dict[str, Any]
# Entities, and namespaces that change what version a feed is taken for.
_ELSEWHERE = (b"<!doctype", b"<!entity", b"purl.org/rss/1.0/'", b'purl.org/rss/1.0/"', b"my.netscape.com")
_BASE = re.compile(r"https?://[!-~]+")
_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")


class _OddError(Exception):
    """Something that is not known here."""


def read_plain(body: bytes, headers: Mapping[str, str]) -> Fields | None:
    """A feed's version, title, ttl, problem, and its entries under the names feedparser gives; or None."""
    base = headers["content-location"]
    if not _BASE.fullmatch(base) or urljoin(base, base) != base:
        return None
    found: Fields = {}
    data = convert_to_utf8(headers, body, found)
    lower = data.lower()
    if not found.get("encoding") or any(mark in lower for mark in _ELSEWHERE):
        return None
    try:
        feed = _document(ET.fromstring(data), base)  # noqa: S314 (no DOCTYPE, so no entities)
    except (ET.ParseError, _OddError):
        return None
    return feed | {"problem": found.get("bozo_exception")}


def _document(root: ET.Element, base: str) -> Fields:
    if root.tag == f"{ATOM}feed" and not root.attrib.keys() - {LANGUAGE}:
        return {"version": "atom10", "ttl": None} | _atom(root, base)
    plain = root.tag == "rss" and root.get("version", "").startswith("2.")
    if not plain or root.attrib.keys() - {"version", LANGUAGE} or [one.tag for one in root] != ["channel"]:
        raise _OddError
    if root[0].attrib:
        raise _OddError
    return {"version": "rss20"} | _channel(root[0], base)


def _channel(channel: ET.Element, base: str) -> Fields:
    items = channel.findall("item")
    for image in channel.findall("image"):
        if image.attrib:
            raise _OddError
        _taken(image, dict.fromkeys(IMAGE, "image"), frozenset(), many=True)
    rest = [one for one in channel if one.tag not in {"item", "image"}]
    found = _taken(rest, {"title": "title", "ttl": "ttl"}, CHANNEL_LEAVES)
    if any(one.attrib for one in rest if one.tag == "link"):
        raise _OddError
    return {name: _mended(found[name]) if name in found else None for name in ("title", "ttl")} | {
        "entries": [_item(item, base) for item in items]
    }


def _item(item: ET.Element, base: str) -> Fields:
    if item.attrib:
        raise _OddError
    found = _taken(item, ITEM, ITEM_LEAVES, ITEM_ATTRIBUTES)
    entry: Fields = {
        name: _mended(found[name]) for name in ("title", "author", "summary") if name in found
    } | _dates(found)
    if "content" in found:
        entry["content"] = [{"type": "text/html", "value": _mended(found["content"])}]
        entry.setdefault("summary", entry["content"][0]["value"])
    if "source" in found:
        entry["source"] = {"title": _mended(found["source"])}
    if "id" in found:
        permalink = found["id"].get("isPermaLink", "true") == "true"
        entry["id"] = _mended(found["id"], base if permalink else None)
        if permalink:
            entry["link"] = entry["id"]
    if "link" in found:
        entry["link"] = _REFERENCE.sub(r"&\g<1>", _mended(found["link"], base).replace("&amp;", "&"))
    return entry


def _atom(feed: ET.Element, base: str) -> Fields:
    entries = feed.findall(f"{ATOM}entry")
    for author in feed.findall(f"{ATOM}author"):
        _author(author)
    rest = [one for one in feed if one.tag not in {f"{ATOM}entry", f"{ATOM}author"}]
    found = _taken(rest, {f"{ATOM}title": "title"}, FEED_LEAVES, TYPED)
    title = _mended(found["title"]) if "title" in found and _type(found["title"]) else None
    return {"title": title, "entries": [_entry(entry, base) for entry in entries]}


def _entry(element: ET.Element, base: str) -> Fields:
    if element.attrib.keys() - {LANGUAGE}:
        raise _OddError
    authors = [_author(one) for one in element.findall(f"{ATOM}author")]
    links = [page for one in element.findall(f"{ATOM}link") if (page := _alternate(one, base)) is not None]
    rest = [one for one in element if one.tag not in {f"{ATOM}link", f"{ATOM}author"}]
    found = _taken(rest, ENTRY, ENTRY_LEAVES, TYPED)
    entry = _dates(found)
    for name in ("title", "summary", "content"):
        if name in found:
            entry[name] = _mended(found[name])
            entry[f"{name}_detail"] = {"type": _type(found[name]), "value": entry[name]}
    if "content" in found:
        entry["content"] = [entry.pop("content_detail")]
        entry.setdefault("summary", entry["content"][0]["value"])
    if len(authors) > 1:
        raise _OddError
    if authors:
        entry["author"] = authors[0]
    if "id" in found:
        entry["id"] = entry["link"] = _mended(found["id"], base)
    if links:
        entry["link"] = links[-1]
    return entry


def _alternate(link: ET.Element, base: str) -> str | None:
    """Where a link leads if it is to the page of an entry."""
    if len(link) or link.attrib.keys() - LINK_ATTRIBUTES or not link.get("href"):
        raise _OddError
    page = link.get("rel", "alternate").lower() == "alternate" and link.get("type", "html").lower() in HTML
    return str(_urljoin(base, link.get("href"))) if page else None


def _author(author: ET.Element) -> str:
    if author.attrib:
        raise _OddError
    found = _taken(author, PERSON, frozenset())
    name, email = ((found[key].text or "").strip() if key in found else "" for key in ("name", "email"))
    return f"{name} ({email})" if name and email else name or email or _mended(author)


def _dates(found: Mapping[str, ET.Element]) -> Fields:
    said = {name: _mended(found[name]) for name in ("published", "updated") if name in found}
    return {f"{name}_parsed": _parse_date(text) for name, text in said.items()} | said


def _type(content: ET.Element) -> str:
    kind = TYPES.get(content.get("type", "").lower())
    if kind is None:
        raise _OddError
    return kind


def _taken(
    children: Iterable[ET.Element],
    names: Mapping[str, str],
    leaves: frozenset[str],
    attributes: Mapping[str, set[str]] | None = None,
    *,
    many: bool = False,
) -> dict[str, ET.Element]:
    """The children that are wanted, by name, each at most once and bare; all others must be known leaves."""
    found: dict[str, ET.Element] = {}
    for child in children:
        name = names.get(child.tag)
        if name is None:
            if child.tag not in leaves or any(key.lower().endswith(("base", "lang")) for key in child.attrib):
                raise _OddError
            _taken(child, {}, leaves - {child.tag} if child.tag in GROUPS else frozenset())
            continue
        if (
            len(child)
            or (name in found and not many)
            or child.attrib.keys() - (attributes or {}).get(name, set())
        ):
            raise _OddError
        found[name] = child
    return found


def _mended(element: ET.Element, base: str | None = None) -> str:
    """An element's text, read against a base if it is an address; UTF-8 taken for Latin-1 is put right, as feedparser does."""
    text = (element.text or "").strip()
    if base and text:
        text = str(_urljoin(base, text))
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_cp1252)
