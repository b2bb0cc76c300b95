"""Which agency an article credits with its text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.credit import agency, credit
from pipeline.records import Article

BODY = "\n\n".join(
    f"Paragraph {number} of a report that says what happened in the valley." for number in range(5)
)
A = Article(
    article_id="a", uri="u", source="s", text=BODY, content_hash="h", seen_at=datetime(2024, 1, 1, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("MINSK (Reuters) - The dam broke.", "Reuters"),
        ("BERLIN, May 3 (dpa/AFP) — The dam broke.", "dpa"),
        ("VIENNA (AP) — The dam broke.", "AP"),
        ("Berlin (dpa) - Der Damm brach.", "dpa"),
        ("PARIS, 3 mai (AFP) - Le barrage a cédé.", "AFP"),
        ("Madrid, 3 may (EFE).- La presa se rompió.", "EFE"),
        ("МИНСК, 3 мая. /ТАСС/. Плотина прорвана.", "TASS"),
        ("Минск. 3 мая. ИНТЕРФАКС - Плотина прорвана.", "Interfax"),
        ("МОСКВА, 3 мая - РИА Новости. Плотина прорвана.", "RIA Novosti"),
        ("BEIJING, May 3 (Xinhua) -- The dam broke.", "Xinhua"),
        ("By Reuters\n\nThe dam broke.", "Reuters"),
        ("Agencia EFE\n\nLa presa se rompió.", "EFE"),
        ("The Associated Press\n\nThe dam broke.", "AP"),
        ("The dam broke, Reuters reported on Monday.", None),
        ("Officials told AFP that the dam broke.", None),
        ("Reuters reported that the dam broke - and nobody came.", None),
        ("The bank (Reuters readers know it) closed.", None),
        ("Photo: Reuters\n\nThe dam broke.", None),
        ("(Photo by Anna Keller/AFP)\n\nThe dam broke.", None),
        ("pa was at the river when the dam broke.", None),
        ("The pa (a village chief) spoke.", None),
    ],
)  # fmt: skip
def test_a_dateline_or_byline_credits(opening: str, expected: str | None) -> None:
    assert credit(replace(A, text=f"{opening}\n\n{BODY}")) == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("(Reuters)", "Reuters"),
        ("© AFP", "AFP"),
        ("© 2024 AFP", "AFP"),
        ("dpa/kle", "dpa"),
        ("Source: Xinhua", "Xinhua"),
        ("Quelle: dpa", "dpa"),
        ("© PA Media", "PA Media"),
        ("with Reuters, AFP", "Reuters"),
        ("Nobody was hurt, he said. (AFP)", "AFP"),
        ("Nobody was hurt, he said (AFP reporters saw two).", None),
        ("Reuters and its editors have no part in this page.", None),
        ("Follow us", None),
    ],
)
def test_a_line_at_the_foot_credits(foot: str, expected: str | None) -> None:
    assert credit(replace(A, text=f"{BODY}\n\n{foot}")) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Reuters", "Reuters"), ("AFP", "AFP"), ("via AP", "AP"), ("Anna Keller", None), ("Anna Reuter", None), ("Pa Keller", None)],
)  # fmt: skip
def test_the_author_credits(author: str, expected: str | None) -> None:
    assert credit(replace(A, author=author)) == expected


def test_an_agency_credits_itself() -> None:
    assert credit(replace(A, outlet="Reuters")) == agency("reuters") == "Reuters"
    assert agency("AP News") == "AP"
    assert agency("The Valley Post") is agency(None) is None


def test_an_article_without_credit_has_none() -> None:
    assert credit(A) is None


@given(st.text(alphabet="aA(),./-–© \nReutersAFPdpa", max_size=300))
def test_any_text_is_borne(text: str) -> None:
    credit(replace(A, text=text))


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "ap " * 30_000, "a, " * 30_000, "\n" * 50_000, "(ap\n" * 20_000]
)
def test_hostile_texts_end(text: str) -> None:
    credit(replace(A, text=text))
