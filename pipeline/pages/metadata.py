"""What a page says about itself: title, outlet, people, dates, language and address, each with where it is from.

Sources in order of trust: JSON-LD (schema.org), OpenGraph and other meta tags, microdata, the markup, the address, the
text. What a page says is checked: an address of another site, an update before the publication, an author who is the
newsroom are not believed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain

from lxml.html import HtmlElement

from pipeline.cleaning import furniture
from pipeline.cleaning.clean import letters
from pipeline.pages import (
    linked_data,
    page_address,
    page_author,
    page_byline,
    page_dating,
    page_heading,
    page_mention,
    page_signature,
    page_title,
)
from pipeline.pages.page_head import Parts, Properties, content, line
from pipeline.pages.page_head import read as read_head
from pipeline.pages.page_reading import Reading
from pipeline.texts.moment import zone_of

_AT_TITLE = 12  # lines under a title among which a byline stands
_LANGUAGE_TAG = re.compile(r"(?!utf)[a-z]{2,3}(?:[-_][a-z0-9]{1,8}){0,4}", re.IGNORECASE)  # BCP 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; unknown is None."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None  # names, parted by ", "
    language: str | None = None
    url: str | None = None  # absolute
    published_at: datetime | None = None
    published_from: str | None = None
    published_precision: str | None = None  # minute or day
    published_on: date | None = None  # the day at the outlet
    published_zone: str | None = None  # ±HH:MM, if given
    updated_at: datetime | None = None  # never before published_at
    headings: tuple[str, ...] = ()  # that may stand in the text as its title
    provenance: Mapping[str, str] = field(
        default_factory=dict
    )  # field -> json-ld, opengraph, meta, microdata, html, url, text


def read(tree: HtmlElement, url: str | None, seen_at: datetime, parts: Parts | None = None) -> Metadata:
    """What the page says about itself; url is where it was fetched, and no date after the one it was seen on counts."""
    page = Reading(tree=tree, head=read_head(tree, parts), url=url, seen_at=seen_at)
    page.article = _article(page)
    page.item = _item(page)
    address, source = page_address.canonical(_said_addresses(page), url)
    page.note("url", source)
    page.host = page_address.host(url or address)
    title = _title(page)
    outlet, source = page_address.outlet(_said_outlets(page), title, page.head.title, page.host)
    page.note("outlet", source)
    page.site = outlet
    page.heading = _heading(page, title)
    language = _language(page)
    author = _author(page, title or "")
    published, updated, day = page_dating.dates(page, language, url or address)
    own = content(page.heading) if page.heading is not None else ""
    shown = (*page.headings[:3], line(page.head.first("og:title")), own, title or "")
    return Metadata(
        title=title,
        outlet=outlet or None,
        author=author,
        language=language,
        url=address,
        published_at=published.moment.at.astimezone(UTC) if published else None,
        published_from=published.source if published else None,
        published_precision=published.moment.precision if published else None,
        published_on=day,
        published_zone=zone_of(published.moment.at) if published else None,
        updated_at=updated.moment.at.astimezone(UTC) if updated else None,
        headings=tuple(dict.fromkeys(filter(None, shown))),
        provenance=page.provenance,
    )


def _article(page: Reading) -> linked_data.Node:
    titles = {letters(text) for text in (*page.headings, line(page.head.first("og:title")))} - {""}
    here = [one for one in (page.url, page.head.canonical) if one]
    return linked_data.article(
        page.head.nodes,
        lambda address: any(page_address.same_page(address, one) for one in here),
        lambda headline: letters(line(headline)) in titles,
    )


def _item(page: Reading) -> Properties:
    """The item of microdata that holds the title's heading or names it, or that is the only one."""
    items, titles = page.head.items, {letters(text) for text in page.headings}
    for scope, item in items:
        holds = any(scope in heading.iterancestors() for heading in page.head.headings[:1])
        if holds or any(letters(line(text)) in titles for text in item.get("headline", [])):
            return item
    return items[0][1] if len(items) == 1 else {}


def _said_addresses(page: Reading) -> Iterator[tuple[str | None, str]]:
    yield page.head.canonical, "html"
    yield page.head.first("og:url"), "opengraph"
    yield from ((address, "json-ld") for address in linked_data.addresses(page.article))


def _title(page: Reading) -> str | None:
    head = page.head
    said = [
        (line(linked_data.text(page.article.get("headline"))), "json-ld"),
        (line(head.first("og:title")), "opengraph"),
        (head.title, "html"),
        (line(head.first("twitter:title", "dc.title", "parsely-title", "sailthru.title")), "meta"),
        (line("".join(page.item.get("headline", [])[:1])), "microdata"),
    ]
    site = line(head.first("og:site_name") or linked_data.text(page.article.get("publisher")))
    title = _chosen(page, [text for text, _ in said], site)
    bare = letters(title or "")
    page.note(
        "title",
        next(
            (source for text, source in said if bare and letters(text).startswith(bare)),
            "html" if title else None,
        ),
    )
    return title


def _chosen(page: Reading, said: list[str], site: str) -> str | None:
    """The title out of what is said and the headings; those at the end of a trail of links are asked last."""
    *head, _ = said  # microdata say what stands in the heading, kicker and all
    spoken = {letters(text) for text in head} - {""}

    def bare(headings: Iterable[HtmlElement]) -> Iterator[str]:
        return (page_heading.headline(heading, spoken.__contains__) for heading in headings)

    lesser = page.head.lesser
    own = list(bare(page_heading.beside_trails(page.head.headings)))
    for texts in () if own else (bare(lesser), map(content, lesser)):
        if stated := page_title.stated(said, list(texts), site, page.host):
            return stated
    return page_title.choose(
        own or page.headings, said, site, page.host, chain(bare(lesser), map(content, lesser))
    )


def _said_outlets(page: Reading) -> Iterator[tuple[str, str]]:
    head = page.head
    yield line(head.first("og:site_name")), "opengraph"
    yield line(linked_data.text(page.article.get("publisher"))), "json-ld"
    sites = (node for node in head.nodes if "WebSite" in linked_data.kinds(node))
    yield from ((line(linked_data.text(node)), "json-ld") for node in sites)
    yield (
        line(
            head.first("application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher")
        ),
        "meta",
    )


def _language(page: Reading) -> str | None:
    """The language a page declares: for the whole of it, then for the article."""
    said = (
        (page.head.language, "html"),
        (linked_data.text(page.article.get("inLanguage")), "json-ld"),
        (page.head.first("og:locale"), "opengraph"),
        (page.head.first("content-language", "dc.language", "dcterms.language", "language"), "meta"),
    )
    for tag, source in said:
        if tag and _LANGUAGE_TAG.fullmatch(tag.strip()):
            page.note("language", source)
            return tag.strip()[:35]
    return None


def _heading(page: Reading, title: str | None) -> HtmlElement | None:
    """The heading that is the title, else the first, be it the site's: what stands around it is dated, too."""
    found = page_heading.standing(page.tree.iter("h1", "h2", "h3"), title or "")
    return found if found is not None else next(filter(content, page.tree.iter("h1")), None)


def _author(page: Reading, title: str) -> str | None:
    """The people that JSON-LD, meta, microdata or the lines around the title name, the outlet and its newsroom left out."""
    for values, source, single in _said_authors(page, title):
        found = page_author.people(values, page.site, page.host, single=single)
        if found:
            page.note("author", source)
            others = (page_author.people(one, page.site, page.host) for one in _fellows(page))
            return ", ".join(page_signature.fuller(found, others) if source != "html" else found)
    authors = page_author.stated(page.head.meta, page.item.get("author", []))
    if owner := page_author.owner(page.article, page.head.nodes, authors):
        page.note("author", "json-ld" if page.article.get("author") else "meta")
    return owner


def _fellows(page: Reading) -> Iterator[list[str]]:
    """Where else the authors stand: what is named first, with fewer, may be who only entered the text."""
    creators = linked_data.resolved(page.article.get("creator"), page.head.nodes)
    yield page_author.of_linked_data(creators)
    yield from (page.head.meta[name] for name in page_author.META if name in page.head.meta)
    yield from ([text] for text, _ in page.after[:_AT_TITLE] if furniture.byline(text))


def _said_authors(page: Reading, title: str) -> Iterator[tuple[list[str], str, bool]]:
    head = page.head
    values = linked_data.resolved(page.article.get("author") or page.article.get("creator"), head.nodes)
    yield page_author.of_linked_data(values), "json-ld", True
    yield from ((head.meta[name], "meta", True) for name in page_author.META if name in head.meta)
    yield page.item.get("author", []) or page.item.get("creator", []), "microdata", True
    if page_author.WRITTEN_BY.fullmatch(head.first("twitter:label1").strip()):
        yield head.meta.get("twitter:data1", [])[:1], "meta", True
    yield page_byline.names(page.after), "html", False
    yield page_byline.names([*page.before()][::-1]), "html", False
    yield from (
        ([text], "html", False) for text in page_mention.anywhere(page.tree, page.after, head.language, title)
    )
    yield from (
        ([text], "html", False) for text in page_signature.signers(page.tree, page.near, head.language, title)
    )
    for node in filter(linked_data.is_page, head.nodes):
        yield (
            page_author.of_linked_data(linked_data.resolved(node.get("author"), head.nodes)),
            "json-ld",
            False,
        )
