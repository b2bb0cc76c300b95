from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.feed_state import FeedState
from flows.sources.rhythm import CEILING, FLOOR, after_error, after_success

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = 3600.0


def asked(interval: float, **learnt: Any) -> FeedState:
    given_: dict[str, Any] = {"headers": {}, "ttl": None, "new": False, **learnt}
    state = FeedState(feed_url="http://daily.example/feed", interval=interval, errors=2)
    return after_success(state, given_.pop("headers"), given_.pop("ttl"), now=NOW, **given_)


def wait(state: FeedState) -> timedelta:
    assert state.not_before is not None
    return state.not_before - NOW


@pytest.mark.parametrize(
    ("entries", "fresh", "factor"),
    [
        (9, 3, 1.0),  # a third is what we want
        (9, 4, 0.75),
        (9, 9, 0.5),
        (9, 2, 1.5),
        (9, 0, 1.5),
        (50, 3, 1.0),  # of a long feed three are enough
        (50, 4, 0.75),
        (50, 50, 0.5),
        (100, 2, 1.5),
        (1, 1, 0.5),
    ],
)
def test_the_interval_follows_the_share_of_new_entries(entries: int, fresh: int, factor: float) -> None:
    state = asked(HOUR, new=fresh > 0, entries=entries, fresh=fresh)
    assert state.interval == pytest.approx(HOUR * factor)
    assert (state.errors, wait(state)) == (0, timedelta(seconds=state.interval))


@pytest.mark.parametrize(("new", "factor"), [(True, 0.5), (False, 1.5)])
def test_without_numbers_it_goes_by_whether_anything_was_new(*, new: bool, factor: float) -> None:
    assert asked(HOUR, new=new).interval == HOUR * factor


def test_a_gap_brings_the_interval_to_the_floor_at_once() -> None:
    state = asked(
        CEILING.total_seconds(), new=True, entries=50, fresh=50, gap=True, ttl="60", update_seconds=86_400
    )
    assert timedelta(seconds=state.interval) == wait(state) == FLOOR


def test_after_a_gap_a_cache_is_still_believed() -> None:
    state = asked(HOUR, new=True, gap=True, headers={"cache-control": "max-age=1800"})
    assert (state.interval, wait(state)) == (FLOOR.total_seconds(), timedelta(minutes=30))


@pytest.mark.parametrize(
    ("says", "minutes"), [(None, 10), (60, 10), (1800, 30), (3600, 60), (86_400, 60), (31_536_000, 60)]
)
def test_a_feed_starts_as_it_says_of_itself(says: int | None, minutes: int) -> None:
    first = asked(0, new=True, entries=20, fresh=20, update_seconds=says)
    assert wait(first) == timedelta(minutes=minutes)
    later = asked(first.interval, new=True, entries=20, fresh=20, update_seconds=says)
    assert wait(later) == max(timedelta(minutes=minutes) / 2, FLOOR)


@pytest.mark.parametrize(
    ("headers", "ttl", "minutes"),
    [
        ({}, "45", 45),
        ({"cache-control": "public, max-age=1800"}, None, 30),
        ({"cache-control": 'MAX-AGE="1800"'}, "20", 30),
        ({"cache-control": "max-age=1800", "age": "600"}, None, 20),
        ({"cache-control": "max-age=60", "expires": "Thu, 05 Mar 2026 12:50:00 GMT"}, None, 10),
        ({"cache-control": "no-cache, max-age=1800"}, None, 10),
        ({"cache-control": "private, no-store"}, None, 10),
        ({"cache-control": "s-maxage=1800, stale-max-age=1800"}, None, 10),
        ({"cache-control": "," * 50_000 + " " * 50_000}, None, 10),
        ({"expires": "Thu, 05 Mar 2026 12:40:00 GMT"}, None, 40),
        ({"expires": "Thu, 05 Mar 2020 12:40:00 GMT", "date": "Thu, 05 Mar 2020 12:10:00 GMT"}, None, 30),
        ({"expires": "0"}, None, 10),
        ({"date": "Thu, 05 Mar 2026 10:00:00 GMT"}, None, 10),  # their clock or ours is wrong
        ({"expires": "Thu, 05 Mar 0000 12:40:00 GMT", "age": "-1", "date": "x"}, None, 10),
        ({"expires": "Thu, 05 Mar 2099 12:40:00 GMT"}, None, 60),
        ({"cache-control": "max-age=999999999"}, "999999999999", 60),
        ({}, "\u0663", 10),
    ],
)
def test_a_server_may_ask_for_a_longer_wait_but_not_for_ever(
    headers: Mapping[str, str], ttl: str | None, minutes: int
) -> None:
    state = asked(FLOOR.total_seconds(), new=True, headers=headers, ttl=ttl)
    assert wait(state) == timedelta(minutes=minutes)
    assert state.interval == FLOOR.total_seconds()


@given(
    interval=st.floats(0, 1e5),
    entries=st.integers(0, 10_000),
    share=st.floats(0, 1),
    gap=st.booleans(),
    header=st.text(max_size=40),
    ttl=st.none() | st.text(max_size=10),
    says=st.none() | st.integers(0, 10**9),
)
def test_whatever_is_learnt_the_next_poll_is_between_floor_and_ceiling(  # noqa: PLR0913 (all of it)
    *,
    interval: float,
    entries: int,
    share: float,
    gap: bool,
    header: str,
    ttl: str | None,
    says: int | None,
) -> None:
    learnt = {"entries": entries, "fresh": int(entries * share), "gap": gap, "update_seconds": says}
    headers = dict.fromkeys(("cache-control", "expires", "date", "age"), header)
    state = asked(interval, new=share > 0, headers=headers, ttl=ttl, **learnt)
    assert FLOOR <= wait(state) <= CEILING
    assert state == asked(interval, new=share > 0, headers=headers, ttl=ttl, **learnt)


@pytest.mark.parametrize("per_hour", [0.2, 2.0, 30.0, 150.0])
def test_a_steady_feed_is_polled_before_it_turned_over(per_hour: float) -> None:
    """A feed of 50 entries that publishes evenly; the numbers of a day."""
    size, state, seen, newest = 50, asked(0, new=True), 0.0, 0.0
    lost, waited = 0.0, []
    for _ in range(60):
        pause = state.interval / HOUR
        newest += per_hour * pause
        fresh = int(newest) - int(seen)
        lost, seen = lost + max(0, fresh - size), newest
        state = asked(state.interval, new=fresh > 0, entries=size, fresh=min(fresh, size))
        waited.append(per_hour * pause)
    assert lost == 0
    assert waited[-1] <= max(6.0, per_hour * FLOOR.total_seconds() / HOUR + 1)


def test_errors_in_a_row_wait_twice_as_long_and_not_all_the_same() -> None:
    def back_off(errors: int, url: str = "http://daily.example/feed", header: str | None = None) -> timedelta:
        return wait(after_error(FeedState(feed_url=url, errors=errors), header, NOW))

    waits = [back_off(errors) for errors in range(10)]
    assert all(FLOOR * 2**n <= one <= 1.1 * FLOOR * 2**n for n, one in enumerate(waits[:7]))
    assert timedelta(days=1) <= back_off(50) <= 1.1 * timedelta(days=1)
    assert len({back_off(0, f"http://{n}.example/") for n in range(20)}) == 20
    assert back_off(0) == back_off(0)
    assert back_off(0, header="7200") == timedelta(hours=2)
    assert back_off(9, header="60") == waits[9]
