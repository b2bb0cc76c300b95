"""Places by many names and forms, always given the one English name."""

import pytest

from pipeline.texts.place import known, place, places
from pipeline.texts.text import words

CASES = [
    ("en", "France", "France"), ("en", "French", "France"), ("en", "Iranian", "Iran"), ("en", "Nigerians", "Nigeria"), ("en", "Niger", "Niger"),
    ("en", "South Korean", "South Korea"), ("en", "Kiev", "Kyiv"), ("en", "Kyiv", "Kyiv"), ("en", "U.S.", "United States"), ("en", "Asia", "Asia"),
    ("en", "Buenos Aires", "Buenos Aires"), ("en", "Turkey", "Türkiye"), ("en", "center", None), ("en", "harbour", None), ("en", "Easter", None),
    ("ru", "Франции", "France"), ("ru", "Киеве", "Kyiv"), ("ru", "Китаем", "China"), ("ru", "США", "United States"), ("ru", "городе", None),
    ("uk", "Києва", "Kyiv"), ("uk", "Францією", "France"), ("uk", "Польщі", "Poland"), ("de", "Frankreich", "France"), ("de", "Moskau", "Moscow"),
    ("fr", "Allemagne", "Germany"), ("fr", "Côte d’Ivoire", "Côte d’Ivoire"), ("es", "Japon", "Japan"), ("el", "Γαλλία", "France"),
    ("zz", "France", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "name", "english"), CASES, ids=[f"{language} {name}" for language, name, _ in CASES]
)
def test_place(language: str, name: str, english: str | None) -> None:
    assert place(tuple(word.text for word in words(name)), language) == english


@pytest.mark.parametrize(
    ("language", "is_known"),
    [("en", True), ("uk", True), ("zz", False), ("", False), ("../x", False), ("x" * 99, False)],
)
def test_known_languages(language: str, *, is_known: bool) -> None:
    assert known(language) is is_known


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        pytest.param("en", "Ukraine's army in South Korea and Kiev", [("Ukraine's", "Ukraine"), ("South Korea", "South Korea"), ("Kiev", "Kyiv")], id="english"),
        pytest.param("en", "the turkey and the china tell us nothing", [], id="written small"),
        pytest.param("en", "US AND THEM", [], id="too short to tell"),
        pytest.param("ru", "Во Франции и Киеве", [("Франции", "France"), ("Киеве", "Kyiv")], id="russian"),
        pytest.param("zh", "乌克兰总统在基辅", [("乌克兰", "Ukraine"), ("基辅", "Kyiv")], id="chinese"),
        pytest.param("en", "", [], id="empty"),
    ],
)  # fmt: skip
def test_places_of_a_text(language: str, text: str, found: list[tuple[str, str]]) -> None:
    assert list(places(text, list(words(text)), language)) == found
