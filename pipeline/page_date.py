"""When an article was published, from what its page says, its address or its text."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import htmldate
from lxml.html import HtmlElement

# Names of meta tags, the most exact first.
NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "published_time", "publication_date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "pubdate", "publishdate",
    "publish-date", "publish_date", "date", "article:published", "article_date_original", "og:published_time", "cxenseparse:recs:publishtime", "bt:pubdate",
)  # fmt: skip
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # the web's first year: earlier dates are counters and defaults


def published(
    tree: HtmlElement, said: Iterable[tuple[Any, str]], url: str | None, seen_at: datetime
) -> tuple[datetime | None, str | None]:
    """The time of publication and how it is known: json-ld, meta, url or text.

    Said are values with their kind of source, the most trusted first. No time more than a day after the page was seen
    counts: clocks and zones differ by no more.
    """
    latest = seen_at + timedelta(days=1)
    for value, source in said:
        at = moment(value)
        if at and _EARLIEST <= at <= latest:
            return at, source
    if at := _url_day(url, latest):
        return at, "url"
    at = _searched(tree, latest)
    return at, "text" if at else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 time as aware UTC; without a zone it is taken as UTC, without a time as midnight."""
    found = _ISO.match(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    day, time, zone = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{time or '00:00'}{(zone or 'Z').upper().replace('Z', '+00:00')}")
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _url_day(url: str | None, latest: datetime) -> datetime | None:
    found = _URL_DATE.search(url or "")
    if not found:
        return None
    try:
        at = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None
    return at if _EARLIEST <= at <= latest else None


def _searched(tree: HtmlElement, latest: datetime) -> datetime | None:
    """The day htmldate finds in markup and text; given the bounds, it does not ask the clock."""
    try:
        found = htmldate.find_date(
            tree,
            original_date=True,
            url="",
            min_date=_EARLIEST.replace(tzinfo=None),
            max_date=latest.replace(tzinfo=None),
        )
    except Exception:  # noqa: BLE001 - hostile markup makes it fail in many ways; then the day is not known
        return None
    at = moment(found)
    # the first of January is a year alone, from a copyright line or a counter
    return None if at and (at.month, at.day) == (1, 1) else at
