"""Which agency an article credits with its text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.credit import agency, credit
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


AGENCIES = [
    "Reuters",
    "AFP",
    "AP",
    "dpa",
    "EFE",
    "TASS",
    "Interfax",
    "Xinhua",
    "RIA Novosti",
    "UPI",
    "PA Media",
]
HEADS = [
    "BREKKE ({}) - The dam broke.",
    "BREKKE, May 3 ({}) — The dam broke.",
    "By {}",
    "© {}",
    "Brekke. 3 May. {} - The dam broke.",
]
FEET = ["Source: {}", "with {}", "Nobody was hurt, they said. ({})"]
MENTIONS = [
    "The dam broke, {} reported on Monday.", "Officials told {} that the dam broke.", "{} has an office in the valley.", "Photo: {}", "File photo ({}) - the valley.",
    "Its readers trust {} and nobody else, a farmer said.",
]  # fmt: skip
agencies = st.sampled_from(AGENCIES)
mentions = st.lists(st.builds(str.format, st.sampled_from(MENTIONS), agencies), max_size=3)


@given(st.builds(str.format, st.sampled_from(HEADS), agencies), agencies, mentions)
def test_a_credit_holds_whatever_is_mentioned(head: str, other: str, mentioned: list[str]) -> None:
    own = credit(replace(A, text=f"{head}\n\n{BODY}"))
    assert own in AGENCIES
    assert own in head
    assert credit(replace(A, text="\n\n".join([head, *mentioned, BODY, f"{other} wrote of it."]))) == own


@given(st.sampled_from(FEET), agencies, mentions)
def test_a_foot_credits_when_the_head_does_not(foot: str, name: str, mentioned: list[str]) -> None:
    assert credit(replace(A, text="\n\n".join([*mentioned, BODY, foot.format(name)]))) == name
    assert credit(replace(A, text="\n\n".join([BODY, foot.format(name), BODY]))) is None


@given(mentions)
def test_mentions_credit_nothing(mentioned: list[str]) -> None:
    assert credit(replace(A, text="\n\n".join([*mentioned, BODY]))) is None
    assert credit(replace(A, text="\n\n".join([BODY, *mentioned]))) is None


PIECES = [
    *AGENCIES,
    "ТАСС",
    "агентство",
    "(",
    ")",
    "/",
    "-",
    "—",
    ".",
    "©",
    "By",
    "Source:",
    "Photo:",
    "May 3",
    "BREKKE",
    "\n\n",
    "said",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=200))
def test_what_is_credited_is_an_agency_by_its_one_name(text: str) -> None:
    found = credit(replace(A, text=text))
    assert agency(found) == found


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "ap " * 30_000, "a, " * 30_000, "\n" * 50_000, "(ap\n" * 20_000]
)
def test_hostile_texts_end_and_hide_no_credit(text: str) -> None:
    assert credit(replace(A, text=text)) is None
    assert credit(replace(A, text=f"BREKKE (AP) — The dam broke.\n\n{text}")) == "AP"
    assert credit(replace(A, text=f"{BODY}\n\n{text}\n\n(AFP)")) == "AFP"
