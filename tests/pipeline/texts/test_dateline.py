from datetime import date

import pytest
from babel.dates import format_date

from pipeline.texts.dateline import day_of, is_date, is_time

LOCALES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "uk", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "hr", "sr", "bg", "el", "ar", "fa", "ur", "he", "hi", "mr", "bn", "ka", "ko", "ja", "zh", "vi", "id", "is", "et", "ca", "gl"]  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", ["long", "full"])
def test_date_as_a_language_writes_it(locale: str, style: str) -> None:
    assert is_date(format_date(date(2024, 9, 9), style, locale=locale))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (
            "Published March 12, 2024 at 10:15 AM EDT | Updated at 2:30 PM on March 12, 2024",
            date(2024, 3, 12),
        ),
        ("November 20, 2023 - 11:28 AMT", date(2023, 11, 20)),
        ("terça-feira, 14 de novembro de 2023 às 20:13", date(2023, 11, 14)),
        ("发布时间：2024年03月18日 10:26", date(2024, 3, 18)),
        ("입력 2024.01.22 14:07", date(2024, 1, 22)),
        ("Updated at 1:23 p.m.", None),
        ("12:04", None),
    ],
)
def test_line_of_date_and_time(line: str, day: date | None) -> None:
    assert is_date(line)
    assert day_of(line) == day


@pytest.mark.parametrize(
    "line",
    [
        "In 2019 it was sold",
        "Route 66",
        "12 March 2024 in Paris",
        "The year 2019",
        "May the council decide?",
        "",
    ],
)
def test_line_that_says_more(line: str) -> None:
    assert not is_date(line)


def test_time_alone() -> None:
    assert is_time("21:10")
    assert is_time("10.30 Uhr")
    assert not is_time("12 March, 21:10")
