import tracemalloc

import pytest

from flows.sources.decode import Body, TooLargeError


def test_of_a_bomb_no_more_than_the_limit_is_ever_held(bomb: bytes) -> None:
    body = Body("gzip", 1_000_000)
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        body.feed(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000
