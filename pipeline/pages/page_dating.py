"""When a page was published and updated: what it states for programs, checked against what it shows and its address."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from pipeline.pages import page_byline, page_date, stated_date
from pipeline.pages.page_date import Known, Said
from pipeline.pages.page_reading import Reading
from pipeline.texts.written_date import day_of

_LAST_PART = re.compile(r"(?:[|·•–—,]|\s-)\s*([^|·•–—,]{0,20}\d[^|·•–—,]{0,20})$")
_DAY_ALONE = 3  # words of a day: "2 March 2024"


def dates(
    page: Reading, language: str | None, url: str | None
) -> tuple[Known | None, Known | None, date | None]:
    """When the page was published and updated, and the day of the former at the outlet."""
    stated = list(stated_date.published(page.head, page.article, page.item))
    changes = list(stated_date.updated(page.head, page.article, page.item))
    zones = [str(said.value) for said in (*stated, *changes)]
    at_title = [day for day, update in page_byline.days(page.near, language) if not update]
    known = page_date.first(stated, page.seen_at, language, zones)
    known = page_date.to_the_minute(known, stated, zones)
    below = list(page_byline.days(page.after, language))
    changed = [Said(day.isoformat(), "text") for day, update in below if update]
    change = page_date.first(changes, page.seen_at, language, zones)
    known = page_date.again(page_date.earlier(known, next(iter(at_title), None)), change, at_title)
    published = (
        page_date.with_address(known, url, page.seen_at)
        or page_date.first(chain(_in_window(page, language), _shown(page, below, language)), page.seen_at)
        or page_date.first(changed, page.seen_at)  # near its title a page has one day at least
        or page_date.searched(page.tree, page.seen_at)  # last: it takes longer than all the rest
    )
    changes += changed
    updated = page_date.updated(page_date.first(changes, page.seen_at, language, zones), published)
    page.note("published_at", published.source if published else None)
    page.note("updated_at", updated.source if updated else None)
    if not published:
        return None, updated, None
    shown_there = sorted(at_title, key=lambda day: day != published.moment.at.date())
    own = filter(None, (page_date.url_day(url), *shown_there))
    return published, updated, page_date.day_there(published.moment, own)


def _shown(page: Reading, below: list[tuple[date, bool]], language: str | None) -> Iterator[Said]:
    """The days under the title, then those over it, updates left out."""
    around = chain(below, page_byline.days(page.before(), language))
    return (Said(day.isoformat(), "text") for day, update in around if not update)


def _in_window(page: Reading, language: str | None) -> Iterator[Said]:
    """The day that is all of the last part of the window's title, where outlets put it behind their name."""
    last = _LAST_PART.search(page.head.title)
    part = last[1] if last else ""
    day = day_of(part, language) if part and len(part.split()) <= _DAY_ALONE else None
    if day and not any(part in text for text in page.headings):
        yield Said(day.isoformat(), "html")
