from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.texts.written_time import clock


@pytest.mark.parametrize(
    ("text", "time", "hours"),
    [
        ("2 March 2024 19:20:36 CEST", (19, 20, 36), 2),
        ("March 2, 2024 2:30 PM EDT", (14, 30, 0), -4),
        ("March 2, 2024, 12:05 a.m. GMT", (0, 5, 0), 0),
        ("Sat 2 Mar 2024 14.30 BST", (14, 30, 0), 1),
        ("02/03/2024 - 14:30 GMT+7", (14, 30, 0), 7),
        ("2 Mar 2024 14:30 (UTC+5:45)", (14, 30, 0), 5.75),
        ("Mar 02 2024 14:30:00 GMT-0330 (Newfoundland)", (14, 30, 0), -3.5),
        ("Sabtu, 2 Mar 2024 14:30 WIB", (14, 30, 0), 7),
        ("open 9:00, published 14:30 CET", (14, 30, 0), 1),
    ],
)
def test_times_that_name_their_zone(text: str, time: tuple[int, int, int], hours: float) -> None:
    found = clock(text)
    assert found
    assert found.zone
    assert (found[:3], found.zone.utcoffset(None)) == (time, timedelta(hours=hours))


@pytest.mark.parametrize(
    "text",
    ["2 March 2024", "14:30", "14:30 Uhr", "14:30 IST", "14:30 CST", "25:70 CET", "14:30 GMT+19", "1:2:3:4 CET"],
    ids=["day", "no zone", "word", "of three countries", "of two countries", "no time", "no offset", "count"],
)  # fmt: skip
def test_times_of_which_nobody_knows_when_they_were(text: str) -> None:
    assert clock(text) is None


@given(st.text(max_size=300))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = clock(text)
    assert found is None or found.hour < 24
