from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.cleaning.clean import Cleaned
from pipeline.pages.metadata import Metadata
from pipeline.pages.source_word import Settled, settle
from pipeline.records import Document
from pipeline.texts.moment import zone

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)
URL = "https://www.ellerypost.example/ferry"
TITLE = "Council Keeps the Night Ferry"
PAGE = Metadata(
    title=TITLE,
    outlet="The Ellery Post",
    author="Jane Doe",
    provenance={"title": "json-ld", "outlet": "opengraph", "author": "meta"},
)


def settled(said: Metadata = PAGE, found: Cleaned | None = None, **given: Any) -> Settled:
    document = Document(
        uri=URL, source="s", media_type="text/html", content="", fetched_at=SEEN, url=URL, **given
    )
    return settle(document, found or Cleaned(text="", title=said.title), said, URL)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


def dated(when: datetime, source: str = "json-ld", precision: str = "minute") -> Metadata:
    return replace(PAGE, published_at=when, published_from=source, published_precision=precision)


@pytest.mark.parametrize(
    ("title", "wanted", "source"),
    [
        (None, TITLE, "json-ld"),
        (f"{TITLE} | The Ellery Post", TITLE, "json-ld"),
        (f"The Ellery Post: {TITLE}", TITLE, "json-ld"),
        (TITLE.upper(), TITLE, "json-ld"),
        ("Council Keeps the…", TITLE, "json-ld"),
        ("Council Keeps ...", TITLE, "json-ld"),
        (TITLE, TITLE, "feed"),
        ("Night ferry stays, council says", "Night ferry stays, council says", "feed"),
        ("Night ferry stays | The Ellery Post", "Night ferry stays", "feed"),
        ("What the mayor did…", "What the mayor did…", "feed"),
    ],
)
def test_title_of_a_feed(title: str | None, wanted: str, source: str) -> None:
    found = settled(title=title, content_from="page")
    assert (found.title, found.provenance["title"]) == (wanted, source)


def test_title_of_an_import_is_taken_as_it_is() -> None:
    found = settled(title=f"{TITLE.upper()} | The Ellery Post")
    assert (found.title, found.provenance["title"]) == (f"{TITLE.upper()} | The Ellery Post", "import")


@pytest.mark.parametrize(
    ("author", "wanted", "source"),
    [
        ("John Smith", "John Smith", "feed"),
        ("john@ellerypost.example (John Smith)", "John Smith", "feed"),
        ("john@ellerypost.example", "Jane Doe", "meta"),
        ("admin", "Jane Doe", "meta"),
        ("Redaktion", "Jane Doe", "meta"),
        ("The Ellery Post", "Jane Doe", "meta"),
        (None, "Jane Doe", "meta"),
    ],
)
def test_author_of_a_feed(author: str | None, wanted: str, source: str) -> None:
    found = settled(author=author, content_from="page")
    assert (found.author, found.provenance["author"]) == (wanted, source)


def test_author_found_in_a_text() -> None:
    found = settled(Metadata(), Cleaned(text="", author="Jane Doe"), author="admin")
    assert (found.author, found.provenance["author"]) == ("Jane Doe", "text")
    assert settled(Metadata(), author="admin").author is None


def test_outlet() -> None:
    assert settled(outlet="Wire").outlet == "Wire"
    assert settled().outlet == "The Ellery Post"
    assert (settled(Metadata()).outlet, settled(Metadata()).provenance["outlet"]) == (
        "ellerypost.example",
        "url",
    )


@pytest.mark.parametrize(
    ("given", "page", "wanted"),
    [
        (at(2), Metadata(), (at(2), "feed", "minute")),
        (None, dated(at(2)), (at(2), "json-ld", "minute")),
        (at(2, 10), dated(at(2)), (at(2, 10), "feed", "minute")),
        (at(2, 0), dated(at(2)), (at(2), "json-ld", "minute")),
        (at(5), dated(at(2)), (at(2), "json-ld", "minute")),
        (at(5), dated(at(2, 0), "url", "day"), (at(2, 0), "url", "day")),
        (at(5), dated(at(2), "text", "day"), (at(5), "feed", "minute")),
        (at(2), dated(at(5)), (at(2), "feed", "minute")),
        (at(20), dated(at(2)), (at(2), "json-ld", "minute")),
        (at(11, 1), Metadata(), (at(11, 1), "feed", "minute")),
    ],
    ids=["feed alone", "page alone", "they agree", "page is more exact", "page is earlier", "address is earlier", "guessed from text", "feed is earlier", "feed is ahead", "ahead alone"],
)  # fmt: skip
def test_date_of_a_feed(given: datetime | None, page: Metadata, wanted: tuple[datetime, str, str]) -> None:
    found = settled(page, published_at=given, published_from="feed" if given else None, content_from="page")
    assert (found.published_at, found.published_from, found.published_precision) == wanted
    assert found.provenance["published_at"] == wanted[1]


def test_date_of_an_import_stands() -> None:
    found = settled(dated(at(2)), published_at=at(5), published_from="import")
    assert (found.published_at, found.published_from) == (at(5), "import")


def test_what_a_feed_gives_as_update_is_the_update() -> None:
    found = settled(dated(at(2)), published_at=at(5), published_from="feed-updated")
    assert (found.published_at, found.published_from, found.updated_at) == (at(2), "json-ld", at(5))
    assert settled(published_at=at(5), published_from="feed-updated").published_at == at(5)


@pytest.mark.parametrize(("change", "wanted"), [(at(3), at(3)), (at(2), None), (at(1), None)])
def test_no_update_before_the_publication(change: datetime, wanted: datetime | None) -> None:
    said = replace(PAGE, updated_at=change, provenance={"updated_at": "meta"})
    found = settled(said, published_at=at(2), published_from="feed")
    assert (found.updated_at, found.provenance.get("updated_at")) == (wanted, "meta" if wanted else None)


def test_day_in_a_plain_text() -> None:
    found = settled(Metadata(), Cleaned(text="", published_on=date(2024, 3, 2)))
    assert (found.published_at, found.published_from, found.published_precision) == (at(2, 0), "text", "day")
    assert settled(Metadata(), Cleaned(text="", published_on=date(2034, 3, 2))).published_at is None


_NIGHT = datetime(2024, 3, 2, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "page", "wanted"),
    [
        (_NIGHT, Metadata(), (date(2024, 3, 2), None)),
        (_NIGHT.astimezone(zone("+03:00")), Metadata(), (date(2024, 3, 3), "+03:00")),
        (_NIGHT, {"published_zone": "+03:00", "published_on": date(2024, 3, 3)}, (date(2024, 3, 3), "+03:00")),
        (_NIGHT, {"published_on": date(2024, 3, 3)}, (date(2024, 3, 3), None)),
        (None, {"published_zone": "+03:00", "published_on": date(2024, 3, 3)}, (date(2024, 3, 3), "+03:00")),
        (at(1, 4), {"published_on": date(2024, 3, 3)}, (date(2024, 3, 1), None)),
        (None, {}, (date(2024, 3, 2), None)),
    ],
    ids=["UTC", "its zone", "the page's zone", "the page's day", "page alone", "far from the page's", "page without"],
)  # fmt: skip
def test_day_at_the_outlet(given: datetime | None, page: Any, wanted: tuple[date, str | None]) -> None:
    said = page if isinstance(page, Metadata) else replace(dated(_NIGHT), **page)
    found = settled(said, published_at=given, published_from="feed" if given else None, content_from="page")
    assert (found.published_on, found.published_zone) == wanted


def test_midnight_anywhere_is_a_day_alone() -> None:
    midnight = datetime(2024, 3, 2, tzinfo=zone("+03:00"))
    found = settled(Metadata(), published_at=midnight, published_from="feed", content_from="page")
    assert (found.published_at, found.published_precision) == (at(2, 0), "day")
    assert (found.published_on, found.published_zone) == (date(2024, 3, 2), None)
