"""One walk over a page that collects what it says about itself, as it stands there: meta tags, headings, JSON-LD, microdata."""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.clean import plain
from pipeline.pages import linked_data

MAX_TEXT = 500  # characters of any one value
_HEADINGS = 6
_LESSER = 20  # a title set as h2 stands before the text and its headings
# The attributes: to ask each element whether it has one takes twice as long.
_MARKED = etree.XPath("//@itemprop")
# Properties of microdata (HTML standard) that are read, by the name schema.org gives them.
_PROPERTIES = frozenset({"headline", "author", "creator", "datePublished", "dateCreated", "dateModified"})
_PEOPLE = frozenset({"author", "creator"})
_TOGETHER = 3  # levels up, within which the authors of one article stand in one element
_MAX_ITEMS = 20  # more are a list of other articles


_FRONT = re.compile(
    r"\s*(?:https?:)?(?://[^/?#]+)?/?\s*(?<=.)"
)  # an address without a path; a lone fragment is none
_DUBLIN_CORE = ("dc:", "dcterms:")  # as RDFa writes dc. and dcterms.

Properties: TypeAlias = dict[str, list[str]]
Parts: TypeAlias = Mapping[str, Sequence[HtmlElement]]  # of a page, by tag


@dataclass(slots=True, kw_only=True)
class Head:
    """What one walk over a page collects."""

    meta: dict[str, list[str]] = field(default_factory=dict)  # name in lower case -> contents, in order
    headings: list[HtmlElement] = field(default_factory=list)  # the first h1
    lesser: list[HtmlElement] = field(default_factory=list)  # the first h2
    title: str = ""
    canonical: str | None = None
    language: str | None = None
    nodes: list[linked_data.Node] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    items: list[tuple[HtmlElement, Properties]] = field(
        default_factory=list
    )  # of microdata, with the element of each
    _blocks: list[str] = field(default_factory=list)
    _people: dict[HtmlElement, HtmlElement] = field(
        default_factory=dict
    )  # by item: where its first author stands

    def first(self, *names: str) -> str:
        """The content of the first of these meta tags that has one."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")


def parts(tree: HtmlElement) -> Parts:
    """What read() and page_signs.signs() look at: as much of the time as what they do is to walk through a page."""
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in _PARTS}
    for element in tree.iter(*_PARTS):
        found[str(element.tag)].append(element)
    return found


def read(tree: HtmlElement, known: Parts | None = None) -> Head:
    head = Head(language=tree.get("lang"))
    known = parts(tree) if known is None else known
    for tag, reader in _READERS.items():
        for element in known[tag]:
            reader(head, element)
    head.nodes = linked_data.parse(head._blocks)  # noqa: SLF001 - its own
    for found in _MARKED(tree):
        _read_property(head, found.getparent())
    return head


def content(element: HtmlElement) -> str:
    """The text in an element, on one line."""
    return line(" ".join(element.itertext()) if len(element) else element.text or "")


def line(text: str) -> str:
    """A value on one line, entities and unseen characters resolved."""
    bare = " ".join(text[: 4 * MAX_TEXT].split())
    if bare.isascii() and bare.isprintable() and "&" not in bare:
        return bare[:MAX_TEXT]  # all that is left to do for most
    if bare.isprintable() and "&" not in bare and "\ufffc" not in bare and "\ufffd" not in bare:
        return unicodedata.normalize("NFC", bare)[:MAX_TEXT]  # same
    return " ".join(plain(html.unescape(bare)).split())[:MAX_TEXT]


def _read_html(head: Head, element: HtmlElement) -> None:
    head.language = head.language or element.get("lang") or element.get("xml:lang")


def _read_meta(head: Head, element: HtmlElement) -> None:
    name = element.get("property") or element.get("name") or element.get("http-equiv")
    value = (element.get("content") or "").strip()
    if name and value:
        for one in name.lower().split()[:3]:
            key = one.replace(":", ".") if one.startswith(_DUBLIN_CORE) else one
            head.meta.setdefault(key, []).append(value)


def _read_link(head: Head, element: HtmlElement) -> None:
    if head.canonical is None and "canonical" in (element.get("rel") or "").lower().split():
        head.canonical = element.get("href")


def _read_title(head: Head, element: HtmlElement) -> None:
    parent = element.getparent()
    if not head.title and (parent is None or parent.tag != "svg"):
        head.title = content(element)


def _read_h1(head: Head, element: HtmlElement) -> None:
    if len(head.headings) < _HEADINGS and content(element) and not _leads_home(element):
        head.headings.append(element)


def _read_h2(head: Head, element: HtmlElement) -> None:
    if len(head.lesser) < _LESSER:
        head.lesser.append(element)


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is a link to the front page, and so the name of the site."""
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    return len(links) == 1 and (
        "home" in links[0].get("rel", "").split() or _FRONT.fullmatch(links[0].get("href", "")) is not None
    )


def _read_script(head: Head, element: HtmlElement) -> None:
    if element.text and "ld+json" in (element.get("type") or "").lower():
        head._blocks.append(element.text)  # noqa: SLF001 - its own


def _read_time(head: Head, element: HtmlElement) -> None:
    if len(head.times) < 50:
        head.times.append(element)


def _read_property(head: Head, element: HtmlElement) -> None:
    names = _PROPERTIES.intersection((element.get("itemprop") or "").split())
    scope = _scope(element) if names else None
    if scope is None or len(head.items) >= _MAX_ITEMS:
        return
    if names & _PEOPLE and not _stand_together(head._people.setdefault(scope, element), element):  # noqa: SLF001 - its own
        return  # the author of another article, which is no item of its own
    value = element.get("content") or element.get("datetime") or _named(element)
    item = next((item for owner, item in head.items if owner is scope), None)
    if item is None:
        head.items.append((scope, item := {}))
    for name in sorted(names) if value.strip() else ():
        item.setdefault(name, []).append(value)


def _stand_together(first: HtmlElement, other: HtmlElement) -> bool:
    near = islice(first.iterancestors(), _TOGETHER)
    return first is other or not {*near}.isdisjoint(islice(other.iterancestors(), _TOGETHER))


def _scope(element: HtmlElement) -> HtmlElement | None:
    """The item that a property belongs to, the page when it names none; None if that is no article."""
    top = element
    for top in element.iterancestors():
        if top.get("itemscope") is not None:
            kind = {"@type": top.get("itemtype") or ""}
            return (
                top
                if not kind["@type"] or linked_data.is_article(kind) or linked_data.is_page(kind)
                else None
            )
    return top


def _named(element: HtmlElement) -> str:
    """The text of a property; of an item with a name, the name."""
    for inner in element.iterdescendants():
        if inner.get("itemprop") == "name":
            return inner.get("content") or content(inner)
    return content(element)


_READERS: Mapping[str, Callable[[Head, HtmlElement], None]] = {
    "html": _read_html,
    "meta": _read_meta,
    "link": _read_link,
    "title": _read_title,
    "h1": _read_h1,
    "h2": _read_h2,
    "script": _read_script,
    "time": _read_time,
}
_PARTS = (*_READERS, "noscript", "figure", "h3")
