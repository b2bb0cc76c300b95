"""Places and their countries."""

import pytest

from pipeline.texts.country import country_code
from pipeline.texts.place import place


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Belarus", "BY"), ("Kyiv", "UA"), ("Minsk", "BY"), ("United States", "US"), ("Washington", "US"), ("Beijing", "CN"), ("Kolkata", "IN"),
        ("South Korea", "KR"), ("Georgia", "GE"), ("Europe", None), ("European Union", None), ("United Nations", None), ("Arneville", None), ("", None),
    ],
)  # fmt: skip
def test_a_place_has_its_country(name: str, code: str | None) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("word", "language", "code"),
    [("Kiev", "en", "UA"), ("Belarusian", "en", "BY"), ("Киева", "ru", "UA"), ("Білорусі", "uk", "BY"), ("Frankreich", "de", "FR"), ("Allemagne", "fr", "DE")],
)  # fmt: skip
def test_whatever_it_is_called(word: str, language: str, code: str) -> None:
    assert country_code(place((word.casefold(),), language) or "") == code
