"""Places by many names and forms, always given the one English name."""

import pytest

from pipeline.place import known, place
from pipeline.text import words

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
