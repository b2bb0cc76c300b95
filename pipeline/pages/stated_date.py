"""The dates that a page states for programs to read: in JSON-LD, meta tags, microdata and time elements."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from pipeline.pages import linked_data
from pipeline.pages.page_date import Said
from pipeline.pages.page_head import Head, Properties, content

# Names of meta tags, the most exact first.
_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "published_time", "publication_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "pubdate", "publishdate", "publish-date",
    "publish_date", "date", "article:published", "article_date_original", "og:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "bt:pubdate", "og:pubdate", "citation_publication_date", "citation_date", "dc.created", "date_published", "published-date", "release_date", "mediator_published_time",
)  # fmt: skip
_UPDATED_NAMES = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article.updated", "lastmod", "last-modified", "dcterms.modified",
    "dc.date.modified", "article:modified", "moddate", "utime", "bt:moddate", "cxenseparse:recs:modifiedtime",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.:])(?:publish(?:ed)?|publication|pub|issued?|posted)[-_.:]?(?:date|time|at|on|datetime)$"
)
_PUBLISHED_MARK = re.compile(
    r"publi|posted|pubdate|entry-date|post-date|post-info|опубликовано|опубліковано|veröffentlicht",
    re.IGNORECASE,
)
_UPDATED_MARK = re.compile(r"updat|modif|обновлено|оновлено|aktualisiert", re.IGNORECASE)
_LEAD = 40  # characters before a time element that may say what time it is


def published(head: Head, article: linked_data.Node, item: Properties) -> Iterator[Said]:
    """The times of publication that a page states, the most trusted first; article and item are its JSON-LD and microdata."""
    yield Said(article.get("datePublished"), "json-ld")
    yield from _in_meta(head, _PUBLISHED_NAMES)
    yield from (Said(value, "microdata") for value in item.get("datePublished", [])[:1])
    yield from (Said(values[0], "meta") for name, values in head.meta.items() if _PUBLISHED_NAME.search(name))
    yield from (
        Said(node.get("datePublished"), "json-ld") for node in head.nodes if linked_data.is_page(node)
    )
    yield from (
        Said(_time(element), "html")
        for element in head.times
        if _is_marked(element, _PUBLISHED_MARK, _UPDATED_MARK)
    )
    yield Said(article.get("dateCreated"), "json-ld")
    yield from (Said(value, "microdata") for value in item.get("dateCreated", [])[:1])


def updated(head: Head, article: linked_data.Node, item: Properties) -> Iterator[Said]:
    """The times of the last change that a page states, likewise."""
    yield Said(article.get("dateModified"), "json-ld")
    yield from _in_meta(head, _UPDATED_NAMES)
    yield from (Said(value, "microdata") for value in item.get("dateModified", [])[:1])
    yield from (
        Said(_time(element), "html") for element in head.times if _is_marked(element, _UPDATED_MARK, None)
    )


def _in_meta(head: Head, names: tuple[str, ...]) -> Iterator[Said]:
    for name in names:
        if name in head.meta:
            yield Said(head.meta[name][0], "opengraph" if name.startswith(("article:", "og:")) else "meta")


def _time(element: HtmlElement) -> Any:
    return element.get("datetime") or content(element)


def _is_marked(element: HtmlElement, mark: re.Pattern[str], other: re.Pattern[str] | None) -> bool:
    """Whether a time element says by its attributes, or the words before it, which time it holds."""
    parent, previous = element.getparent(), element.getprevious()
    lead = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    marks = (
        f"{element.get('class', '')} {element.get('itemprop', '')} {' '.join(element.keys())} {lead[-_LEAD:]}"
    )
    return bool(mark.search(marks)) and not (other and other.search(marks))
