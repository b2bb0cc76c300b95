"""Golden texts under data/clean say line by line what becomes of them; the laws hold for any text."""

import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.clean import clean, clean_body, letters, plain

GOLDEN = sorted(Path(__file__).parents[1].glob("data/clean/*.toml"))
CASES = [
    (path.stem, case) for path in GOLDEN for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def marked(text: str) -> list[tuple[str, str]]:
    return [(line[0], line[2:]) for line in text.split("\n") if line]


def given_text(text: str) -> str:
    return re.sub(r"^[=.+-] ", "", text, flags=re.MULTILINE)


def wanted_body(text: str) -> str:
    body: list[str] = []
    for mark, line in marked(text):
        if mark == "+":
            body[-1] += f" {line}"
        elif mark == ".":
            body.append(line)
    return "\n\n".join(body)


def wanted_title(text: str) -> str | None:
    return next((line for mark, line in marked(text) if mark == "="), None)


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{name}: {case['id']}" for name, case in CASES]
)
def test_golden_text(case: dict[str, str | date]) -> None:
    found = clean(given_text(str(case["text"])))
    assert found.title == wanted_title(str(case["text"]))
    assert found.text == wanted_body(str(case["text"]))
    assert found.author == case.get("author")
    assert found.published_on == case.get("date")


def test_there_are_enough_golden_texts() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{name}: {case['id']}" for name, case in CASES]
)
def test_cleaning_twice_changes_nothing(case: dict[str, str]) -> None:
    once = clean(given_text(case["text"]))
    assert clean_body(once.text, ()) == once.text


def test_a_given_title_wins_and_is_taken_off_the_head() -> None:
    found = clean(
        "Council Keeps Ferry\n\nThe council of Port Ellery voted on Monday to keep the ferry.",
        "Council keeps ferry",
    )
    assert (found.title, found.text) == (
        "Council keeps ferry",
        "The council of Port Ellery voted on Monday to keep the ferry.",
    )


def test_a_first_line_without_spaces_is_no_kicker() -> None:
    lines = [
        "สภาเมืองมีมติเมื่อวันจันทร์ให้คงเรือข้ามฟากกลางคืนไว้อีกห้าปี",
        "นายกเทศมนตรีกล่าวว่าได้รับฟังเสียงของประชาชนแล้วใช่หรือไม่?",
    ]
    assert clean("\n".join(lines), "เรือข้ามฟาก").text == "\n\n".join(lines)


def test_known_headings_go_in_any_spelling() -> None:
    text = "COUNCIL KEEPS FERRY\nFerry stays\nThe council of Port Ellery voted on Monday to keep the ferry."
    assert (
        clean_body(text, ["Council Keeps Ferry", "Ferry stays"])
        == "The council of Port Ellery voted on Monday to keep the ferry."
    )


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("cafe\u0301", "café"),
        ("sol\u00ad\u00addier\u200b\u2060s", "soldiers"),
        ("\u202eabc\u202c \u200edef\ufeff", "abc def"),
        ("a\x00b\x07c\ud800d\ufffde", "abcde"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("much\u00a0 \t  space", "much space"),
        ("thin\u2009\u3000and  wide\n\n two", "thin and wide\n\n two"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200cb", "ab"),
    ],
    ids=[
        "nfc",
        "soft hyphen",
        "bidi",
        "controls",
        "line breaks",
        "spaces",
        "other spaces",
        "joiner of Persian",
        "joiner of nothing",
    ],
)
def test_characters_that_cannot_be_seen_go(raw: str, wanted: str) -> None:
    assert plain(raw) == wanted


@given(st.text(max_size=400))
def test_any_text_gives_clean_text(raw: str) -> None:
    found = clean(raw)
    assert found.text == unicodedata.normalize("NFC", found.text)
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\ud800-\udfff]|\n{3}|^\s|\s$", found.text
    )
    assert clean(raw) == found


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The council of Port Ellery voted on Monday to keep the night ferry for another five years.",
            "Nobody in the ministry wants to say who will pay for the new bridge, which opens in two years.",
            "Шахту в Торране закроют весной, хотя угля в ней хватит ещё на двадцать лет, говорят инженеры.",
            "Die Bahn baut ab Mai ein zweites Gleis nach Norrby, wie der Vorstand am Dienstag mitteilte.",
            "It is raining.",
            '"No," he said.',
        ]
    ),
    min_size=1,
    max_size=8,
)


@given(SENTENCES, st.sampled_from(["\n", "\n\n"]))
def test_plain_sentences_are_never_lost(sentences: list[str], gap: str) -> None:
    assert clean(gap.join(sentences)).text == "\n\n".join(sentences)


@pytest.mark.parametrize("word", ["ascend", "zurueckblaettern", "кверху"])
def test_a_lone_small_word_at_the_foot_is_a_button(word: str) -> None:
    """Whatever it says: translated pages have buttons that no list of words knows."""
    body = "Dockers at the port began a strike on Monday.\n\nThe union said it would last until wages rose."
    assert clean(f"{body}\n\n{word}").text == body


@pytest.mark.parametrize("end", ["wheat\n\nbarley", "Arneville", "She said so.\n\nnothing more."])
def test_lists_names_and_sentences_at_the_foot_stay(end: str) -> None:
    body = "Dockers at the port began a strike on Monday, and these were left on the quay:"
    assert clean(f"{body}\n\n{end}").text.endswith(end)


@given(st.text())
def test_letters_are_the_same_however_a_line_is_set(line: str) -> None:
    assert letters(f"\n\t {line}\u00a0") == letters(line)


@pytest.mark.parametrize("line", ["", " ", "\n\t\u00a0\u2003", "_ - |"])
def test_nothing_but_space_and_signs_has_no_letters(line: str) -> None:
    assert letters(line) == ""


BODY = "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years."


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["Jane Doe", BODY, BODY], "Jane Doe"),
        ([BODY, BODY, "Jane Doe and Ann Lee"], "Jane Doe, Ann Lee"),
        (["JANE DOE", BODY, BODY, "Ann Lee"], "Ann Lee, Jane Doe"),
    ],
    ids=["head", "foot", "both"],
)
def test_authors_alone_on_a_line_around_the_text_go(lines: list[str], authors: str) -> None:
    assert clean_body("\n".join(lines), (), authors).split("\n\n") == [BODY, BODY]


@pytest.mark.parametrize(
    "line",
    ["Tom Roe", "The council asked Tom Roe, and the crews of both ferries asked Jane Doe to speak for them."],
)
def test_other_names_and_what_names_an_author_late_stay(line: str) -> None:
    assert line in clean_body(f"{BODY}\n{line}", (), "Jane Doe")


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe, Port Ellery",
        "Jane Doe writes about the islands. She has sailed to all of them.",
        "Our correspondent in the north, Jane Doe, has two boats.",
    ],
    ids=["where", "who", "office first"],
)
def test_what_is_told_of_an_author_at_the_foot_goes(line: str) -> None:
    assert clean_body(f"{BODY}\n{line}", (), "Ann Lee, Jane Doe") == BODY
    assert line in clean_body(f"{BODY}\n{line}\n{BODY}", (), "Jane Doe")


def test_an_author_within_the_text_stays() -> None:
    assert clean_body(f"{BODY}\nJane Doe\n{BODY}", (), "Jane Doe").split("\n\n") == [BODY, "Jane Doe", BODY]
