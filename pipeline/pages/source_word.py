"""What a source said of a document, checked against what its page says of itself.

An importer's word is taken as it is: somebody knew. A feed's is made by programs and is checked: titles come with the
name of the site, in capitals or cut; authors are addresses or "admin"; dates are those of the last change, or of tomorrow.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from pipeline.cleaning.clean import Cleaned, letters, plain
from pipeline.pages import page_author, page_title
from pipeline.pages.metadata import Metadata
from pipeline.pages.page_address import host
from pipeline.pages.page_date import day_there
from pipeline.records import Document
from pipeline.texts.moment import DAY, MINUTE, Moment, zone, zone_of

_CUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
_APART = timedelta(days=1)  # a feed and its page may name different zones, not different days
_GUESSED = frozenset({"text"})  # sources too weak to contradict a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is believed, and where each field is from."""

    title: str | None
    outlet: str | None
    author: str | None
    published_at: datetime | None = None  # UTC
    published_from: str | None = None
    published_precision: str | None = None
    published_on: date | None = None  # the day at the outlet
    published_zone: str | None = None
    updated_at: datetime | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Time:
    at: datetime
    source: str
    precision: str
    on: date  # at the outlet
    zone: str | None = None


def settle(document: Document, found: Cleaned, said: Metadata, url: str | None) -> Settled:
    """The fields of an article out of its source's word, the page's, and what was found in a plain text."""
    source, page_host = kind(document), host(url).removeprefix("www.")
    outlet, outlet_from = _outlet(document, said, source, page_host)
    title, title_from = _title(document, found, said, (source, outlet or "", page_host))
    author, author_from = _author(document, found, said, (source, outlet or "", page_host))
    when = _published(document, found, said, source)
    updated = _updated(document, said, when)
    notes = {
        "title": title_from,
        "outlet": outlet_from,
        "author": author_from,
        "published_at": when.source if when else None,
    }
    if updated:
        notes["updated_at"] = (
            said.provenance.get("updated_at", source) if updated == said.updated_at else source
        )
    return Settled(
        title=title,
        outlet=outlet,
        author=author,
        published_at=when.at if when else None,
        published_from=when.source if when else None,
        published_precision=when.precision if when else None,
        published_on=when.on if when else None,
        published_zone=when.zone if when else None,
        updated_at=updated,
        provenance={name: value for name, value in notes.items() if value},
    )


def kind(document: Document) -> str:
    is_feed = document.content_from is not None or (document.published_from or "").startswith("feed")
    return "feed" if is_feed else "import"


def _line(text: str | None) -> str | None:
    return " ".join(plain(text).split()) or None if text else None


def _outlet(document: Document, said: Metadata, source: str, page_host: str) -> tuple[str | None, str | None]:
    if given := _line(document.outlet):
        return given, source
    if said.outlet:
        return said.outlet, said.provenance.get("outlet")
    return (page_host, "url") if page_host else (None, None)


def _title(
    document: Document, found: Cleaned, said: Metadata, about: tuple[str, str, str]
) -> tuple[str | None, str | None]:
    given, own = _line(document.title), _line(found.title)
    own_from = said.provenance.get("title", "text") if own else None
    if not given or (own and own_from != "text" and about[0] == "feed" and _is_worse(given, own, *about[1:])):
        return own, own_from
    if about[0] == "feed":
        return page_title.without_site(given, about[1], about[2], [own] if own else []), "feed"
    return given, about[0]


def _is_worse(given: str, own: str, outlet: str, page_host: str) -> bool:
    """Whether a feed's title is the page's own with something added, cut off, or shouted."""
    cut = _CUT.sub("", given)
    if cut != given:
        return bool(letters(cut)) and letters(own).startswith(letters(cut))
    bare = page_title.without_site(given, outlet, page_host, [own])
    return letters(bare) == letters(own) and (bare != given or (given.isupper() and not own.isupper()))


def _author(
    document: Document, found: Cleaned, said: Metadata, about: tuple[str, str, str]
) -> tuple[str | None, str | None]:
    given = page_author.people([document.author or ""], about[1], about[2], single=True)
    if given:
        return ", ".join(given), about[0]
    if said.author:
        return said.author, said.provenance.get("author")
    return found.author, "text" if found.author else None


def _published(document: Document, found: Cleaned, said: Metadata, source: str) -> _Time | None:
    own = _own(document, found, said)
    given = _where_published(_given(document, source), own)
    if given is None or own is None:
        return given or own
    if source == "import":
        return given
    if document.published_from == "feed-updated" or given.at > document.fetched_at:
        return own if own.source not in _GUESSED or given.at > document.fetched_at else given
    if abs(own.at - given.at) <= _APART:
        return own if (given.precision, own.precision) == (DAY, MINUTE) else given
    return min(given, own, key=lambda one: one.at) if own.source not in _GUESSED else given


def _given(document: Document, source: str) -> _Time | None:
    if document.published_at is None:
        return None
    there, said_by = document.published_at, document.published_from or source
    if there.time() == time():  # what is written when only the day is known
        return _Time(at=datetime.combine(there, time(), UTC), source=said_by, precision=DAY, on=there.date())
    at = there.astimezone(UTC)
    return _Time(at=at, source=said_by, precision=MINUTE, on=there.date(), zone=zone_of(there))


def _where_published(given: _Time | None, own: _Time | None) -> _Time | None:
    """A time given in UTC, with the day that it is where its outlet is, if the page tells."""
    if (
        given is None
        or own is None
        or given.zone
        or given.precision == DAY
        or abs(own.at - given.at) > _APART
    ):
        return given
    moment = Moment(at=given.at.astimezone(zone(own.zone)), precision=MINUTE)
    return replace(given, on=day_there(moment, [own.on]), zone=own.zone)


def _own(document: Document, found: Cleaned, said: Metadata) -> _Time | None:
    if said.published_at:
        return _Time(
            at=said.published_at,
            source=said.published_from or "text",
            precision=said.published_precision or MINUTE,
            on=said.published_on or said.published_at.date(),
            zone=said.published_zone,
        )
    day = found.published_on
    if day and day <= document.fetched_at.astimezone(UTC).date():
        return _Time(at=datetime.combine(day, time(), UTC), source="text", precision=DAY, on=day)
    return None


def _updated(document: Document, said: Metadata, when: _Time | None) -> datetime | None:
    """The time of the last change, if it is later than the publication; a feed's when it gave that alone."""
    at = said.updated_at
    if (
        at is None
        and document.published_from == "feed-updated"
        and document.published_at
        and when
        and when.source != "feed-updated"
    ):
        at = document.published_at.astimezone(UTC)
    if at is None or when is None:
        return at
    if when.precision == DAY:
        return at if at.date() > when.at.date() else None
    return at if at > when.at else None
