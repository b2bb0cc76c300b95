"""From the entries of a feed to documents: which one is meant, what it says, when it was published."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.sources.feed_parser import Entry
from flows.sources.web import web_url
from pipeline.identity import content_id
from pipeline.records import Document, Reason, Rejection, Stage
from pipeline.text import words

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a clock that was never set
_CLOCK_SKEW = timedelta(hours=1)  # further ahead is no publication but a mistake (or a wrong zone)
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
    url: str | None


def identified(entries: Sequence[Entry], feed_url: str) -> Iterator[Identified]:
    """Each different entry once: by its id, else its address, else its content; an id that several share names none."""
    distinct: dict[str, Entry] = {}
    for entry in entries:
        distinct.setdefault(_digest(entry), entry)
    shared = Counter(name for entry in distinct.values() for name in dict.fromkeys(_names(entry)))
    for digest, entry in distinct.items():
        own = next((name for name in _names(entry) if shared[name] == 1), None)
        uri = own or f"{feed_url}#{digest}"
        yield Identified(
            entry=entry, uri=uri, key=content_id("entry", uri), digest=digest, url=web_url(entry.link)
        )


def _names(entry: Entry) -> list[str]:
    """What may name the entry, the best first."""
    found = []
    if entry.id and entry.id.lower().startswith(_GLOBAL_IDS):
        found.append("".join(entry.id.split()))
    found += [name for name in (web_url(entry.id), web_url(entry.link)) if name]
    return found


def _digest(entry: Entry) -> str:
    """Neither id nor date: feeds exist that make both anew at each poll."""
    return content_id(entry.link or "", entry.title or "", entry.text)


def is_whole(entry: Entry) -> bool:
    """Whether what the feed encloses is the article, not a teaser."""
    if entry.content_from is None or entry.text.rstrip().lower().endswith(_CUT):
        return False
    return sum(1 for _ in words(entry.text)) >= _WHOLE[entry.content_from]


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
        content_from=entry.content_from,
    )


def published(entry: Entry, now: datetime) -> tuple[datetime | None, str | None]:
    """When, and how it is known: what cannot be true is not known."""
    for seconds, how in ((entry.published, "feed"), (entry.updated, "feed-updated")):
        if seconds is None:
            continue
        moment = _moment(seconds)
        if moment and _EARLIEST <= moment <= now + _CLOCK_SKEW:
            return moment, how
    return None, None


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
