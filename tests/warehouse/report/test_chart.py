from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.report.chart import HEIGHT, LEAST_DAYS, MOST_DAYS, MOST_TOPICS, STEP, Count, draw

TODAY = date(2026, 3, 10)


def count(days_ago: int, articles: int = 1, reports: int | None = None, topic: str = "t") -> Count:
    day = TODAY - timedelta(days=days_ago)
    return Count(topic=topic, day=day, articles=articles, reports=articles if reports is None else reports)


@pytest.mark.parametrize(
    ("ago", "days", "outside"),
    [
        pytest.param([], LEAST_DAYS, 0, id="nothing"),
        pytest.param([0], LEAST_DAYS, 0, id="one day is not as wide as the page"),
        pytest.param([0, 29], 30, 0, id="a month"),
        pytest.param([0, MOST_DAYS - 1], MOST_DAYS, 0, id="all that fits"),
        pytest.param([0, 3, MOST_DAYS], LEAST_DAYS, 1, id="a stray old one does not stretch it"),
        pytest.param([0, -400], LEAST_DAYS, 1, id="nor one from the future"),
        pytest.param([1000, 1020], 21, 0, id="an archive ends at its own newest day"),
    ],
)
def test_the_days_drawn(ago: list[int], days: int, outside: int) -> None:
    chart = draw([count(number) for number in ago], {"t": "T"}, TODAY)
    assert (chart.last - chart.first).days + 1 == days
    assert chart.width == days * STEP
    assert chart.outside == outside


def test_all_topics_share_one_scale() -> None:
    chart = draw([count(0, 10, 4), count(0, 5, topic="u")], {"t": "T", "u": "U"}, TODAY)
    (tall,), (short,) = (series.bars for series in chart.series)
    assert chart.peak == 10
    assert (tall.height, tall.dark) == (HEIGHT, 0.4 * HEIGHT)
    assert (short.height, short.dark) == (HEIGHT / 2, HEIGHT / 2)
    assert tall.x == chart.width - STEP


def test_the_most_frequent_topics_come_first_and_none_is_lost() -> None:
    names = [f"t{number:02}" for number in range(MOST_TOPICS + 5)]
    counts = [count(0, number + 1, topic=name) for number, name in enumerate(names[:-1])]
    chart = draw(counts, {name: name.upper() for name in names}, TODAY)
    assert [series.topic for series in chart.series] == names[-2:3:-1]
    assert chart.left_out == 4
    assert chart.empty == (names[-1].upper(),)


counts = st.builds(
    count, st.integers(-5, 200), st.integers(1, 10_000), st.just(1), st.sampled_from(["t", "u", "v"])
)


@given(st.lists(counts, max_size=40, unique_by=lambda one: (one.topic, one.day)))
def test_every_article_is_drawn_or_counted_as_outside_and_bars_stay_in_the_frame(given: list[Count]) -> None:
    chart = draw(given, {"t": "T", "u": "U", "v": "V"}, TODAY)
    drawn = sum(bar.articles for series in chart.series for bar in series.bars)
    assert drawn + chart.outside == sum(one.articles for one in given)
    for series in chart.series:
        for bar in series.bars:
            assert 0 <= bar.x <= chart.width - STEP
            assert 0 < bar.height <= HEIGHT
            assert 0 <= bar.dark <= bar.height
    assert chart.ticks[-1].day == chart.last
    assert 2 <= len(chart.ticks) <= 5
    assert all(0 < tick.share < 100 for tick in chart.ticks)
