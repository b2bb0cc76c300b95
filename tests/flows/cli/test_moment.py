"""Times as they are typed: the same text means the same to every command."""

from datetime import UTC, datetime, timedelta

import pytest
import typer

from flows.cli.moment import ago, ahead, since

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        (" 2026-11-01T09:30 ", datetime(2026, 11, 1, 9, 30, tzinfo=UTC)),
        ("2026-11-01 09:30", datetime(2026, 11, 1, 9, 30, tzinfo=UTC)),
        ("2026-11-01T09:30+02:00", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        ("2026-11-01T09:30Z", datetime(2026, 11, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_day_and_a_time_are_the_same_forwards_and_back(text: str, moment: datetime) -> None:
    assert ago(text, NOW) == ahead(text, NOW) == since(text) == moment


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("7d", timedelta(days=7)),
        ("12 weeks", timedelta(weeks=12)),
        ("90 minutes", timedelta(minutes=90)),
        ("1h", timedelta(hours=1)),
    ],
)
def test_a_span_is_counted_from_now(text: str, span: timedelta) -> None:
    assert (ago(text, NOW), ahead(text, NOW)) == (NOW - span, NOW + span)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "7", "d", "2026-13-01", "999999w", "0001-01-01T00:00+14:00", "١d"]
)
def test_anything_else_is_refused_with_what_is_expected(text: str) -> None:
    for read in (ago, ahead):
        with pytest.raises(typer.BadParameter, match="expected a span like 7d"):
            read(text, NOW)


def test_none_is_none() -> None:
    assert since(None) is None
