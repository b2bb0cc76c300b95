"""Copy prints: exact on disk, the same in any process, and local in the text."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.shingle import (
    LONGEST_TEXT,
    SLOTS,
    WINDOW,
    BadPrintError,
    CopyPrint,
    copy_print,
    fingerprints,
    shingle_size,
    shingles,
)
from pipeline.records import Article

TEXT = "The harbour board met on Monday. It heard that Ines Calder had paid 4,200 crowns for 17 boats, and adjourned until May 3."


def article(text: str, *, title: str | None = None, outlet: str | None = None) -> Article:
    return Article(
        article_id="a", uri="u", source="s", text=text, content_hash="h", seen_at=datetime(2024, 1, 1, tzinfo=UTC), title=title, outlet=outlet
    )  # fmt: skip


@given(st.text(max_size=300), st.none() | st.text(max_size=40), st.none() | st.text(max_size=20))
def test_bytes_give_the_print_back(text: str, title: str | None, outlet: str | None) -> None:
    made = copy_print(article(text, title=title, outlet=outlet))
    read = CopyPrint.from_bytes("a", made.to_bytes())
    assert read.to_bytes() == made.to_bytes()
    for field in ("words", "body", "title", "outlet", "title_words"):
        assert getattr(read, field) == getattr(made, field)
    for field in ("fingerprints", "numbers", "names"):
        assert np.array_equal(getattr(read, field), getattr(made, field))


def test_bytes_are_pinned() -> None:
    """A change here makes every stored print useless: raise the version, and say how old ones are read."""
    assert copy_print(article(TEXT, title="Boats", outlet="Post")).to_bytes().hex() == PINNED


def test_bytes_are_the_same_in_another_process() -> None:
    code = (
        "from datetime import UTC, datetime\nfrom pipeline.records import Article\nfrom pipeline.copies.shingle import copy_print\n"
        f"print(copy_print(Article(article_id='a', uri='u', source='s', text={TEXT!r}, content_hash='h', title='Boats', outlet='Post',"
        " seen_at=datetime(2024, 1, 1, tzinfo=UTC))).to_bytes().hex())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {PINNED}


@given(st.binary(max_size=120))
def test_other_bytes_are_refused(data: bytes) -> None:
    try:
        read = CopyPrint.from_bytes("a", data)
    except BadPrintError:
        return
    assert read.to_bytes() == data


@pytest.mark.parametrize(
    "change",
    [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"\x63" + data[1:], lambda _: b""],
)
def test_damaged_bytes_are_refused(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadPrintError, match="copy print"):
        CopyPrint.from_bytes("a", change(copy_print(article(TEXT)).to_bytes()))


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=40),
    st.lists(st.sampled_from("klm"), max_size=9),
    st.lists(st.sampled_from("xyz"), max_size=9),
)
def test_a_shared_passage_gives_the_same_fingerprints(
    shared: list[str], before: list[str], after: list[str]
) -> None:
    """The guarantee of winnowing: a window that lies wholly inside the passage chooses the same hash anywhere."""
    inside = shingles(shared, shingle_size(shared))
    windows = [inside[place : place + WINDOW].min() for place in range(len(inside) - WINDOW + 1)]
    assert set(windows) <= set(fingerprints([*before, *shared, *after]).tolist())


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=60))
def test_fingerprints_are_sorted_without_doubles(text: list[str]) -> None:
    found = fingerprints(text)
    assert (np.diff(found.astype(np.int64)) > 0).all()


def test_slots_are_bounded() -> None:
    text = " ".join(
        f"and w{chr(97 + place % 26)}{chr(97 + place // 26)} took {place} from X{chr(97 + place % 26)}yz"
        for place in range(400)
    )
    made = copy_print(article(text))
    assert len(made.numbers) == SLOTS
    assert len(made.names) <= SLOTS


def test_a_text_without_end_is_looked_at_in_part() -> None:
    made = copy_print(article("word and another " * (LONGEST_TEXT // 2)))
    assert made.words == LONGEST_TEXT
    assert CopyPrint.from_bytes("a", made.to_bytes()).words == LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (["the", "harbour", "board", "met"], 5),
        (list("今天早晨发布天气预报"), 10),
        ([*"今天早晨发布", "nato", "2024"], 10),
        (["a", "b", "c"], 5),
        ([], 5),
    ],
    ids=["Latin", "Han", "mostly Han", "single Latin letters", "empty"],
)
def test_shingle_size(text: list[str], size: int) -> None:
    assert shingle_size(text) == size


PINNED = "0117000000173b18f5651854dbd4075eeafac45de5b0128d2e01000500030002001cfd910d1c082a161fb9d72cddfbb743997def4aa58279d864a9b89220398d13ad5ea399ebc1a809dee2f5cfbeef245f2d1b5e8ae05ccf1b2b6851c6"
