from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from lxml.html import fromstring

from pipeline.pages.page_date import (
    Known,
    Said,
    day_there,
    earlier,
    first,
    searched,
    to_the_minute,
    updated,
    url_day,
    with_address,
)
from pipeline.texts.moment import DAY, MINUTE, Moment

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)
TWO_HOURS = timezone(timedelta(hours=2))


def known(*when: int, source: str = "json-ld", zone: timezone = UTC) -> Known:
    return Known(Moment(at=datetime(*when, tzinfo=zone), precision=MINUTE if len(when) > 3 else DAY), source)  # type: ignore[misc,arg-type]


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


def test_a_time_in_utc_is_in_the_zone_in_which_the_page_says_it_again() -> None:
    utc = Said("2024-03-02T23:15:30Z", "json-ld")
    for other, on in (("2024-03-03T01:15:00+02:00", 3), ("2024-03-03T01:20:00+02:00", 2)):
        found = first([utc], SEEN, None, ["2024-03-02T23:15:30Z", other])
        assert found
        assert found.moment.at == datetime(2024, 3, 2, 23, 15, 30, tzinfo=UTC)
        assert found.moment.at.day == on


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://ellerypost.example/2024/03/02/ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/2024/mar/02/ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/news/2024-03-02-ferry", date(2024, 3, 2)),
        ("https://ellerypost.example/2024-03/02/content_12.htm", date(2024, 3, 2)),
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


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ([Said("2024-03-02T09:15:00Z", "opengraph")], 9),
        ([Said("2024-03-01T09:15:00Z", "opengraph"), Said("2024-03-02T10:15:00Z", "meta")], 10),
        ([Said("2024-03-02T09:15:00Z", "html")], 0),
        ([Said("2024-03-02T09:15:00", "meta")], 0),
        ([Said("2024-03-02T05:00:00Z", "meta")], 0),
        ([Said("2024-03-01T23:15:00Z", "opengraph")], 0),
        ([Said(None, "meta"), Said("2024-03-02", "meta")], 0),
    ],
    ids=["other source", "second", "element", "no zone", "midnight elsewhere", "other day", "no time"],
)
def test_a_day_is_told_to_the_minute_where_the_page_does(said: list[Said], hour: int) -> None:
    found = to_the_minute(known(2024, 3, 2), said)
    assert found
    assert (found.moment.at.hour, found.moment.precision) == (hour, MINUTE if hour else DAY)


def test_a_time_stays_as_it_is() -> None:
    one = known(2024, 3, 2, 8, 0)
    assert to_the_minute(one, [Said("2024-03-02T09:15:00Z", "meta")]) is one
    assert to_the_minute(None, []) is None
