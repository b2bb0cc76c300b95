"""What an address is: a feed, a sitemap, a list of feeds or a page; and where the feeds of a page's site are."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

from flows.sources.address import RefusedError
from flows.sources.answer import Answer, FetchError
from flows.sources.discover import feed_links
from flows.sources.entries import is_whole, published
from flows.sources.feed_parser import Entry, FeedParser, ParsedFeed, ParseError
from flows.sources.feeds import ACCEPT
from flows.sources.http import Client
from flows.sources.pages import Robots
from flows.sources.sitemap import is_sitemap, read_sitemap
from flows.sources.web import web_url

_HEAD = 8_000  # bytes in which the first tag that tells what this is must come
_ROOT = re.compile(
    rb"<(?:[a-z]{1,20}:)?(rss|feed|rdf|channel|opml|urlset|sitemapindex|html)\b", re.IGNORECASE
)
_FEED_PLACES = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
_SITEMAP_PLACES = ("/sitemap-news.xml", "/news-sitemap.xml")
_NAMED = 6  # feeds of a page that are looked at
_SITEMAPS = 3  # of those that a robots.txt names

Kind = Literal["feed", "sitemap", "opml", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands at an address now."""

    kind: Kind
    url: str  # to be asked from now on: permanent redirects followed
    title: str | None = None
    entries: int = 0
    whole: int = 0  # of them, enclosed as whole articles
    sitemaps: int = 0  # of a sitemap that is an index
    newest: datetime | None = None
    links: tuple[str, ...] = ()  # of a page: the feeds it names
    body: bytes = b""  # of a list of feeds

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """What to prefer: articles to their comments, feeds to sitemaps, many entries, whole ones twice."""
        comments = "comment" in f"{self.url} {self.title}".lower()
        return not comments, self.kind == "feed", self.entries + self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An address that gave nothing, and why."""

    url: str
    why: str
    refused: bool = False  # by us: the address is not public


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an address led to, the best first, and what was tried in vain."""

    address: str
    found: tuple[Found, ...] = ()
    tried: tuple[Miss, ...] = ()
    page: str | None = None  # where the address led, if it is one


class Probe:
    """Looks at addresses, each once, in turn, as a poll would."""

    def __init__(
        self, client: Client, parser: FeedParser, now: datetime, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """`say` is told each address before it is asked."""
        self._client = client
        self._parser = parser
        self._robots = Robots(client)
        self._now = now
        self._say = say

    async def look(self, url: str, *, trusted_host: str | None = None) -> Found | Miss:
        """One address, as it is."""
        self._say(url)
        try:
            answer = await self._client.get(url, accept=ACCEPT, trusted_host=trusted_host)
            if answer.status != 200:
                return Miss(url=url, why=f"{urlsplit(answer.url).hostname} answered {answer.status}")
            return await self._judged(answer.moved_to or url, answer)
        except (FetchError, ParseError) as error:
            return Miss(url=url, why=str(error), refused=isinstance(error.__cause__, RefusedError))

    async def search(self, address: str, *, allow_private: bool) -> Search:
        """An address, or if it is a page its feeds: those it names, else those in the usual places of its site."""
        trusted = urlsplit(address).hostname if allow_private else None
        first = await self.look(address, trusted_host=trusted)
        if isinstance(first, Miss):
            return Search(address=address, tried=(first,))
        if first.kind != "page":
            return Search(address=address, found=(first,))
        hits, misses = _parted([await self.look(link, trusted_host=trusted) for link in first.links[:_NAMED]])
        if not hits:
            hits, more = await self._guessed(first.url, trusted)
            misses += more
        best = sorted(hits, key=lambda hit: hit.weight, reverse=True)
        return Search(address=address, found=tuple(best), tried=tuple(misses), page=first.url)

    async def _guessed(self, page: str, trusted: str | None) -> tuple[list[Found], list[Miss]]:
        """The usual places in turn, as robots.txt allows, until one has something."""
        sitemaps = await self._robots.sitemaps(page, trusted)
        named = sorted(filter(web_url, sitemaps), key=lambda url: "news" not in url.lower())[:_SITEMAPS]
        places = [urljoin(page, place) for place in _FEED_PLACES]
        places += [*named, *(urljoin(page, place) for place in _SITEMAP_PLACES)]
        tried: list[Miss] = []
        for place in dict.fromkeys(places):
            refusal = await self._robots.refusal(place, trusted)
            seen = Miss(url=place, why=refusal) if refusal else await self.look(place, trusted_host=trusted)
            hits, misses = _parted([seen])
            if hits:
                return hits, tried
            tried += misses
        return [], tried

    async def _judged(self, url: str, answer: Answer) -> Found | Miss:
        match _root(answer.body):
            case "html":
                return Found(kind="page", url=answer.url, links=tuple(feed_links(answer.body, answer.url)))
            case "opml":
                return Found(kind="opml", url=url, body=answer.body)
        if is_sitemap(answer.body):
            return _sitemap(url, answer, self._now)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()[:60]
        parsed = await asyncio.to_thread(
            self._parser.parse,
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
        )
        if parsed.version or parsed.entries:
            return _feed(url, parsed, self._now)
        if "html" in kind:
            return Found(kind="page", url=answer.url, links=tuple(feed_links(answer.body, answer.url)))
        return Miss(
            url=url, why=f"neither feed nor page ({kind or 'no content type'}, {len(answer.body):,} bytes)"
        )


def _root(body: bytes) -> str:
    """The tag that tells what this is, in any encoding that keeps ASCII or doubles it."""
    first = _ROOT.search(body[:_HEAD].replace(b"\x00", b""))
    return first[1].decode("ascii").lower() if first else ""


def _feed(url: str, parsed: ParsedFeed, now: datetime) -> Found:
    return Found(
        kind="feed",
        url=url,
        title=parsed.title,
        entries=len(parsed.entries),
        whole=sum(map(is_whole, parsed.entries)),
        newest=_newest(parsed.entries, now),
    )


def _sitemap(url: str, answer: Answer, now: datetime) -> Found:
    homes = {host for place in (url, answer.url) if (host := urlsplit(place).hostname)}
    read = read_sitemap(answer.body, homes)
    entries = [*read.news, *read.plain]
    return Found(
        kind="sitemap",
        url=url,
        entries=len(entries),
        sitemaps=len(read.children),
        newest=_newest(entries, now),
    )


def _newest(entries: Iterable[Entry], now: datetime) -> datetime | None:
    return max((moment for entry in entries if (moment := published(entry, now)[0])), default=None)


def _parted(seen: Iterable[Found | Miss]) -> tuple[list[Found], list[Miss]]:
    """Those that can be polled, each address once; the rest with what was wrong."""
    hits: dict[str, Found] = {}
    misses: list[Miss] = []
    for one in seen:
        if isinstance(one, Miss):
            misses.append(one)
        elif one.kind in {"feed", "sitemap"} and (one.entries or one.sitemaps):
            hits.setdefault(one.url, one)
        else:
            misses.append(Miss(url=one.url, why=_NO_USE[one.kind]))
    return list(hits.values()), misses


_NO_USE: dict[Kind, str] = {
    "feed": "a feed without entries",
    "sitemap": "a sitemap without entries",
    "opml": "a list of feeds",
    "page": "a web page",
}
