import errno
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.errors import UserError, told, told_or_traced
from warehouse.database.connection import WarehouseError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UserError("do this"), "do this"),
        (WarehouseError("do that"), "do that"),
        (duckdb.IOException("disk\nfull"), "The warehouse said: disk"),
        (
            duckdb.TransactionException("Failed to commit: No space left on device"),
            "The warehouse said: Failed to commit: No space left on device: make room; nothing",
        ),
        (OSError(errno.ENOSPC, "No space left"), "No space left: make room; nothing"),
        (
            OSError(errno.EROFS, "Read-only file system", "desk/sources.toml"),
            "Read-only file system (desk/sources.toml): nothing can be written there;",
        ),
        (OSError("odd"), "odd."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_user_can_mend_is_told_in_words(error: Exception, words: str) -> None:
    assert (told(error) or "").startswith(words)
    assert told_or_traced(error) == told(error)


@pytest.mark.parametrize(
    "full",
    [
        lambda path: OSError(errno.ENOSPC, "No space left on device", path),
        lambda path: OSError(errno.EDQUOT, "Disk quota exceeded", path),
        lambda path: duckdb.IOException(f'Could not write file "{path}": No space left on device'),
        lambda path: WarehouseError(
            f'It cannot be opened: Could not write file "{path}": No space left on device'
        ),
    ],
    ids=["write", "quota", "database", "opening"],
)
def test_a_full_disk_is_named_with_what_is_free(full: Callable[[str], Exception], tmp_path: Path) -> None:
    said = told(full(str(tmp_path / "not there" / ".news.loader.duckdb.wal"))) or ""
    assert re.search(rf": {re.escape(str(tmp_path))} has [\d,]+\.\d MB free now\. Make room there, or", said)
    assert said.endswith("`wirewatch doctor` says how much a run needs.")


def test_of_what_nobody_expected_the_log_has_all() -> None:
    with pytest.raises(KeyError) as caught:
        _ = dict[str, str]()["a"]
    assert told(caught.value) is None
    assert told_or_traced(caught.value).startswith("Traceback")
    assert told_or_traced(caught.value).endswith("KeyError: 'a'")
