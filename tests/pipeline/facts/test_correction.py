from datetime import UTC, datetime

import pytest

from pipeline.facts.correction import corrections
from pipeline.records import Article

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
BODY = "Dockers at the port of Arneville began a strike on Monday over unpaid overtime."


def article(title: str | None, text: str) -> Article:
    return Article(
        article_id="a", uri="file:///a", source="s", text=text, content_hash="h", seen_at=NOW, title=title
    )


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("CORRECTED-Dockers begin strike", BODY, [("correction", "title")]),
        ("Correction: Dockers begin strike", BODY, [("correction", "title")]),
        ("CORRECTED (OFFICIAL)-Dockers begin strike", BODY, [("correction", "title")]),
        ("Korrektur: Hafenarbeiter streiken", BODY, [("correction", "title")]),
        ("Rectificatif : grève des dockers", BODY, [("correction", "title")]),
        ("ИСПРАВЛЕНИЕ: докеры бастуют", BODY, [("correction", "title")]),
        ("RETRACTION: Dockers begin strike", BODY, [("retraction", "title")]),
        (None, f"{BODY}\n\nCorrection: An earlier headline gave the wrong day.", [("correction", "text")]),
        (None, f"{BODY}\n\nThis article was amended on 3 May to correct the name.", [("correction", "text")]),
        (None, f"{BODY}\n\nEditor’s note: An earlier version of this story misstated the wage.", [("correction", "text")]),
        (None, f"{BODY}\n\nCorrection, May 3: The strike began on Monday.", [("correction", "text")]),
        (None, f"{BODY}\n\nIn einer früheren Version dieses Artikels stand ein falscher Tag.", [("correction", "text")]),
        (None, f"{BODY}\n\nFe de errores: la huelga comenzó el lunes.", [("correction", "text")]),
        (None, f"{BODY}\n\nThis story has been retracted.", [("retraction", "text")]),
        ("Dockers demand correction of wages", BODY, []),
        ("Correction officers begin strike", BODY, []),
        ("Corrected wages for dockers", BODY, []),
        (None, f"{BODY} The union asked for a correction. It was corrected on Tuesday.", []),
        (None, f"{BODY} Troops have withdrawn. The offer was withdrawn.", []),
        (None, f"{BODY} The report was published in an earlier version.", []),
        (None, "", []),
    ],
)  # fmt: skip
def test_marks_of_a_correction(title: str | None, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.field) for one in corrections(article(title, text))] == expected


def test_the_place_is_the_note() -> None:
    text = f"{BODY}\n\nCorrection: It was Monday."
    (one,) = corrections(article(None, text))
    assert text[one.start : one.end] == one.words == "Correction: It was Monday."


@pytest.mark.parametrize(
    ("note", "rest"),
    [
        (
            "Correction: An earlier version of this report said 31 berths were closed. The number is 13.",
            " More follows.",
        ),
        ("Correction: The strike began on Monday.", " An official said so."),
        ("An earlier version of this report said 31 berths were closed.", "\n\nThe number is 13."),
        ("Korrektur: In einer früheren Version standen 31 Liegeplätze. Es sind 13.", " Mehr folgt."),
    ],
    ids=["what is right", "said at once", "another paragraph", "German"],
)
def test_a_note_of_an_earlier_version_holds_what_is_right(note: str, rest: str) -> None:
    (one,) = corrections(article(None, f"{BODY}\n\n{note}{rest}"))
    assert one.words == note
