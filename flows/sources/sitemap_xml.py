"""The XML of a sitemap as a stream of events, so that neither nesting nor a million empty elements build a tree.

Nothing is loaded, no entity is resolved, and a document type ends it.
"""

import re
from typing import Any

from lxml import etree

HEAD = 4_096  # bytes in which the first element must stand
ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}  # and what holds one address in each
_MOST = 50_000  # addresses of one sitemap, as the protocol allows
_MOST_ELEMENTS = 1_000_000  # a second; 50,000 articles with a few pictures each have less
_DEEPEST = 20  # elements in each other; a sitemap has five
_LONGEST_TEXT = 10_000  # of a field before it is cut
_FIELDS = {
    ("loc",): "loc",
    ("lastmod",): "lastmod",
    ("news", "title"): "title",
    ("news", "publication_date"): "published",
    ("news", "publication", "name"): "outlet",
}
# A bare & in an address is the commonest mistake; a name that only HTML knows is left to be read as text.
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")


class _StopError(Exception):
    """Enough was seen; the text says of what."""


class SitemapReader:
    """Takes the parser's events and keeps the fields of each address."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self.index = False
        self.capped = 0
        self.problem: str | None = None
        self._elements = 0
        self._item = ""  # the element that holds one address
        self._path: list[str] = []
        self._fields: dict[str, str] = {}
        self._text = ""

    def doctype(self, *_declared: object) -> None:
        raise _StopError("it declares a document type, which no sitemap does: nothing of it is read")

    def start(self, tag: str, _attributes: object) -> None:
        name = _local(tag)
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._path) >= _DEEPEST:
            raise _StopError(
                f"more than {_MOST_ELEMENTS:,} elements, or {_DEEPEST} in each other: it is read up to there"
            )
        if not self._path:
            self._item, self.index = ROOTS.get(name, ""), name == "sitemapindex"
        elif len(self._path) == 1:
            self._fields = {"element": name}
        elif len(self._path) == 2 and name == "news":
            self._fields["news"] = "yes"
        self._path.append(name)
        self._text = ""

    def data(self, data: str) -> None:
        if len(self._path) > 2 and len(self._text) < _LONGEST_TEXT:
            self._text += data

    def end(self, _tag: str) -> None:
        named = _FIELDS.get(tuple(self._path[2:]))
        if named:
            self._fields.setdefault(named, self._text.strip())
        self._path.pop()
        self._text = ""
        if len(self._path) == 1 and self._fields["element"] == self._item:
            self.add(self._fields)

    def add(self, fields: dict[str, str]) -> None:
        if len(self.items) < _MOST:
            self.items.append(fields)
        else:
            self.capped += 1

    def close(self) -> None:
        return None


def parsed(body: bytes) -> SitemapReader:
    """As it is; what breaks is tried again with every & that opens no entity taken for one that is meant."""
    reader = _read(body)
    if reader.problem and _BARE.search(body):
        again = _read(_BARE.sub(b"&amp;", body))
        reader = again if len(again.items) > len(reader.items) else reader
    return reader


def _read(body: bytes) -> SitemapReader:
    reader = SitemapReader()
    parser = _parser(reader)
    try:
        parser.feed(body)
        parser.close()
    except _StopError as stop:
        reader.problem = str(stop)
    except etree.XMLSyntaxError as error:
        reader.problem = f"the XML is broken after {len(reader.items)} addresses: {(error.msg or '')[:120]}"
    return reader


def _parser(target: Any) -> Any:
    return etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


class _First:
    """Remembers the first element."""

    name = ""

    def start(self, tag: str, _attributes: object) -> None:
        self.name = self.name or _local(tag)

    def close(self) -> None:
        return None


def root(head: bytes) -> str:
    """The local name of the first element; empty if there is none."""
    first = _First()
    try:
        _parser(first).feed(head[:HEAD])
    except etree.XMLSyntaxError:
        return first.name
    return first.name


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]
