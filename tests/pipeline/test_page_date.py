from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement, fromstring

from pipeline.page_date import moment, published

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)


def page(body: str = "") -> HtmlElement:
    return fromstring(f"<html><head></head><body><p>The ferry stays.</p>{body}</body></html>")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2024-03-02T10:15:00Z", datetime(2024, 3, 2, 10, 15, tzinfo=UTC)),
        ("2024-03-02T10:15:00.123+02:00", datetime(2024, 3, 2, 8, 15, tzinfo=UTC)),
        ("2024-03-02T23:15-0500", datetime(2024, 3, 3, 4, 15, tzinfo=UTC)),
        ("2024-03-02 10:15", datetime(2024, 3, 2, 10, 15, tzinfo=UTC)),
        ("2024-03-02", datetime(2024, 3, 2, tzinfo=UTC)),
        ("2024-13-02", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (20240302, None),
        (None, None),
    ],
)
def test_moment(value: object, wanted: datetime | None) -> None:
    assert moment(value) == wanted


def test_first_source_that_can_be_right_wins() -> None:
    said = [
        ("2031-01-05", "json-ld"),
        ("1970-01-01", "json-ld"),
        ("2024-03-02", "meta"),
        ("2024-03-01", "meta"),
    ]
    assert published(page(), said, None, SEEN) == (datetime(2024, 3, 2, tzinfo=UTC), "meta")


def test_day_in_the_address() -> None:
    assert published(page(), [], "https://ellerypost.example/2024/03/02/ferry", SEEN) == (
        datetime(2024, 3, 2, tzinfo=UTC),
        "url",
    )
    assert published(page(), [], "https://ellerypost.example/2024/13/42/ferry", SEEN) == (None, None)


def test_day_in_the_markup() -> None:
    assert published(page('<div class="date">Published: March 2, 2024</div>'), [], None, SEEN) == (
        datetime(2024, 3, 2, tzinfo=UTC),
        "text",
    )


@pytest.mark.parametrize(
    "body", ["", "<footer>© 2024 The Ellery Post</footer>"], ids=["nothing", "copyright year"]
)
def test_unknown_stays_unknown(body: str) -> None:
    assert published(page(body), [], None, SEEN) == (None, None)
