import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.texts.text import _kept, beyond_ascii, comparable, first_words, paragraphs, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dockers don’t strike", ["dockers", "don't", "strike"]),
        ("U.S. GDP rose 3,000.5 %", ["u", "s", "gdp", "rose", "3,000.5"]),
        ("Ёлка и їжак", ["ёлка", "и", "їжак"]),
        ("今天天气好", list("今天天气好")),
        ("ตลาด", list("ตลาด")),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("முதல்வர்", ["முதல்வர்"]),
        ("كتابٌ جديد", ["كتابٌ", "جديد"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("co\u00adoperate", ["cooperate"]),
        ("snake_case", ["snake", "case"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
    ],
)
def test_words_of_every_script(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert word.text == comparable(text[word.start : word.end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith said “no.” He left.", ["Mr. Smith said “no.”", "He left."]),
        (
            "Gen. J. Brown of the U.S. Army spoke. It rained.",
            ["Gen. J. Brown of the U.S. Army spoke.", "It rained."],
        ),
        ("Он ушёл. Потом вернулся!", ["Он ушёл.", "Потом вернулся!"]),
        ("今天天气好。明天呢？", ["今天天气好。", "明天呢？"]),
        ("ذهب الولد؟ نعم ذهب.", ["ذهب الولد؟", "نعم ذهب."]),
        ("No end\n\nHere it goes on", ["No end", "Here it goes on"]),
        ("It cost 3.5 million. Really.", ["It cost 3.5 million.", "Really."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aB.!? \n“”\u3002"))
def test_sentences_lose_nothing_and_stay_in_their_paragraph(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all("\n\n" not in text[a:b] for a, b in spans)
    assert spans == sorted(spans)


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    text = "one\nstill one\n\ntwo\n \nthree"
    assert [text[a:b] for a, b in paragraphs(text)] == ["one\nstill one", "two", "three"]


@given(st.text())
def test_comparing_is_settled_after_one_step(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == comparable(comparable(once))


@given(st.text())
def test_what_is_beyond_ascii_is_kept_in_order(text: str) -> None:
    assert beyond_ascii(text) == "".join(char for char in text if not char.isascii())


@pytest.mark.parametrize("length", [0, 3, 20_000])
@pytest.mark.parametrize("most", [0, 2, 100_000])
def test_the_first_words_are_the_first_of_all(length: int, most: int) -> None:
    text = "Ärzte streiken. " * (length // 16) + "End"
    assert list(first_words(text, most)) == list(words(text))[:most]


@pytest.mark.parametrize("mark", ["…", "!?"])
def test_a_run_of_marks_is_read_once(mark: str) -> None:
    """Read from each of its marks anew, this would take a quarter of an hour."""
    text = mark * 150_000
    assert sentences(text) == [(0, len(text))]


def test_long_texts_are_compared_and_not_kept() -> None:
    before = _kept.cache_info().currsize
    assert comparable("ÉCOLE " * 100) == "école " * 100
    assert _kept.cache_info().currsize == before
