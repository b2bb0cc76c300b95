"""Shared passages point at the very words in both texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.passage import SHOWN, passages, with_passages
from pipeline.records import Copy, CopyKind
from pipeline.texts.text import words

WIRE = "The ferry left the northern quay at dawn with forty people on board. It reached the island two hours late."
WORDS = st.lists(st.sampled_from(["on", "the", "quay", "Boat", "12", "и", "море"]), max_size=60).map(" ".join)


def comparable_words(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_finds_the_passage_in_both_texts() -> None:
    text = "Storms held up traffic all day. THE FERRY left the northern quay at dawn, with forty people on board, we are told."
    (passage,) = passages(text, WIRE)
    assert (
        text[passage.start : passage.end]
        == "THE FERRY left the northern quay at dawn, with forty people on board"
    )
    assert (
        WIRE[passage.origin_start : passage.origin_end]
        == "The ferry left the northern quay at dawn with forty people on board"
    )
    assert passage.words == 13


@given(WORDS, WORDS)
def test_passages_are_the_same_words_in_order_and_apart(text: str, origin: str) -> None:
    last = 0
    for passage in passages(text, origin):
        assert passage.start >= last
        last = passage.end
        mine = comparable_words(text[passage.start : passage.end])
        assert mine == comparable_words(origin[passage.origin_start : passage.origin_end])
        assert len(mine) == passage.words >= 5


@given(WORDS)
def test_a_text_is_one_passage_of_itself(text: str) -> None:
    count = len(comparable_words(text))
    assert sum(passage.words for passage in passages(text, text)) == (count if count >= 5 else 0)


def test_reordered_paragraphs_are_found_each() -> None:
    first, second = WIRE.split(". ")
    assert len(passages(f"{second}\n\n{first}", WIRE)) == 2


def test_evidence_is_kept_and_the_longest_shown_in_order() -> None:
    pieces = [" ".join(f"w{place}x{number}" for number in range(5 + place)) for place in range(9)]
    copy = Copy(article_id="b", origin_id="a", kind=CopyKind.NEAR, share=0.9, evidence={"nearest": "a"})
    shown = with_passages(copy, " q ".join(pieces), " z ".join(reversed(pieces))).evidence
    assert shown["nearest"] == "a"
    assert [passage["words"] for passage in shown["passages"]] == [9, 10, 11, 12, 13]  # type: ignore[index,call-overload,union-attr]
    assert len(shown["passages"]) == SHOWN  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["a", "ab cd", "中"])
def test_a_text_that_repeats_itself_takes_linear_time(word: str) -> None:
    text = " ".join([word] * 20_000)
    assert passages(text, text)[0].words >= 20_000
