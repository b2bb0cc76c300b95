from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.retry_after import retry_after

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("1.5", timedelta(seconds=1.5)),
        ("Thu, 05 Mar 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Thu, 05 Mar 2026 13:00:00 +0000", timedelta(hours=1)),
        ("Thursday, 05-Mar-26 13:00:00 GMT", timedelta(hours=1)),
        ("Thu Mar  5 13:00:00 2026", timedelta(hours=1)),
        ("Thu, 05 Mar 2020 13:00:00 GMT", timedelta(0)),
        ("99999999999999999999", DAY),
        ("1e9", DAY),
        ("Thu, 05 Mar 2099 13:00:00 GMT", DAY),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("\u0663", None),
        ("soon", None),
        ("Thu, 99 Mar 2026 13:00:00", None),
        ("Mon, 01 Jan 2030 00:00:00 +9999999999999", None),
        ("Mon, 01 Jan 9999 00:00:00 -2359", DAY),
        ("Mon, 01 Jan 99999999999999999 00:00:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_seconds_or_a_date(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait


@given(
    st.text()
    | st.from_regex(r"[A-Z][a-z]{2}, \d{1,9} Jan \d{1,20} \d{1,9}:\d\d:\d\d [+-]?\d{1,20}", fullmatch=True)
)
def test_whatever_a_server_says(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= DAY
