import os
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources import folder_state
from flows.sources.folder_state import FolderState, Stamps, stamp

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=50)


def stamps(*values: int) -> Stamps:
    return Stamps(array("Q", values))


@given(values=NUMBERS, other=st.integers(0, 2**64 - 1))
def test_stamps_are_a_set_that_survives_its_text(values: list[int], other: int) -> None:
    kept = Stamps.from_text(stamps(*values).to_text())
    assert kept == stamps(*reversed(values), *values)
    assert len(kept) == len(set(values))
    assert all(value in kept for value in values)
    assert (other in kept) is (other in values)


def test_the_text_is_the_same_on_every_machine() -> None:
    assert stamps(1, 256).to_text() == "AQAAAAAAAAAAAQAAAAAAAA=="


def test_no_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_state, "_MOST", 2)
    assert len(stamps(1, 2, 3)) == 2


def test_a_state_survives_its_json() -> None:
    state = FolderState(folder="/news", read=stamps(1, 2), again=stamps(3))
    assert FolderState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    "damage",
    [{"folder": None}, {"read": 5}, {"read": "AQ=="}, {"again": "no base64"}, {"kinds": 0}, {"kinds": None}],
    ids=str,
)
def test_a_state_that_cannot_be_read_is_none(damage: dict[str, object]) -> None:
    values = FolderState(folder="/news", read=stamps(1), again=stamps()).to_json()
    assert FolderState.from_json({**values, **damage}) is None  # type: ignore[dict-item]
    assert FolderState.from_json({}) is None


def test_a_stamp_tells_files_and_their_states_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    first = path.stat()
    os.utime(path, ns=(0, first.st_mtime_ns + 1))
    found = {
        stamp("a", first),
        stamp("b", first),
        stamp("a", path.stat()),
        stamp("a", None),
        stamp("\udcff", None),
    }
    assert len(found) == 5
    assert stamp("a", first) == stamp("a", first)
