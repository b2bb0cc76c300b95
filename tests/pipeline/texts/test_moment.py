from datetime import UTC, datetime, timedelta

import pytest

from pipeline.texts.moment import DAY, MINUTE, moment, zone, zone_of


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
        ("Sat Mar 02 19:15:00 CET 2024", datetime(2024, 3, 2, 18, 15, tzinfo=UTC), MINUTE),
        ("Sat Mar 02 2024 19:15:00 GMT+0100 (CET)", datetime(2024, 3, 2, 18, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02 19:15:00 CET", datetime(2024, 3, 2, 18, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02T07:15:00 PM EST", datetime(2024, 3, 3, 0, 15, tzinfo=UTC), MINUTE),
        ("2024-03-02T19:15:00+9:00", datetime(2024, 3, 2, 10, 15, tzinfo=UTC), MINUTE),
        ("March 2, 2024 7:15 pm EST", datetime(2024, 3, 3, 0, 15, tzinfo=UTC), MINUTE),
        ("March 2, 2024 7:15 pm", datetime(2024, 3, 2, tzinfo=UTC), DAY),
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


@pytest.mark.parametrize("name", ["+02:00", "-03:30", "+14:00", None])
def test_a_zone_and_its_name(name: str | None) -> None:
    assert zone_of(datetime(2024, 3, 2, tzinfo=zone(name))) == name
