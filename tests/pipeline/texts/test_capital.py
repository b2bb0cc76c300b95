"""Where a capital says nothing."""

import pytest

from pipeline.texts.capital import tokenize


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("The boat sank. Nobody drowned.", ["The", "Nobody"]),
        ("He said: “We go.” She stayed.", ["He", "We", "She"]),
        ("Mr. Lindt met Dr. Keller.", ["Mr"]),
        ("First paragraph\n\nSecond one", ["First", "Second"]),
        ("Five Boats Sink Near the Pier", ["Five", "Boats", "Sink", "Near", "the", "Pier"]),
        ("Anna Keller met Peter Lindt and Ida Berg.", ["Anna"]),
    ],
    ids=["sentences", "speech", "abbreviations", "paragraphs", "a headline", "many names"],
)
def test_opening_words(text: str, opening: list[str]) -> None:
    assert [token.raw for token in tokenize(text) if token.opens] == opening


def test_possessives_are_cut_and_places_exact() -> None:
    text = "Keller's boat and the Lindts’ pier"
    tokens = tokenize(text)
    assert [token.raw for token in tokens] == ["Keller", "boat", "and", "the", "Lindts", "pier"]
    assert all(text[token.start : token.end] == token.raw for token in tokens)
