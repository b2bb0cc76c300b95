import pytest

from pipeline.verdicts.verdict import Verdict, judge


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "503 Service Unavailable",
            "The server is temporarily unable to service your request. Please try again later.",
        ),
        ("This article is no longer available", "The article you requested has been removed."),
        ("Artikel nicht verfügbar", "Dieser Artikel ist nicht mehr verfügbar."),
        ("404", "Strony nie ma"),
        ("Strona nie istnieje", "Szukanej strony nie znaleziono."),
    ],
    ids=["status", "removed", "de", "number", "pl"],
)
def test_answers_of_a_server(title: str, text: str) -> None:
    assert judge(text, title=title).verdict is Verdict.ERROR_PAGE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("President not found guilty of fraud", "The court read its ruling on Tuesday."),
        ("Stranded boats not found", "Residents searched the bay until nightfall on Tuesday."),
    ],
    ids=["president", "stranded"],
)
def test_a_word_within_a_word_is_no_page(title: str, text: str) -> None:
    assert judge(text, title=title).verdict is Verdict.COMPLETE
