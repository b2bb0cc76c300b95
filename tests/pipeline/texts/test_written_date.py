from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.texts.written_date import day_of

MARCH = date(2024, 3, 2)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Published on Saturday, 2 March 2024 at 10:00"), ("en-US", "March 2nd, 2024"), ("en", "Mar. 2, 2024 | 5 min read"),
        ("de", "Samstag, 2. März 2024, 10:15 Uhr"), ("de", "02.03.2024"), ("fr", "Publié le 2 mars 2024"), ("es", "2 de marzo de 2024"),
        ("pt-BR", "2 de março de 2024"), ("it", "2 marzo 2024"), ("nl", "2 maart 2024"), ("pl", "2 marca 2024"), ("cs", "2. března 2024"),
        ("sk", "2. marca 2024"), ("hr", "2. ožujka 2024."), ("hu", "2024. március 2."), ("lt", "2024 m. kovo 2 d."), ("lv", "2024. gada 2. marts"),
        ("fi", "2. maaliskuuta 2024"), ("sv", "2 mars 2024"), ("ro", "2 martie 2024"), ("tr", "2 Mart 2024"), ("id", "2 Maret 2024"),
        ("ru", "2 марта 2024 г."), ("uk", "2 березня 2024"), ("bg", "2 март 2024"), ("el", "2 Μαρτίου 2024"), ("ka", "2 მარტი 2024"),
        ("ar", "٢ مارس ٢٠٢٤"), ("he", "2 במרץ 2024"), ("hi", "2 मार्च 2024"), ("bn", "২ মার্চ ২০২৪"), ("th", "2 มีนาคม 2567"),
        ("vi", "2 tháng 3, 2024"), ("zh", "2024年3月2日"), ("ja", "2024年3月2日（土）"), ("ko", "2024년 3월 2일"),
        ("th", "2 มี.ค. 2567"), ("vi", "2 thg 3, 2024"), ("ca", "2 de març del 2024"), ("ko", "2024. 3. 2."),
        ("ja", "令和6年3月2日"), ("ja", "2024年（令和6年）3月2日"), ("zh-TW", "民國113年3月2日"), ("zh", "二〇二四年三月二日"), ("th", "2 มี.ค. 67"), ("th", "02/03/2567"),
        ("fa", "شنبه ۱۲ اسفند ۱۴۰۲"), ("fa", "2 مارس 2024"), ("ar", "2 آذار 2024"), ("ar", "2 آذار/مارس 2024"), ("sr", "2. mart 2024."), ("de", "Sa 02.03.24 | 14:07 Uhr"), ("es", "02/03/24"), ("ko", "24.03.02"), ("es", "sáb 2 mar 2024"),
        ("", "2 марта 2024"), (None, "2 March 2024"), ("xx", "2 March 2024"), ("en", "2024-03-02"), ("en", "2024/3/2"),
    ],
)  # fmt: skip
def test_a_day_in_many_languages(language: str | None, line: str) -> None:
    assert day_of(line, language) == MARCH


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en-US", date(2024, 3, 2)),
        ("en_GB", date(2024, 2, 3)),
        ("de", date(2024, 2, 3)),
        ("en", None),
        (None, None),
    ],
)
def test_region_decides_which_number_is_the_month(language: str | None, wanted: date | None) -> None:
    assert day_of("3/2/2024", language) == wanted
    assert day_of("3/22/2024", language) == date(2024, 3, 22)


@pytest.mark.parametrize(
    ("language", "line", "wanted"),
    [
        ("hi", "2 फरवरी 2024", date(2024, 2, 2)),
        ("hi", "2 सितम्बर 2024", date(2024, 9, 2)),
        ("ar", "2 اغسطس 2024", date(2024, 8, 2)),
        ("ar", "2 كانون الثاني 2024", date(2024, 1, 2)),
        ("ar", "2 تشرين الثاني 2024", date(2024, 11, 2)),
        ("ar", "2 جويلية 2024", date(2024, 7, 2)),
        ("tr", "2 HAZİRAN 2024", date(2024, 6, 2)),
        ("tr", "2 KASIM 2024", date(2024, 11, 2)),
        ("es", "mar 2 abr 2024", date(2024, 4, 2)),
        ("it", "mar. 2 lug. 2024", date(2024, 7, 2)),
        ("en", "02.03.24", None),
        ("de", "Version 1.12.03.24", None),
    ],
    ids=["no nukta", "other spelling", "no hamza", "first of a pair", "second of a pair", "Algeria", "dot", "no dot", "Tuesday", "martedì", "either order", "version"],
)  # fmt: skip
def test_spellings_of_months(language: str, line: str, wanted: date | None) -> None:
    assert day_of(line, language) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "",
        "March 2024",
        "2 March",
        "31 February 2024",
        "May the council decide?",
        "12.30.10",
        "1/2/3",
        "Room 2024",
    ],
)
def test_no_whole_day(line: str) -> None:
    assert day_of(line, "en") is None


def test_the_first_of_two_days() -> None:
    assert day_of("May 5, 2021 - updated June 8, 2023", "en") == date(2021, 5, 5)


@given(st.text(max_size=400), st.sampled_from(["en", "th", "he", "", "zz-ZZ", "en-US"]))
def test_any_text_is_a_day_or_none(line: str, language: str) -> None:
    found = day_of(line, language)
    assert found is None or isinstance(found, date)
