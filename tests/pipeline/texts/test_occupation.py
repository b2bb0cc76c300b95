"""The words for what people do are in the form in which words are compared, and none is what families are called."""

from pipeline.texts.occupation import OCCUPATIONS, PROFESSIONS
from pipeline.texts.text import comparable, words


def test_entries_are_single_comparable_words() -> None:
    assert {word for word in OCCUPATIONS if comparable(word) != word or len(list(words(word))) != 1} == set()


def test_families_and_given_names_are_not_among_them() -> None:
    assert OCCUPATIONS.isdisjoint(
        {
            "taylor",
            "mason",
            "baker",
            "carpenter",
            "butcher",
            "smith",
            "cook",
            "hunter",
            "cooper",
            "miller",
            "parker",
            "tyler",
            "judge",
        }
    )
    assert PROFESSIONS.isdisjoint({"farmer", "porter", "fisher"})
