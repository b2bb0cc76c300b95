"""From the entries of a feed to documents: which one is meant, what it says, when it was published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from flows.sources.feed_parser import Entry
from flows.sources.web import web_url
from pipeline.identity import canonical_url, content_id
from pipeline.pages.page_address import is_front
from pipeline.records import Document, Reason, Rejection, Stage
from pipeline.texts.text import has_words

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a clock that was never set
CLOCK_SKEW = timedelta(hours=1)  # further ahead is no publication but a mistake (or a wrong zone)
# Enclosed content of so many words is the article, unless it ends by saying that it is not. A description is held to be a
# teaser for longer: many outlets put three paragraphs there.
_WHOLE = {"content": 120, "summary": 300}
_CUT = ("…", "...", "[…]", "[...]", "…]", "...]", "read more", "continue reading", "read more.", "→")
_GLOBAL_IDS = ("urn:", "tag:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An entry with the name it has everywhere (uri), the key it is remembered by, and the digest of what it says."""

    entry: Entry
    uri: str
    key: str
    digest: str
    face: str  # of its link, then of its title, six characters each
    url: str | None  # its own page; None when that is the page of others, too
    others: tuple[str, ...] = ()  # what else it may be named by, the best first; the last is its content


def identified(entries: Sequence[Entry], feed_url: str) -> Iterator[Identified]:
    """Each different entry once: by its id, else its address, else its content; an id that several share names none."""
    distinct: dict[str, Entry] = {}
    for entry in entries:
        distinct.setdefault(_digest(entry), entry)
    shared = Counter(name for entry in distinct.values() for name in dict.fromkeys(_names(entry)))
    common = _common_pages(distinct.values())
    for digest, entry in distinct.items():
        names = [name for name in _names(entry) if shared[name] == 1]
        uri, *others = *dict.fromkeys(names), f"{feed_url}#{digest}"
        url = web_url(entry.link)
        yield Identified(
            entry=entry,
            uri=uri,
            key=content_id("entry", uri),
            digest=digest,
            face=content_id(entry.link or "")[:6] + content_id(entry.title or "")[:6],
            url=None if url is None or is_front(url) or _page(url) in common else url,
            others=tuple(others),
        )


def renamed(one: Identified) -> Identified:
    """The entry under its next name."""
    uri, *others = one.others
    return replace(one, uri=uri, key=content_id("entry", uri), others=tuple(others))


def _names(entry: Entry) -> list[str]:
    """What may name the entry, the best first."""
    found = []
    if entry.id and entry.id.lower().startswith(_GLOBAL_IDS):
        found.append("".join(entry.id.split()))
    addresses = (web_url(entry.id), web_url(entry.link))
    return found + [address for address in addresses if address and not is_front(address)]


def _common_pages(entries: Iterable[Entry]) -> set[str]:
    """Pages that entries of different titles point to, as the parts of a live blog do: they are the article of none.

    Articles are told apart by their page, so that each but the last would be lost behind another.
    """
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        url = web_url(entry.link)
        if url:
            titles[_page(url)].add((entry.title or "").casefold())
    return {page for page, found in titles.items() if len(found) > 1}


def _page(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:  # an address no standard can read is itself
        return url


def _digest(entry: Entry) -> str:
    """Neither id nor date: feeds exist that make both anew at each poll."""
    return content_id(entry.link or "", entry.title or "", entry.text)


def is_whole(entry: Entry) -> bool:
    """Whether what the feed encloses is the article, not a teaser."""
    if entry.content_from is None or entry.text.rstrip().lower().endswith(_CUT):
        return False
    return has_words(entry.text, _WHOLE[entry.content_from])


def to_document(
    one: Identified, *, source: str, outlet: str | None, fetched_at: datetime
) -> Document | Rejection:
    """What the feed itself says of an article: the markup or the words it encloses, be that the article or a teaser."""
    entry = one.entry
    if not entry.title and not entry.text:
        detail = "an entry with neither title nor text"
        return Rejection(
            uri=one.uri,
            source=source,
            stage=Stage.SOURCE,
            reason=Reason.EMPTY,
            detail=detail,
            seen_at=fetched_at,
        )
    published_at, published_from = published(entry, fetched_at)
    return Document(
        uri=one.uri,
        source=source,
        media_type="text/html" if entry.html else "text/plain",
        content=entry.html or entry.text,
        fetched_at=fetched_at,
        url=one.url,
        title=entry.title,
        outlet=outlet or entry.outlet,
        author=entry.author,
        published_at=published_at,
        published_from=published_from,
        content_from=entry.content_from or "title",
    )


def published(entry: Entry, now: datetime) -> tuple[datetime | None, str | None]:
    """When, and how it is known: what cannot be true is not known."""
    said = ((entry.published, entry.zone, "feed"), (entry.updated, None, "feed-updated"))
    for seconds, zone, how in said:
        if seconds is None:
            continue
        moment = _moment(seconds, zone)
        if moment and _EARLIEST <= moment <= now + CLOCK_SKEW:
            return moment, how
    return None, None


def _moment(seconds: int, zone: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, timezone(timedelta(minutes=zone or 0)))
    except (ValueError, OverflowError, OSError):
        return None
