from collections.abc import Iterator

import pytest
from babel import Locale, localedata

from pipeline.texts import calendar_name
from pipeline.texts.calendar_name import Names


@pytest.fixture(autouse=True)
def _fresh_babel() -> Iterator[None]:
    """What babel resolves for one language it gives for the next that has no names of its own."""
    localedata._cache.clear()
    yield
    localedata._cache.clear()


def as_in_cldr(language: str) -> list[tuple[Names, Names]]:
    """Months and weekdays in a date in full, abbreviated; alone in full, abbreviated."""
    locale = Locale.parse(language)
    kinds = [(form, width) for form in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    return [
        (
            tuple(name for _, name in sorted(locale.months[form][width].items())),
            tuple(name for _, name in sorted(locale.days[form][width].items())),
        )
        for form, width in kinds
    ]


@pytest.mark.parametrize("language", calendar_name.TABLE)
def test_the_table_is_that_of_cldr(language: str) -> None:
    listed, wanted = calendar_name.of(language), as_in_cldr(language)
    for kind in (0, 1):  # months, weekdays
        before: list[Names] = []
        for place, pair in enumerate(wanted):
            found = listed[place][kind] if place < len(listed) else ()
            assert found == (() if pair[kind] in before else pair[kind])
            before.append(pair[kind])


def test_a_language_beyond_the_table_has_its_months_in_full() -> None:
    ((months, days),) = calendar_name.of("gd")
    assert months[:2] == ("dhen Fhaoilleach", "dhen Ghearran")
    assert len(months) == 12
    assert days == ()


def test_a_language_beyond_the_table_does_not_take_the_names_of_another() -> None:
    alone = calendar_name.of("ug")
    localedata._cache.clear()
    for other in ("az", "ur", "ckb"):
        as_in_cldr(other)
    assert calendar_name.of("ug") == alone


@pytest.mark.parametrize("language", ["xx", "", "no such language", "../en"])
def test_no_language_has_no_names(language: str) -> None:
    assert calendar_name.of(language) == ()


@pytest.mark.parametrize("language", calendar_name.ALSO)
def test_other_lists_have_twelve_months(language: str) -> None:
    assert {len(months) for months in calendar_name.also(language)} == {12}
    assert calendar_name.also("en") in {(), ((),)}
