import pytest

from pipeline.copies.rewording import rewording
from pipeline.texts.change import Words

TEXT = "Mayor Ingrid Solheim said 14 people were taken to hospital on Monday. The police are looking for witnesses."


@pytest.mark.parametrize(
    ("copy", "numbers"),
    [
        pytest.param(TEXT, [], id="nothing"),
        pytest.param(TEXT.replace("14", "16"), [("14", "16")], id="one number"),
        pytest.param(TEXT.replace("14", "at least 16"), [], id="a number among new words"),
        pytest.param(TEXT.replace("14", "1.6").replace("people", "persons"), [("14", "1.6")], id="beside a new word"),
        pytest.param(TEXT.replace("14 people", "people"), [], id="a number left out"),
        pytest.param(TEXT + " It was 5 degrees cold.", [], id="in a new sentence"),
        pytest.param("Two crews came.", [], id="another text"),
        pytest.param("", [], id="no text"),
    ],
)  # fmt: skip
def test_numbers_that_took_the_place_of_others(copy: str, numbers: list[tuple[str, str]]) -> None:
    assert list(rewording(Words(title=None, text=TEXT), Words(title=None, text=copy)).numbers) == numbers


def test_a_number_that_opens_a_sentence() -> None:
    found = rewording(
        Words(title=None, text="14 people were taken to hospital."), Words(title=None, text="16 people were taken to hospital.")
    )  # fmt: skip
    assert found.numbers == (("14", "16"),)


@pytest.mark.parametrize(
    ("before", "after", "retitled"),
    [
        pytest.param("Two dead", "Two dead in fire", True, id="another"),
        pytest.param("“Two dead”", '"Two  Dead"', False, id="set otherwise"),
        pytest.param(None, "Two dead", False, id="there was none"),
    ],
)
def test_headlines(before: str | None, after: str | None, retitled: bool) -> None:  # noqa: FBT001 - a table
    assert rewording(Words(title=before, text=TEXT), Words(title=after, text=TEXT)).retitled is retitled


def test_a_long_text_takes_no_longer_than_its_limit() -> None:
    """Sentences beyond the limit are counted, their numbers not compared."""
    many = " ".join(f"Sentence {n} tells of ship {n} in harbour {n}." for n in range(300))
    found = rewording(Words(title=None, text=many), Words(title=None, text=many.replace("ship", "boat 7 of")))
    assert len(found.change.added) == 300
