import errno
import os
import stat
from pathlib import Path

import pytest

from warehouse.database.whole_file import clear_partial, copy_into, naming, replacing


def test_it_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"ne", "w"])  # type: ignore[list-item]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "kernel", [0, 1, 700_000, 3_000_000], ids=["refuses", "fails early", "fails late", "copies"]
)
def test_a_file_is_copied_whole_whatever_the_kernel_does(
    kernel: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems refuse copy_file_range at once, others break off."""
    content = os.urandom(2_500_000)
    (tmp_path / "from").write_bytes(content)
    left = [kernel]

    def copies(source: int, target: int, count: int) -> int:
        if not left[0]:
            raise OSError(errno.EXDEV, "another file system")
        part = os.read(source, min(count, left[0]))
        left[0] -= len(part)
        return os.write(target, part)

    monkeypatch.setattr(os, "copy_file_range", copies, raising=False)
    with (tmp_path / "from").open("rb") as source, replacing(tmp_path / "to") as target:
        copy_into(source, target)
    assert (tmp_path / "to").read_bytes() == content


def test_a_file_is_copied_whole(tmp_path: Path) -> None:
    content = os.urandom(2_500_000)
    (tmp_path / "from").write_bytes(content)
    with (tmp_path / "from").open("rb") as source, replacing(tmp_path / "to") as target:
        copy_into(source, target)
    assert (tmp_path / "to").read_bytes() == content


def test_no_two_processes_write_the_same_partial_file(tmp_path: Path) -> None:
    with replacing(tmp_path / "page"):
        (partial,) = tmp_path.iterdir()
        assert str(os.getpid()) in partial.name


def test_the_content_is_synced_before_the_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []
    path, sync = tmp_path / "page", os.fsync

    def noted(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append(("folder" if folder else "content", path.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    with replacing(path) as file:
        file.write(b"x")
    assert synced == [("content", False), ("folder", True)]


def test_only_the_partial_files_of_this_one_are_cleared(tmp_path: Path) -> None:
    path = tmp_path / "news [1].duckdb"
    for name in (
        ".news [1].duckdb.7.partial",
        ".news [1].duckdb.partial",
        ".news 1.duckdb.7.partial",
        "news.partial",
    ):
        (tmp_path / name).write_bytes(b"half")
    clear_partial(path)
    assert {one.name for one in tmp_path.iterdir()} == {".news 1.duckdb.7.partial", "news.partial"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_a_full_disk_did_not_take_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OSError, match="No space left") as caught,
        naming(tmp_path / "page"),
        Path("/dev/full").open("wb") as full,
    ):
        full.write(b"x")
    assert caught.value.filename == str(tmp_path / "page")
