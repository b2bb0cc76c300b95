import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.told import Told, joined, told_again
from pipeline.records import Novelty

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def one(  # noqa: PLR0913, PLR0917 - what a telling tells
    story_id: str,
    number: int,
    reports: int,
    dead: int,
    names: frozenset[str],
    overruled: frozenset[int] = frozenset(),
) -> Told:
    return Told(
        alert_id=f"{story_id}{number}",
        number=number,
        at=NOW + timedelta(hours=number),
        reports=reports,
        severity=number % 3 - 1,
        said={Novelty.NAME: names} if names else {},
        figures={"dead": float(dead)},
        overruled=frozenset(
            ("dead", float(value), who) for value in overruled for who in ("a", "") if value > dead
        ),
        covers=frozenset({story_id}),
    )


tellings = st.builds(
    one,
    st.sampled_from(["s1", "s2", "s3", "s4"]),
    st.integers(1, 5),
    st.integers(1, 9),
    st.integers(1, 30),
    st.frozensets(st.sampled_from(["Brandt", "Marten"])),
    st.frozensets(st.integers(2, 40), max_size=3),
)


@given(tellings)
def test_what_was_told_is_kept_in_a_row_and_read_back(told: Told) -> None:
    assert Told.from_json(json.loads(json.dumps(told.to_json()))) == told


@given(st.lists(tellings, min_size=1, max_size=4, unique_by=lambda told: told.covers), st.randoms())
def test_joining_does_not_depend_on_the_order(every: list[Told], chance: object) -> None:
    shuffled = list(every)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert joined(every) == joined(shuffled)


def test_what_another_covers_counts_once() -> None:
    """A story absorbs another, and is told of again: what the absorbed one was told is in there."""
    absorbed, survivor = one("s2", 1, 2, 5, frozenset()), one("s1", 1, 3, 4, frozenset())
    both = joined([survivor, absorbed])
    assert both is not None
    assert (both.number, both.reports, both.figures, both.covers) == (2, 5, {"dead": 5.0}, {"s1", "s2"})
    again = told_again(both, one("s1", 1, 8, 9, frozenset({"Brandt"})))
    assert (again.number, again.reports) == (3, 8)
    assert joined([again, absorbed]) == again


def test_nothing_told_is_nothing() -> None:
    assert joined([]) is None
