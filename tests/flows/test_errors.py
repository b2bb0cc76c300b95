import errno

import duckdb
import pytest

from flows.errors import UserError, told, told_or_traced
from warehouse.database import WarehouseError


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
        (OSError(errno.ENOSPC, "No space left", "/a/b"), "No space left (/a/b): make room; nothing"),
        (OSError("odd"), "odd."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_user_can_mend_is_told_in_words(error: Exception, words: str) -> None:
    assert (told(error) or "").startswith(words)
    assert told_or_traced(error) == told(error)


def test_of_what_nobody_expected_the_log_has_all() -> None:
    with pytest.raises(KeyError) as caught:
        _ = dict[str, str]()["a"]
    assert told(caught.value) is None
    assert told_or_traced(caught.value).startswith("Traceback")
    assert told_or_traced(caught.value).endswith("KeyError: 'a'")
