import pytest

from pipeline.verdicts.verdict_text import folded, phrases, said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You can`t READ on", "you can't read on"),
        ("You can’t READ on", "you can't read on"),
        ('He said "accept all" and left', "he said and left"),
        ("He said “accept all” and left", "he said and left"),
        ("Sign–up, ＮＯＷ", "sign-up, now"),
        ("a\t b", "a b"),
    ],
)
def test_one_form_for_every_way_to_write_it(text: str, wanted: str) -> None:
    assert folded(text) == wanted


@pytest.mark.parametrize(
    ("plain", "wanted"),
    [
        ("to read on, you subscribe here", ["to read … subscribe"]),
        ("subscribe here\nto read on", []),
        ("to read on\nsubscribe here", []),
        ("accept all\nto read it, subscribe", ["to read … subscribe", "accept all"]),
    ],
    ids=["in order", "out of order", "in two lines", "one that is whole"],
)
def test_parts_of_a_phrase_stand_in_one_line_and_in_order(plain: str, wanted: list[str]) -> None:
    assert list(said(phrases(["to read … subscribe|accept all"]), plain)) == wanted
