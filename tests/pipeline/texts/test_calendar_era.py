from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.texts.calendar_era import jalali, of_era, of_jalali, thai_year


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("令和6年3月2日", date(2024, 3, 2)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成 31 年 4 月 30 日", date(2019, 4, 30)),
        ("民國113年3月2日", date(2024, 3, 2)),
        ("二〇二四年三月二日", date(2024, 3, 2)),
        ("二零二三年十二月三十一日", date(2023, 12, 31)),
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("令和6年13月2日", None),
        ("6年3月2日", None),
    ],
)
def test_days_by_era(text: str, wanted: date | None) -> None:
    assert of_era(text) == wanted


@pytest.mark.parametrize(("year", "wanted"), [("2567", 2024), ("67", 2024), ("2024", 0), ("1", 0), ("00", 0)])
def test_thai_years(year: str, wanted: int) -> None:
    assert thai_year(year) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("۱۲ اسفند ۱۴۰۲", date(2024, 3, 2)),
        ("شنبه ۱۲ اسفند ماه ۱۴۰۲ - ۱۰:۱۵", date(2024, 3, 2)),
        ("12 اسفند 1402", date(2024, 3, 2)),
        ("۱۴۰۲/۱۲/۱۲", date(2024, 3, 2)),
        ("1 فروردين 1403", date(2024, 3, 20)),
        ("۲ مارس ۲۰۲۴", None),
        ("۱۴۰۲/۱۳/۱۲", None),
    ],
    ids=["named", "with weekday", "ascii digits", "numeric", "arabic letter", "gregorian", "no month"],
)
def test_iranian_days(text: str, wanted: date | None) -> None:
    assert jalali(text) == wanted


@pytest.mark.parametrize(
    ("new_year", "wanted"),
    [(1375, date(1996, 3, 20)), (1376, date(1997, 3, 21)), (1399, date(2020, 3, 20)), (1400, date(2021, 3, 21)), (1404, date(2025, 3, 21)), (1408, date(2029, 3, 20))],
)  # fmt: skip
def test_iranian_new_years(new_year: int, wanted: date) -> None:
    assert of_jalali(new_year, 1, 1) == wanted


@given(st.integers(1178, 1632))
def test_iranian_years_have_365_or_366_days(year: int) -> None:
    one, other = of_jalali(year, 1, 1), of_jalali(year + 1, 1, 1)
    assert one
    assert other
    assert (other - one).days in {365, 366}
