"""What a page says about itself: title, outlet, people, date, language and address.

Sources in order of trust: JSON-LD (schema.org), OpenGraph and other meta tags, the markup, the address, the text.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipeline import page_date, page_title
from pipeline.clean import letters, plain
from pipeline.furniture import byline, is_person

_ARTICLE_TYPES = re.compile(
    r"(?:Article|BlogPosting|Posting|Report|Review|Recipe|LiveBlogPosting|NewsArticle)$"
)
_MAX_JSON = 500_000  # characters of one JSON-LD block; catalogues are longer, articles are not
_MAX_NODES = 2_000  # objects looked at in one block, whatever their nesting
_PUBLISHED_MARK = re.compile(
    r"publi|posted|entry-date|post-date|опубликовано|опубліковано|veröffentlicht", re.IGNORECASE
)
_UPDATED_MARK = re.compile(r"updat|modif|обновлено|оновлено|aktualisiert", re.IGNORECASE)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
)
_MARKED_AUTHORS = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')][string-length(normalize-space(.)) < 120]"
)
_BY = re.compile(r"^(?:by|von|par|por|автор:?|written by)\s+", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:,|;|\||&|\band\b|\bund\b|\bet\b)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; unknown is None."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None  # absolute
    published_at: datetime | None = None
    published_from: str | None = None  # json-ld, meta, url, text
    headings: tuple[str, ...] = ()  # that may stand in the text as its title


@dataclass(slots=True, kw_only=True)
class _Head:
    """What one walk over a page collects."""

    meta: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str | None = None
    language: str | None = None
    article: Mapping[str, Any] = field(default_factory=dict)
    site: str = ""
    page_date: str | None = None  # JSON-LD's, of the page rather than of an article
    times: list[str] = field(default_factory=list)  # of elements that say they hold the time of publication


def read(tree: HtmlElement, url: str | None, seen_at: datetime) -> Metadata:
    """What the page says about itself; url is where it was fetched, and no date after the one it was seen on counts."""
    head = _head(tree)
    host = _host(url or head.canonical or head.meta.get("og:url", ""))
    site = head.meta.get("og:site_name") or head.site
    title = page_title.choose(head.headings, _said_titles(head), site, host)
    address = _absolute(head.canonical or head.meta.get("og:url"), url)
    published_at, published_from = page_date.published(tree, _said_dates(head), url or address, seen_at)
    shown = tuple(
        _clean(text) for text in (*head.headings[:3], head.meta.get("og:title", ""), title or "") if text
    )
    return Metadata(
        title=title,
        outlet=_clean(site) or None,
        author=_author(tree, head, site),
        language=head.language or head.meta.get("og:locale"),
        url=address,
        published_at=published_at,
        published_from=published_from,
        headings=tuple(dict.fromkeys(shown)),
    )


def _head(tree: HtmlElement) -> _Head:
    head = _Head(language=tree.get("lang"))
    for element in tree.iter("html", "meta", "link", "title", "h1", "script", "time"):
        _READERS[str(element.tag)](head, element)
    return head


def _read_html(head: _Head, element: HtmlElement) -> None:
    head.language = head.language or element.get("lang")


def _read_meta(head: _Head, element: HtmlElement) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    content = element.get("content")
    if name and content and content.strip():
        head.meta.setdefault(name.strip().lower(), content.strip())


def _read_link(head: _Head, element: HtmlElement) -> None:
    if (element.get("rel") or "").lower() == "canonical" and head.canonical is None:
        head.canonical = element.get("href")


def _read_title(head: _Head, element: HtmlElement) -> None:
    parent = element.getparent()
    if not head.title and (parent is None or parent.tag != "svg"):
        head.title = _content(element)


def _read_h1(head: _Head, element: HtmlElement) -> None:
    text = _content(element)
    if text and len(head.headings) < 6:
        head.headings.append(text)


def _read_script(head: _Head, element: HtmlElement) -> None:
    text = element.text or ""
    if "ld+json" not in (element.get("type") or "").lower() or len(text) > _MAX_JSON:
        return
    for node in _nodes(_json(text)):
        head.page_date = head.page_date or node.get("datePublished")
        kinds = node.get("@type")
        if not head.article and any(
            _ARTICLE_TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            head.article = node
            head.site = head.site or _name(node.get("publisher"))


def _read_time(head: _Head, element: HtmlElement) -> None:
    parent = element.getparent()
    before = (parent.text or "") if parent is not None and parent.index(element) == 0 else ""
    marks = f"{element.get('class', '')} {element.get('itemprop', '')} {before}"
    if _PUBLISHED_MARK.search(marks) and not _UPDATED_MARK.search(marks):
        head.times.append(element.get("datetime") or element.text or "")


_READERS = {
    "html": _read_html,
    "meta": _read_meta,
    "link": _read_link,
    "title": _read_title,
    "h1": _read_h1,
    "script": _read_script,
    "time": _read_time,
}


def _json(text: str) -> Any:
    try:
        return json.loads(
            text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False
        )
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD block, outer ones first."""
    queue = [data]
    for _ in range(_MAX_NODES):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, dict):
            yield item
            queue += [
                value
                for key, value in item.items()
                if key in {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"}
            ]
        elif isinstance(item, list):
            queue += item


def _content(element: HtmlElement) -> str:
    return _clean(" ".join(element.itertext()))


def _clean(text: str) -> str:
    return " ".join(plain(html.unescape(text)).split())[:500]


def _name(value: Any) -> str:
    """The name in a JSON-LD value: a string, an object with a name, or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value) if isinstance(value, str) else ""


def _said_titles(head: _Head) -> list[str]:
    graph, card = head.meta.get("og:title", ""), head.meta.get("twitter:title", "")
    return [_name(head.article.get("headline")), _clean(graph), head.title, _clean(card)]


def _said_dates(head: _Head) -> Iterator[tuple[Any, str]]:
    yield head.article.get("datePublished"), "json-ld"
    yield from ((head.meta.get(name), "meta") for name in page_date.NAMES)
    yield head.page_date, "json-ld"
    yield from ((value, "meta") for value in head.times)


def _author(tree: HtmlElement, head: _Head, site: str) -> str | None:
    """The people JSON-LD, meta or the markup name, the outlet and its newsroom left out."""
    named = head.article.get("author")
    values = [_name(value) for value in (named if isinstance(named, list) else [named])]
    meta = [_clean(head.meta[name]) for name in _AUTHOR_NAMES if name in head.meta][:1]
    people = _people(values, site) or _people(meta, site) or _marked_people(tree, site)
    return ", ".join(people) or None


def _marked_people(tree: HtmlElement, site: str) -> tuple[str, ...]:
    """The people of the first element marked as author's: by the standard attributes, or that reads as a byline."""
    for element in _MARKED_AUTHORS(tree)[:8]:
        text = _content(element)
        marked = element.get("rel") == "author" or element.get("itemprop") == "author"
        if (marked or byline(text)) and (found := _people([text], site)):
            return found
    return ()


def _people(values: list[str], site: str) -> tuple[str, ...]:
    parts = [
        part.strip() for value in values if len(value) < 200 for part in _PEOPLE.split(_BY.sub("", value))
    ]
    outlet = letters(site)
    return tuple(
        dict.fromkeys(part for part in parts if is_person(part) and not (outlet and outlet in letters(part)))
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _absolute(address: str | None, base: str | None) -> str | None:
    try:
        joined = urljoin(base or "", address.strip()) if address else ""
        return joined if urlsplit(joined).scheme in {"http", "https"} and urlsplit(joined).hostname else None
    except ValueError:
        return None
