"""OPML, the lists of feeds that readers exchange (opml.org/spec2.opml): read warily, written plainly."""

import codecs
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from flows.errors import UserError
from flows.sources.web import web_url

LARGEST = 5_000_000  # bytes; a list of 1,000 feeds has 0.3 MB
MOST = 10_000  # feeds
_LONGEST_TITLE = 200  # characters
_OUTLINE = re.compile(r"<outline\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\s(text|title|description|xmlUrl|htmlUrl|url|type|version|language|category|created|isComment|isBreakpoint)\s{0,9}=\s{0,9}(["'])""",
    re.IGNORECASE,
)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})["']""")
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed:(?=//)", re.IGNORECASE)


class OpmlError(UserError):
    """This is no list of feeds, or one that costs too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed in a list."""

    url: str
    text: str | None = None
    title: str | None = None
    off: bool = False  # commented out (isComment)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BadOutline:
    """A feed of a list that cannot be used, and why."""

    line: int
    reason: str


def is_opml(body: bytes) -> bool:
    """Whether it begins as OPML does, in any encoding that keeps ASCII or doubles it."""
    return b"<opml" in body[:4_000].replace(b"\x00", b"").lower()


def read_opml(body: bytes) -> list[Outline | BadOutline]:
    """All feeds of a list, of whatever category, in its order; what is not well-formed is read as far as it goes.

    Raises:
        OpmlError: it is too large, or no OPML.
    """
    if len(body) > LARGEST:
        raise OpmlError(f"larger than {LARGEST:,} bytes, which no list of feeds is")
    if not is_opml(body):
        raise OpmlError("no OPML: a list of feeds begins with <opml>")
    found = list(_outlines(body))
    if len(found) > MOST:
        raise OpmlError(f"more than {MOST:,} feeds")
    return found


def _outlines(body: bytes) -> Iterator[Outline | BadOutline]:
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        why = (error.msg or "").partition(", line ")[0]
        reason = f"not well-formed XML ({why}): the list is read as far as it goes"
        yield BadOutline(line=error.lineno or 0, reason=reason)
        yield from _scanned(_decoded(body))
        return
    for element in root.iter("outline"):
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        yield from _outline(attributes, int(element.sourceline or 0), leaf=len(element) == 0)


def _parser() -> etree.XMLParser:
    """No network, no DTD, no entities; libxml2's own limits of depth and amplification stay on."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _scanned(text: str) -> Iterator[Outline | BadOutline]:
    """Feeds of a list that is no XML: many have the quotes and tags of a description unescaped, or ampersands (2 of 3 that were tried).

    A value ends at the last quote before the next attribute that OPML has, an address at the first.
    """
    starts = [tag.end() for tag in _OUTLINE.finditer(text)]
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, before = line + text.count("\n", before, start), start
        attributes = _attributes(text[start:end])
        if "xmlurl" in attributes:
            yield from _outline(attributes, line, leaf=True)
        elif "xmlurl" in text[start:end].lower():
            yield BadOutline(line=line, reason="its xmlUrl cannot be made out")


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    openings = list(_ATTRIBUTE.finditer(tag))
    ends = [*(opening.start() for opening in openings), len(tag)][1:]
    for opening, end in zip(openings, ends, strict=True):
        name, value = opening[1].lower(), tag[opening.end() : end]
        part = value.partition if name == "xmlurl" else value.rpartition
        found.setdefault(name, part(opening[2])[0].replace("&amp;", "&"))
    return found


def _decoded(body: bytes) -> str:
    if body[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return body.decode("utf-16", "replace")
    declared = _ENCODING.match(body.removeprefix(codecs.BOM_UTF8)[:200])
    try:
        return body.decode(declared[1].decode("ascii") if declared else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _outline(attributes: dict[str, str], line: int, *, leaf: bool) -> Iterator[Outline | BadOutline]:
    if "xmlurl" in attributes:
        yield _feed(attributes, line)
    elif leaf and attributes.get("type", "").lower() in {"rss", "atom"}:
        yield BadOutline(line=line, reason="a feed without an address (xmlUrl)")


def _feed(attributes: dict[str, str], line: int) -> Outline | BadOutline:
    written = attributes["xmlurl"].strip()
    scheme = _FEED_SCHEME.match(written)
    url = web_url(written if not scheme else _unfeed(written, scheme.end()))
    if url is None:
        return BadOutline(line=line, reason=f"{written[:100]!r} is no http or https address")
    return Outline(
        url=url,
        text=_line(attributes.get("text")),
        title=_line(attributes.get("title")),
        off=attributes.get("iscomment", "").lower() == "true",
        line=line,
    )


def _unfeed(written: str, end: int) -> str:
    """feed://host/path is http; feed:https://host/path is what it says."""
    rest = written[end:]
    return f"http:{rest}" if rest.startswith("//") else rest


def _line(text: str | None) -> str | None:
    """One line without control characters; many lists have their titles escaped twice."""
    words = "".join(mark if mark.isprintable() else " " for mark in html.unescape(text or "")).split()
    return " ".join(words)[:_LONGEST_TITLE].strip() or None


def write_opml(outlines: Iterable[Outline], title: str) -> bytes:
    """An OPML 2.0 document."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for one in outlines:
        outline = etree.SubElement(body, "outline", type="rss", text=one.text or one.title or one.url)
        if one.title:
            outline.set("title", one.title)
        outline.set("xmlUrl", one.url)
        if one.off:
            outline.set("isComment", "true")
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
