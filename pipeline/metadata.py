"""What a page says about itself: title, outlet, people, dates, language and address, each with where it is from.

Sources in order of trust: JSON-LD (schema.org), OpenGraph and other meta tags, microdata, the markup, the address, the
text. What a page says is checked: an address of another site, an update before the publication, an author who is the
newsroom are not believed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import chain, islice

from lxml.html import HtmlElement

from pipeline import (
    linked_data,
    page_address,
    page_author,
    page_byline,
    page_date,
    page_mention,
    page_title,
    stated_date,
)
from pipeline.clean import letters
from pipeline.page_date import Known, Said
from pipeline.page_head import Head, Parts, Properties, content, line
from pipeline.page_head import read as read_head

_DATELINE = 10  # lines under the title
_OVERLINE = 2  # lines over it: what stands higher is the page's, today's date for one


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


@dataclass(kw_only=True)
class _Page:
    """A page while it is read."""

    tree: HtmlElement
    head: Head
    url: str | None
    seen_at: datetime
    host: str = ""
    site: str = ""
    article: linked_data.Node = field(default_factory=dict)
    item: Properties = field(default_factory=dict)  # the article in microdata
    heading: HtmlElement | None = None  # the title's
    provenance: dict[str, str] = field(default_factory=dict)

    @cached_property
    def after(self) -> list[page_byline.Line]:
        """The lines below the title."""
        return page_byline.after(self.heading) if self.heading is not None else []

    def before(self) -> Iterator[page_byline.Line]:
        """The lines above the title, the nearest first; of few pages more than the first are asked for."""
        return page_byline.before(self.heading) if self.heading is not None else iter(())

    def note(self, name: str, source: str | None) -> None:
        if source:
            self.provenance[name] = source


def read(tree: HtmlElement, url: str | None, seen_at: datetime, parts: Parts | None = None) -> Metadata:
    """What the page says about itself; url is where it was fetched, and no date after the one it was seen on counts."""
    page = _Page(tree=tree, head=read_head(tree, parts), url=url, seen_at=seen_at)
    headings = [content(element) for element in page.head.headings]
    page.article = _article(page, headings)
    page.item = _item(page, headings)
    address, source = page_address.canonical(_said_addresses(page), url)
    page.note("url", source)
    page.host = page_address.host(url or address)
    title = _title(page, headings)
    outlet, source = page_address.outlet(_said_outlets(page), title, page.head.title, page.host)
    page.note("outlet", source)
    page.site = outlet
    page.heading = _heading(page, title)
    language = _language(page)
    author = _author(page)
    published, updated, day = _dates(page, language, url or address)
    shown = (*headings[:3], line(page.head.first("og:title")), title or "")
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
        published_zone=page_date.zone_of(published.moment.at) if published else None,
        updated_at=updated.moment.at.astimezone(UTC) if updated else None,
        headings=tuple(dict.fromkeys(filter(None, shown))),
        provenance=page.provenance,
    )


def _article(page: _Page, headings: list[str]) -> linked_data.Node:
    titles = {letters(text) for text in (*headings, line(page.head.first("og:title")))} - {""}
    here = [one for one in (page.url, page.head.canonical) if one]
    return linked_data.article(
        page.head.nodes,
        lambda address: any(page_address.same_page(address, one) for one in here),
        lambda headline: letters(line(headline)) in titles,
    )


def _item(page: _Page, headings: list[str]) -> Properties:
    """The item of microdata that holds the title's heading or names it, or that is the only one."""
    items, titles = page.head.items, {letters(text) for text in headings}
    for scope, item in items:
        holds = any(scope in heading.iterancestors() for heading in page.head.headings[:1])
        if holds or any(letters(line(text)) in titles for text in item.get("headline", [])):
            return item
    return items[0][1] if len(items) == 1 else {}


def _said_addresses(page: _Page) -> Iterator[tuple[str | None, str]]:
    yield page.head.canonical, "html"
    yield page.head.first("og:url"), "opengraph"
    yield from ((address, "json-ld") for address in linked_data.addresses(page.article))


def _title(page: _Page, headings: list[str]) -> str | None:
    head = page.head
    said = [
        (line(linked_data.text(page.article.get("headline"))), "json-ld"),
        (line(head.first("og:title")), "opengraph"),
        (head.title, "html"),
        (line(head.first("twitter:title", "dc.title", "parsely-title", "sailthru.title")), "meta"),
        (line("".join(page.item.get("headline", [])[:1])), "microdata"),
    ]
    site = line(head.first("og:site_name") or linked_data.text(page.article.get("publisher")))
    lesser = map(content, head.lesser)
    title = page_title.choose(headings, [text for text, _ in said], site, page.host, lesser)
    bare = letters(title or "")
    page.note(
        "title",
        next(
            (source for text, source in said if bare and letters(text).startswith(bare)),
            "html" if title else None,
        ),
    )
    return title


def _said_outlets(page: _Page) -> Iterator[tuple[str, str]]:
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


def _language(page: _Page) -> str | None:
    """The language a page declares: for the whole of it, then for the article."""
    said = (
        (page.head.language, "html"),
        (linked_data.text(page.article.get("inLanguage")), "json-ld"),
        (page.head.first("og:locale"), "opengraph"),
        (page.head.first("content-language", "dc.language", "dcterms.language", "language"), "meta"),
    )
    for tag, source in said:
        if tag and tag[:2].isalpha():
            page.note("language", source)
            return tag.strip()[:35]
    return None


def _heading(page: _Page, title: str | None) -> HtmlElement | None:
    """The heading that is the title, else the first, be it the site's: what stands around it is dated, too."""
    bare = letters(title or "")
    headings = (
        element for element in page.tree.iter("h1", "h2", "h3") if bare and letters(content(element)) == bare
    )
    return next(headings, next(filter(content, page.tree.iter("h1")), None))


def _author(page: _Page) -> str | None:
    """The people that JSON-LD, meta, microdata or the lines around the title name, the outlet and its newsroom left out."""
    for values, source, single in _said_authors(page):
        found = page_author.people(values, page.site, page.host, single=single)
        if found:
            page.note("author", source)
            return ", ".join(found)
    authors = page_author.stated(page.head.meta, page.item.get("author", []))
    if owner := page_author.owner(page.article, page.head.nodes, authors):
        page.note("author", "json-ld" if page.article.get("author") else "meta")
    return owner


def _said_authors(page: _Page) -> Iterator[tuple[list[str], str, bool]]:
    head = page.head
    values = linked_data.resolved(page.article.get("author") or page.article.get("creator"), head.nodes)
    yield page_author.of_linked_data(values), "json-ld", True
    yield from ((head.meta[name], "meta", True) for name in page_author.META if name in head.meta)
    yield page.item.get("author", []) or page.item.get("creator", []), "microdata", True
    if page_author.WRITTEN_BY.fullmatch(head.first("twitter:label1").strip()):
        yield head.meta.get("twitter:data1", [])[:1], "meta", True
    yield page_byline.names(page.after), "html", False
    yield page_byline.names([*page.before()][::-1]), "html", False
    yield from (([text], "html", False) for text in page_mention.anywhere(page.tree, page.after))
    for node in filter(linked_data.is_page, head.nodes):
        yield (
            page_author.of_linked_data(linked_data.resolved(node.get("author"), head.nodes)),
            "json-ld",
            False,
        )


def _dates(
    page: _Page, language: str | None, url: str | None
) -> tuple[Known | None, Known | None, date | None]:
    """When the page was published and updated, and the day of the former at the outlet; htmldate is asked last, it takes longer than all the rest."""
    stated = list(stated_date.published(page.head, page.article, page.item))
    changes = list(stated_date.updated(page.head, page.article, page.item))
    zones = [str(said.value) for said in (*stated, *changes)]
    below = list(page_byline.days(page.after, language))
    around = chain(below, page_byline.days(page.before(), language))
    shown = (Said(day.isoformat(), "text") for day, update in around if not update)
    changed = [Said(day.isoformat(), "text") for day, update in below if update]
    near = (*page.after[:_DATELINE], *islice(page.before(), _OVERLINE))
    at_title = next((day for day, update in page_byline.days(near, language) if not update), None)
    known = page_date.first(stated, page.seen_at, language, zones)
    published = (
        page_date.with_address(page_date.earlier(known, at_title), url, page.seen_at)
        or page_date.first(shown, page.seen_at)
        or page_date.first(changed, page.seen_at)  # near its title a page has one day at least
        or page_date.searched(page.tree, page.seen_at)
    )
    changes += changed
    updated = page_date.updated(page_date.first(changes, page.seen_at, language, zones), published)
    page.note("published_at", published.source if published else None)
    page.note("updated_at", updated.source if updated else None)
    own = filter(None, (page_date.url_day(url), at_title))
    return published, updated, page_date.day_there(published.moment, own) if published else None
