from hypothesis import given
from hypothesis import strategies as st

from pipeline.texts.change import Change, Words, change

BEFORE = Words(
    title="Ferry sinks, 12 dead",
    text="A ferry sank on Monday. Twelve people died, police said.\n\nThe captain was rescued.",
)


def test_a_corrected_number_is_one_sentence_out_and_one_in() -> None:
    after = Words(title="Ferry sinks, 19 dead", text=BEFORE.text.replace("Twelve", "Nineteen"))
    assert change(BEFORE, after) == Change(
        title_before="Ferry sinks, 12 dead",
        title="Ferry sinks, 19 dead",
        added=("Nineteen people died, police said.",),
        removed=("Twelve people died, police said.",),
        kept=0.667,
    )


def test_moved_and_repunctuated_sentences_are_no_change() -> None:
    after = Words(
        title=BEFORE.title,
        text="The captain  was rescued.\n\nA FERRY sank on Monday. Twelve people died, police said.",
    )
    found = change(BEFORE, after)
    assert (found.added, found.removed, found.kept) == ((), (), 1.0)


def test_a_sentence_that_stands_twice_now_is_added_once() -> None:
    after = Words(title=BEFORE.title, text=f"{BEFORE.text} The captain was rescued.")
    assert change(BEFORE, after).added == ("The captain was rescued.",)


def test_from_nothing_nothing_is_kept() -> None:
    found = change(Words(title="Breaking", text=""), Words(title="Breaking", text="A dam burst."))
    assert (found.added, found.removed, found.kept) == (("A dam burst.",), (), 0.0)


@given(
    st.lists(st.sampled_from(["One rose.", "Two fell.", "三人死亡。", "No end"]), max_size=6).map(
        "\n\n".join
    ),
    st.lists(st.sampled_from(["One rose.", "Four came.", "三人死亡。"]), max_size=6).map("\n\n".join),
)
def test_there_and_back_are_mirror_images(one: str, other: str) -> None:
    there = change(Words(title=None, text=one), Words(title=None, text=other))
    back = change(Words(title=None, text=other), Words(title=None, text=one))
    assert (there.added, there.removed) == (back.removed, back.added)
    assert change(Words(title=None, text=one), Words(title=None, text=one)).added == ()
