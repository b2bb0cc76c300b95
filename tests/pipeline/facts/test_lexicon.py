"""The word lists are in the form in which words are compared; else they would never be found."""

import pytest

from pipeline.facts import lexicon
from pipeline.texts.text import comparable, words

SETS = {name: value for name, value in vars(lexicon).items() if isinstance(value, frozenset)}


@pytest.mark.parametrize("name", SETS)
def test_entries_are_comparable(name: str) -> None:
    assert {word for word in SETS[name] if comparable(word) != word} == set()


@pytest.mark.parametrize("name", ["TITLES", "SPEECH", "OPENERS", "BODIES"])
def test_no_set_is_empty_or_a_single_entry_by_a_slip(name: str) -> None:
    assert len(SETS[name]) > 50


@pytest.mark.parametrize("name", SETS)
def test_entries_are_single_words(name: str) -> None:
    assert {word for word in SETS[name] if len(list(words(word))) != 1} == set()
