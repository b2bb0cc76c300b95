"""What a page's tree says of the kind of page it is, read in one cheap pass before extraction strips the tree.

Walls, live blogs and galleries declare themselves to search engines (schema.org, OpenGraph), since undeclared ones are
taken for cloaking. Numbers are of characters unless they say otherwise.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from lxml import etree
from lxml.html import HtmlElement

from pipeline.pages.page_address import is_front
from pipeline.pages.page_head import Parts, parts

_MAX_JSON = 500_000  # characters of JSON-LD looked at
_MAX_HEADINGS = 100  # counted
_MAX_NOSCRIPT = 50  # pieces of text
_MAX_VISIBLE = 40_000  # pieces of text kept; a page of 40,000 is no article
_TYPE = re.compile(r'"@type"\s{0,9}:\s{0,9}(?:"([^"]{1,60})"|\[([^\]]{1,300})\])')
_FREE = re.compile(
    r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?(?:https?://schema\.org/)?(true|false)', re.IGNORECASE
)
_WORD_COUNT = re.compile(r'"wordCount"\s{0,9}:\s{0,9}"?(\d{1,6})')
_SELECTOR = re.compile(r'"cssSelector"\s{0,9}:\s{0,9}"\.([\w-]{1,80})"')
_TIERS = ("article:content_tier", "content_tier", "article.content_tier", "cxenseparse:paywall")
# Conditions on each node, since a path like //a//text() and the union of two take time by the square of what they find.
_NAMES = etree.XPath("//@class", smart_strings=False)
_TEXTS = etree.XPath(
    "/html/body/descendant::text()[normalize-space()]"
    "[not(parent::script or parent::style or parent::noscript or parent::template)]",
    smart_strings=False,
)
# Text in an element and one level below it.
_LINKED, _CAPTIONS = (
    tuple(
        etree.XPath(f"/html/body//{path}/text()[normalize-space()]", smart_strings=False)
        for path in (name, f"{name}/*[not(self::{name})]")
    )
    for name in ("a", "figcaption")
)
_CLASSED = etree.XPath("//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]")
# Words in the names of classes, by what they stand for.
_MARKS = {
    "gallery": ("gallery", "slideshow", "fotostrecke", "bilderstrecke", "diaporama", "fotogaleri", "photo-essay", "galerie",
                "photostory"),
    "live": ("liveblog", "live-blog", "live_blog", "liveticker", "live-ticker", "liveupdate", "live-update", "livefeed",
             "live-post", "live-entry"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PageSigns:
    """What was seen in the tree of a page; what few verdicts ask for is read from the tree when they do."""

    title: str = ""  # the title element's
    front: bool = False  # its address is that of the site
    types: frozenset[str] = frozenset()  # schema.org's and OpenGraph's, lower case
    free: bool | None = None  # isAccessibleForFree; False if any part of the page is not
    gated: int | None = None  # what stands in the part named as not free; None if none is named
    tier: str = ""  # content tier of the article: free, metered, locked, premium …
    declared_words: int | None = None  # JSON-LD wordCount
    noscript: str = ""
    headings: int = 0  # elements h2 and h3 that are links or hold one
    figures: int = 0  # elements
    scripts: int = 0  # elements
    tree: HtmlElement | None = field(default=None, repr=False, compare=False)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Gallery, live: named so by classes."""
        return _marks(self._strings(_NAMES))

    @cached_property
    def text(self) -> str:
        """All of the tree in one piece: much faster than its pieces, where a look at it shows that they are not needed."""
        return (
            str(etree.tostring(self.tree, method="text", encoding="unicode")) if self.tree is not None else ""
        )

    @cached_property
    def visible(self) -> tuple[str, ...]:
        """Pieces of text in page order."""
        return self._strings(_TEXTS)[:_MAX_VISIBLE]

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """Those of them in links, in no order."""
        return self._strings(*_LINKED)

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """Those of them in captions of figures, same."""
        return self._strings(*_CAPTIONS) if self.figures else ()

    def _strings(self, *paths: etree.XPath) -> tuple[str, ...]:
        found = [path(self.tree) for path in paths] if self.tree is not None else []
        return tuple(text for texts in found if isinstance(texts, list) for text in texts)

    @property
    def visible_chars(self) -> int:
        return sum(map(len, self.visible))

    @property
    def is_article(self) -> bool:
        """Whether the page declares itself one article."""
        return bool(self.types & _ARTICLES)


_ARTICLES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle"
    " blogposting scholarlyarticle techarticle liveblogposting socialmediaposting report recipe".split()
)


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What the walk collects."""

    title: str = ""
    types: set[str]
    json: list[str]
    tier: str = ""
    noscript: list[str]
    headings: int = 0
    figures: int = 0
    scripts: int = 0


def signs(tree: HtmlElement, known: Parts | None = None, url: str | None = None) -> PageSigns:
    """What the tree of a page shows, whole as it was parsed; the tree is left as it is, and read again when asked for more."""
    seen = _walk(parts(tree) if known is None else known)
    data = "\n".join(seen.json)[:_MAX_JSON]
    free = [found.lower() == "true" for found in _FREE.findall(data)]
    words = _WORD_COUNT.search(data)
    return PageSigns(
        title=" ".join(seen.title.split())[:300],
        front=url is not None and is_front(url),
        types=frozenset(seen.types | _json_types(data)),
        free=all(free) if free else None,
        gated=_gated(tree, data) if False in free else None,
        tier=seen.tier,
        declared_words=int(words[1]) if words else None,
        noscript=" ".join(" ".join(seen.noscript).split())[:2000],
        headings=seen.headings,
        figures=seen.figures,
        scripts=seen.scripts,
        tree=tree,
    )


def _walk(known: Parts) -> _Seen:
    seen = _Seen(types=set(), json=[], noscript=[], figures=len(known["figure"]))
    for element in known["meta"]:
        _read_meta(seen, element)
    for element in known["script"]:
        _read_script(seen, element)
    for element in known["noscript"]:
        seen.noscript += element.itertext() if len(seen.noscript) < _MAX_NOSCRIPT else ()
    seen.title = next((element.text for element in known["title"] if element.text), "")
    for element in chain(known["h2"], known["h3"]):
        if seen.headings < _MAX_HEADINGS:
            seen.headings += _is_linked(element)
    return seen


def _read_meta(seen: _Seen, element: HtmlElement) -> None:
    name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
    content = (element.get("content") or "").strip()
    if name == "og:type":
        seen.types.add(content.lower())
    elif name in _TIERS:
        seen.tier = content.lower()
    elif name == "isaccessibleforfree":
        seen.json.append(f'"isAccessibleForFree":"{content}"')


def _read_script(seen: _Seen, element: HtmlElement) -> None:
    seen.scripts += 1
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        seen.json.append(element.text)


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return (
        any(near is not None and near.tag == "a" for near in (parent, *heading[:2]))
        or heading.find("*/a") is not None
    )


def _json_types(data: str) -> set[str]:
    """The types named in JSON-LD; read by pattern, which broken JSON does not stop."""
    named = (one or several for one, several in _TYPE.findall(data))
    return {kind.strip(' "\n\t\r').rpartition("/")[2].lower() for kinds in named for kind in kinds.split(",")}


def _gated(tree: HtmlElement, data: str) -> int | None:
    """How much text stands in the parts JSON-LD says one must pay for; None if it does not say where they are."""
    names = sorted(set(_SELECTOR.findall(data)))[:3]
    if not names:
        return None
    parts = [part for name in names for part in _CLASSED(tree, name=name)]
    return sum(len("".join(part.itertext()).strip()) for part in parts[:20])


def _marks(names: Iterable[str]) -> frozenset[str]:
    joined = "\n".join(set(names)).lower()
    return frozenset(mark for mark, words in _MARKS.items() if any(word in joined for word in words))
