from datetime import UTC, datetime, timedelta

import pytest

from flows.clock import has_come

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "over"),
    [(-1, True), (0, True), (1, False), (26 * 3600, False), (48 * 3600, True)],  # seconds
)
def test_a_wait_is_over_when_its_time_has_come_or_cannot_be_true(wait: int, over: bool) -> None:  # noqa: FBT001 - a parameter
    assert has_come(NOW + timedelta(seconds=wait), NOW) is over


def test_who_has_no_time_to_wait_for_need_not_wait() -> None:
    assert has_come(None, NOW)
