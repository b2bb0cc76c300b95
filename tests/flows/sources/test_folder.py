import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.folder import Folder, changed_since
from flows.sources.folder_state import FolderState
from pipeline.records import Document, Reason, Rejection

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=1)


def write(path: Path, content: bytes = b"words", at: datetime = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def wait_for_a_tick(path: Path) -> None:
    """Until a change of the file would have another time: file systems count in milliseconds."""
    probe = path.with_name(".probe")
    probe.write_bytes(b"")
    while probe.stat().st_ctime_ns <= path.stat().st_ctime_ns:
        probe.write_bytes(b"x")


def read(path: Path, before: FolderState | None, now: datetime = NOW) -> tuple[Folder, list[str]]:
    """The reading, and the names of what it gave."""
    folder = Folder(path, "desk", now, before)
    return folder, [Path(one.uri).name for one in folder]


def state(path: Path) -> FolderState:
    return read(path, None)[0].after


def counts(folder: Folder) -> tuple[int, int, int]:
    return folder.seen, folder.unchanged, folder.waiting


def test_the_first_reading_gives_all_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.pdf", "a/lines.jsonl"):
        write(tmp_path / name)
    folder = Folder(tmp_path, "desk", NOW, None)
    found = [(item.uri.removeprefix(f"{tmp_path.as_uri()}/"), type(item)) for item in folder]
    assert [name for name, _ in found] == ["a.pdf", "a/lines.jsonl", "a/z.txt", "b.txt"]
    assert found[0][1] is Rejection
    assert found[3][1] is Document
    assert counts(folder) == (4, 0, 0)


def test_what_was_read_and_what_was_refused_for_its_kind_is_left_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.pdf"):
        write(tmp_path / name)
    folder, found = read(tmp_path, state(tmp_path))
    assert found == []
    assert counts(folder) == (3, 3, 0)
    assert folder.after == state(tmp_path)


@pytest.mark.parametrize(
    "change", ["content", "as long", "as long and as old", "another in its place", "touched", "renamed"]
)
def test_what_changed_is_read_again(tmp_path: Path, change: str) -> None:
    path, other = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    before = state(tmp_path)
    wait_for_a_tick(path)
    if change == "another in its place":
        write(tmp_path.with_name("elsewhere.txt"), b"WORDS").replace(path)
    elif change == "renamed":
        path = path.rename(tmp_path / "c.txt")
    else:
        at = OLD + timedelta(seconds=change in {"as long", "touched"})
        write(path, {"content": b"other words", "touched": b"words"}.get(change, b"WORDS"), at)
    assert changed_since(tmp_path, before)
    folder, found = read(tmp_path, before)
    assert found == [path.name]
    assert counts(folder) == (2, 1, 0)
    assert not changed_since(tmp_path, folder.after)
    assert other.exists()


def test_what_vanished_is_forgotten_and_new_when_it_returns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    before = state(tmp_path)
    path.rename(tmp_path.with_name("aside.txt"))
    assert not changed_since(tmp_path, before)
    folder, found = read(tmp_path, before)
    assert (found, len(folder.after.read)) == ([], 0)
    tmp_path.with_name("aside.txt").rename(path)
    assert read(tmp_path, folder.after)[1] == ["a.txt"]


@pytest.mark.parametrize(
    ("age", "waits"),
    [(-7200.0, False), (-60.0, True), (0.0, True), (1.9, True), (2.1, False)],
    ids=["wrong clock", "since the run began", "now", "young", "settled"],
)
def test_a_file_that_may_still_be_written_waits(tmp_path: Path, age: float, waits: bool) -> None:  # noqa: FBT001
    before = state(tmp_path)
    write(tmp_path / "a.txt", at=NOW - timedelta(seconds=age))
    folder, found = read(tmp_path, before)
    assert (found, folder.waiting) == ([] if waits else ["a.txt"], int(waits))
    assert changed_since(tmp_path, before)
    assert changed_since(tmp_path, before, NOW) is not waits
    later = NOW + timedelta(hours=3)
    assert changed_since(tmp_path, folder.after, later) is waits
    assert read(tmp_path, folder.after, later)[1] == (["a.txt"] if waits else [])


def test_at_the_first_reading_young_files_are_read_and_once_more_at_the_next(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", at=NOW)
    folder, found = read(tmp_path, None)
    assert found == ["a.txt"]
    assert not changed_since(tmp_path, folder.after, NOW)
    later, again = read(tmp_path, folder.after, NOW + timedelta(seconds=5))
    assert again == ["a.txt"]
    assert read(tmp_path, later.after, NOW + timedelta(seconds=9))[1] == []


def test_what_could_not_be_opened_is_tried_again_and_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "lost.txt").symlink_to("nowhere")
    (tmp_path / "up").symlink_to(tmp_path)
    before = state(tmp_path)
    assert not changed_since(tmp_path, before)
    again = list(Folder(tmp_path, "desk", NOW, before))
    assert [one.reason for one in again if isinstance(one, Rejection)] == [
        Reason.UNREADABLE,
        Reason.UNREADABLE,
        Reason.UNSUPPORTED,
    ]
    write(tmp_path / "nowhere")
    assert changed_since(tmp_path, before)
    assert "nowhere" in read(tmp_path, before)[1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_read_when_it_may(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    before = state(tmp_path)
    path.chmod(0o600)
    assert changed_since(tmp_path, before)
    (found,) = Folder(tmp_path, "desk", NOW, before)
    assert isinstance(found, Document)


def test_the_target_of_a_link_is_what_changes(tmp_path: Path) -> None:
    target = write(tmp_path.with_name("target.txt"))
    (tmp_path / "a.txt").symlink_to(target)
    before = state(tmp_path)
    assert read(tmp_path, before)[1] == []
    write(target, b"other words")
    assert read(tmp_path, before)[1] == ["target.txt"]


def test_a_single_file_is_watched_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"uri": "a:1", "text": "One."}\n')
    before = state(path)
    assert read(path, before)[1] == []
    write(path, path.read_bytes() + b'{"uri": "a:2", "text": "Two."}\n', OLD + timedelta(minutes=1))
    assert [one.uri for one in Folder(path, "desk", NOW, before)] == ["a:1", "a:2"]


def test_a_missing_folder_is_said_each_time_and_is_no_news(tmp_path: Path) -> None:
    before = state(tmp_path / "nowhere")
    assert not changed_since(tmp_path / "nowhere", before)
    (again,) = Folder(tmp_path / "nowhere", "desk", NOW, before)
    assert isinstance(again, Rejection)


def test_the_state_of_another_folder_says_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    write(tmp_path / "b" / "x.txt")
    before = state(tmp_path / "a")
    assert changed_since(tmp_path / "b", before)
    assert read(tmp_path / "b", before)[1] == ["x.txt"]
    assert changed_since(tmp_path / "b", None)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"uri": "a:1", "text": "One."}\n' * 3)
    folder = Folder(tmp_path, "desk", NOW, None)
    for number, _ in enumerate(folder):
        if number == 0:
            write(path, path.read_bytes() * 2, OLD + timedelta(minutes=1))
    assert len(read(tmp_path, folder.after)[1]) == 6


@settings(max_examples=30)
@given(rounds=st.lists(st.dictionaries(st.sampled_from("abc"), st.binary(max_size=2)), max_size=5))
def test_each_content_is_given_once_however_the_files_come_and_go(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, bytes]]
) -> None:
    top = tmp_path_factory.mktemp("folder")
    before: FolderState | None = None
    present: dict[str, bytes] = {}
    for number, files in enumerate(rounds):
        for name in present.keys() - files:
            (top / name).unlink()
        changed = {name for name, content in files.items() if present.get(name) != content}
        for name in changed:
            write(top / name, files[name], OLD + timedelta(seconds=number))
        folder, found = read(top, before)
        assert found == sorted(changed)
        before, present = FolderState.from_json(folder.after.to_json()), files
        assert not changed_since(top, before)
