from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from lxml.html import fromstring

from pipeline.page_date import (
    DAY,
    MINUTE,
    Known,
    Moment,
    Said,
    day_there,
    earlier,
    first,
    moment,
    searched,
    updated,
    url_day,
    with_address,
    zone,
    zone_of,
)

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)
TWO_HOURS = timezone(timedelta(hours=2))


def known(*when: int, source: str = "json-ld", zone: timezone = UTC) -> Known:
    return Known(Moment(at=datetime(*when, tzinfo=zone), precision=MINUTE if len(when) > 3 else DAY), source)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("value", "wanted", "precision"),
    [
        ("2024-03-02T10:15:00Z", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02T10:15:00.123+02:00", datetime(2024, 3, 2, 8, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02T23:15-0500", datetime(2024, 3, 3, 4, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02 10:15", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("2024/03/02 10:15", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("20240302101500", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("Sat, 02 Mar 2024 10:15:00 -0500", datetime(2024, 3, 2, 15, 15, tzinfo=UTC), MINUTE),
        (1709374500, datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("1709374500000", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02", datetime(2024, 3, 2, tzinfo=UTC), DAY),
        ("20240302", datetime(2024, 3, 2, tzinfo=UTC), DAY),
        ("March 2, 2024", datetime(2024, 3, 2, tzinfo=UTC), DAY),
        ("2024-03-02T00:00:00+02:00", datetime(2024, 3, 2, tzinfo=UTC), DAY),
    ],
)
def test_moment(value: object, wanted: datetime, precision: str) -> None:
    found = moment(value, "en")
    assert found is not None
    assert (found.at.astimezone(UTC), found.precision) == (wanted, precision)


@pytest.mark.parametrize(
    "value",
    [
        "2024-13-02",
        "2024-03-02T10:15+99:00",
        "0001-01-01T10:00:00+14:00",
        "yesterday",
        "",
        None,
        True,
        -1,
        1e99,
        {},
        [],
    ],
)
def test_no_moment(value: object) -> None:
    assert moment(value) is None


def test_offset_of_the_page_is_kept() -> None:
    found = moment("2024-03-02T10:15:00+02:00")
    assert found is not None
    assert found.at.utcoffset() == timedelta(hours=2)


def test_first_source_that_can_be_right_wins() -> None:
    said = [
        Said("2031-01-05", "json-ld"),
        Said("1970-01-01", "json-ld"),
        Said("2024-03-02", "meta"),
        Said("2024-03-01", "meta"),
    ]
    assert first(said, SEEN) == Known(
        Moment(at=datetime(2024, 3, 2, tzinfo=UTC), precision=DAY, zoned=False), "meta"
    )
    assert first([], SEEN) is None


@pytest.mark.parametrize(
    ("others", "hour"),
    [
        (["2024-03-03T10:00:00+02:00"], 8),
        (["2024-03-03T10:00:00+02:00", "2024-03-03T10:00:00+03:00"], 10),
        (["2024-03-03T10:00:00Z"], 10),
        (["2024-03-03"], 10),
    ],
    ids=["borrowed", "two offsets", "UTC", "none"],
)
def test_a_time_without_zone_is_in_that_of_the_page(others: list[str], hour: int) -> None:
    found = first([Said("2024-03-02 10:00", "meta")], SEEN, zones=others)
    assert found is not None
    assert found.moment.at.astimezone(UTC).hour == hour


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://ellerypost.example/2024/03/02/ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/2024/mar/02/ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/news/2024-03-02-ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/ferry-20240302.html", date(2024, 3, 2)),
        ("https://ellerypost.example/2024/13/42/ferry", None),
        ("https://ellerypost.example/article/20241234567", None),
        ("https://ellerypost.example/2024/03/ferry", None),
        (None, None),
    ],
)
def test_day_in_the_address(url: str | None, wanted: date | None) -> None:
    assert url_day(url) == wanted


@pytest.mark.parametrize(
    ("said", "at", "source"),
    [
        (None, datetime(2024, 3, 2, tzinfo=UTC), "url"),
        (known(2024, 3, 3, 2, 0), datetime(2024, 3, 3, 2, tzinfo=UTC), "json-ld"),
        (known(2024, 3, 1, 22, 0), datetime(2024, 3, 1, 22, tzinfo=UTC), "json-ld"),
        (known(2024, 3, 3, 13, 0), datetime(2024, 3, 2, tzinfo=UTC), "url"),
        (known(2024, 3, 1, 9, 0), datetime(2024, 3, 2, tzinfo=UTC), "url"),
        (known(2024, 3, 3), datetime(2024, 3, 2, tzinfo=UTC), "url"),
        (known(2024, 3, 2, 7, 0), datetime(2024, 3, 2, 7, tzinfo=UTC), "json-ld"),
        (known(2024, 3, 5, 7, 0), datetime(2024, 3, 5, 7, tzinfo=UTC), "json-ld"),
        (known(2024, 3, 3, 1, 0, zone=TWO_HOURS), datetime(2024, 3, 2, 23, tzinfo=UTC), "json-ld"),
    ],
    ids=[
        "alone",
        "evening in the west",
        "morning in the east",
        "too late for any zone",
        "too early for any zone",
        "day",
        "agree",
        "another day",
        "own offset",
    ],
)
def test_day_of_the_address_corrects_what_no_zone_explains(
    said: Known | None, at: datetime, source: str
) -> None:
    found = with_address(said, "https://ellerypost.example/2024/03/02/ferry", SEEN)
    assert found is not None
    assert (found.moment.at.astimezone(UTC), found.source) == (at, source)


def test_day_of_the_address_after_the_page_was_seen_is_none() -> None:
    assert with_address(None, "https://ellerypost.example/2024/12/02/ferry", SEEN) is None


def test_day_under_the_title_before_the_stated_one() -> None:
    stated = known(2024, 3, 5, 7, 0)
    assert earlier(stated, date(2024, 2, 1)) == Known(
        Moment(at=datetime(2024, 2, 1, tzinfo=UTC), precision=DAY, zoned=False), "text"
    )
    assert earlier(stated, date(2024, 3, 4)) == stated
    assert earlier(stated, date(2024, 4, 4)) == stated
    assert earlier(stated, date(1970, 1, 1)) == stated
    assert earlier(None, date(2024, 2, 1)) is None


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (known(2024, 3, 2, 9, 0), True),
        (known(2024, 3, 2, 7, 0), False),
        (known(2024, 3, 1, 7, 0), False),
        (known(2024, 3, 2), False),
        (known(2024, 3, 3), True),
    ],
)
def test_an_update_is_later_than_the_publication(change: Known, *, kept: bool) -> None:
    assert updated(change, known(2024, 3, 2, 7, 0)) == (change if kept else None)
    assert updated(change, None) == change


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('<div class="date">Published: March 2, 2024</div>', date(2024, 3, 2)),
        ("", None),
        ("<footer>© 2024 The Ellery Post</footer>", None),
    ],
    ids=["marked", "nothing", "copyright year"],
)
def test_day_in_the_markup(body: str, wanted: date | None) -> None:
    found = searched(fromstring(f"<html><body><p>The ferry stays.</p>{body}</body></html>"), SEEN)
    assert (found.moment.at.date() if found else None) == wanted


@pytest.mark.parametrize(
    ("one", "shown", "wanted"),
    [
        (known(2024, 3, 2, 23, 30), [], 2),
        (known(2024, 3, 2, 1, 30, zone=TWO_HOURS), [date(2024, 3, 1)], 2),
        (known(2024, 3, 2, 23, 30), [date(2024, 3, 3)], 3),
        (known(2024, 3, 2, 2, 30), [date(2024, 3, 1)], 1),
        (known(2024, 3, 2, 2, 30), [date(2024, 3, 3)], 2),
        (known(2024, 3, 2, 23, 30), [date(2024, 3, 2), date(2024, 3, 3)], 2),
        (known(2024, 3, 2, 23, 30), [date(2024, 2, 9), date(2024, 3, 3)], 3),
        (known(2024, 3, 2), [date(2024, 3, 3)], 2),
    ],
    ids=["nothing shown", "zone given", "east", "west", "no zone has it", "first shown", "another day shown", "a day alone"],
)  # fmt: skip
def test_day_at_the_outlet(one: Known, shown: list[date], wanted: int) -> None:
    assert day_there(one.moment, shown) == date(2024, 3, wanted)


@pytest.mark.parametrize("name", ["+02:00", "-03:30", "+14:00", None])
def test_a_zone_and_its_name(name: str | None) -> None:
    assert zone_of(datetime(2024, 3, 2, tzinfo=zone(name))) == name
