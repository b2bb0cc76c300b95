import pytest

from pipeline.cleaning.paragraph import paragraphs

LONG = "The snow ploughs were used on six days in three winters, and so\nthe county will sell eleven of them, it said, and buy drains for\nthe money, which is about a million and will not be enough for"


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("ev-\nerybody.", "everybody."),
        ("north-\nand southbound.", "north- and southbound."),
        ("a, b -\nall.", "a, b - all."),
    ],
    ids=["word", "two words", "dash"],
)
def test_words_parted_at_the_end_of_a_line(end: str, wanted: str) -> None:
    first, rest = end.split("\n")
    text = f"{LONG}\nall that the roads of the county and its bridges need for {first}\n{rest}"
    assert paragraphs(text)[0].endswith(wanted)


@pytest.mark.parametrize(
    "line", ["17", "The Ellery Review 17", "17 The Ellery Review", "Coastal Studies, Vol. 9, No. 2"]
)
def test_what_a_printed_page_adds_goes(line: str) -> None:
    assert paragraphs(f"{LONG}\nall.\n\n{line}\n\n{LONG}\nall.") == paragraphs(
        f"{LONG}\nall.\n\n{LONG}\nall."
    )


def test_numbers_of_a_text_that_is_not_wrapped_stay() -> None:
    assert paragraphs("Results\n\n17\n\n18") == ["Results", "17", "18"]


def test_heads_of_forwarded_mail_go() -> None:
    assert paragraphs("From: a@x.example\nTo: b@x.example\nSubject: Ferry\n\nThe ferry stays.") == [
        "The ferry stays."
    ]
    assert paragraphs("To: everybody who waits\n\nThe ferry stays.") == [
        "To: everybody who waits",
        "The ferry stays.",
    ]
