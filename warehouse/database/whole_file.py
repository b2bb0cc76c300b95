"""Files that appear whole or not at all, and are on the disk when they have appeared."""

import errno
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

FULL: Final = (errno.ENOSPC, errno.EDQUOT)  # no room on the disk, or none for this user
PARTIAL = ".partial"


@contextmanager
def replacing(path: Path, suffix: str = PARTIAL) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` (and its mode, if it is there) when all went well.

    Half-written it is hidden beside it, under a name that no other process writes. Both the content and the name are
    synced: without the second a rename may be gone after a power cut (rename(2), fsync(2)).

    Raises:
        OSError: it cannot be written.
    """
    partial = path.with_name(f"{_stem(path)}.{os.getpid()}{suffix}")
    try:
        with naming(path), partial.open("wb") as file:
            if path.exists():
                partial.chmod(path.stat().st_mode & 0o7777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say which file it was that a full disk did not take: write(2) does not."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL and error.filename is None:
            error.filename = str(path)
        raise


def copy_into(source: BinaryIO, target: BinaryIO) -> None:
    """The whole of one file into another, new one; where the file system can share blocks (Btrfs, XFS, ZFS), nothing is copied.

    copy_file_range(2) makes such a reflink, or has the kernel copy; where it can do neither, bytes are read and written.
    """
    left = os.fstat(source.fileno()).st_size if hasattr(os, "copy_file_range") else 0
    with suppress(OSError):  # other file systems, an old kernel
        while left and (done := os.copy_file_range(source.fileno(), target.fileno(), left)):
            left -= done
    # from where the kernel left off: it has moved on in both files
    shutil.copyfileobj(source, target, 1 << 20)


def clear_partial(path: Path) -> None:
    """Remove what killed writers of `path` left; only for a file that nobody else writes now."""
    for partial in path.parent.glob(f"{glob.escape(_stem(path))}.*{PARTIAL.lstrip('.')}"):
        partial.unlink(missing_ok=True)


def _stem(path: Path) -> str:
    return f".{path.name.lstrip('.')}"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems know no such thing
            raise
    finally:
        os.close(descriptor)
