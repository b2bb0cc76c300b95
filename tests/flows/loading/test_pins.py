"""Pins on their way into the warehouse: in the sequence of arrivals, once, with the alerts that follow (laws 3, 4, 5)."""

import itertools
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.loading.pins import Pinning
from flows.spool.spool import Batch
from pipeline.records import Document, Rule, Topic
from pipeline.stories.pin import Pin, PinKind, PinRequest, bound, undo
from warehouse.database.connection import WarehouseError
from warehouse.database.opening import open_loader
from warehouse.ledger.check import check_laws
from warehouse.stories import pins

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOPICS = (Topic(name="ports", title="Ports", query="port OR harbour"),)
RULES = (Rule(name="two", title="Two", topics=("ports",), channels=("log",), min_reports=2),)
WORDS = {
    "strike": "dockers began a strike over unpaid overtime and night shifts; union leader Maria Velasquez wants 12 percent",
    "fire": "a blaze destroyed a timber warehouse; fire chief Oleg Brandt spoke of arson and of 14 people with burns",
    "chess": "grandmaster Ilse Marten won the tournament after a sacrifice on move 31 which a computer had prepared",
}
OPENINGS = ("On Monday in the harbour of Arneville", "At the port, witnesses said,", "Late in the evening")


def text(event: str, opening: int) -> str:
    return f"{OPENINGS[opening]} {WORDS[event]}. {WORDS[event].capitalize()}, it was said {OPENINGS[opening].lower()}."


def document(number: int, event: str, opening: int) -> Document:
    return Document(
        uri=f"import/{number}", source="s", media_type="text/plain", content=text(event, opening), fetched_at=NOW
    )  # fmt: skip


Act = tuple[PinKind, int, int]
Step = Document | Act
documents = st.tuples(
    st.integers(0, 30), st.sampled_from(sorted(WORDS)), st.integers(0, len(OPENINGS) - 1)
).map(lambda given: document(*given))
streams = st.lists(
    documents | documents | st.tuples(st.sampled_from(PinKind), st.integers(0, 99), st.integers(0, 99)), max_size=14
)  # fmt: skip


class Loader:
    """Batches and pins into one warehouse, each by a process of its own, as far as state goes; or all by one."""

    def __init__(self, con: duckdb.DuckDBPyConnection, *, afresh: bool = True) -> None:
        self.con = con
        self.afresh = afresh
        self.number = itertools.count()
        self.desk = Desk(con, TOPICS, RULES)

    def load(self, items: Sequence[Document]) -> None:
        work = Load(self.con, self._desk(), self._batch(items=tuple(items)), "run", NOW)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()

    def pin(self, pin: Pin) -> None:
        request = PinRequest(pin=pin, asked_at=NOW, made_by="ann", note="seen")
        Pinning(self.con, self._desk(), self._batch(pins=(request,)), "run", NOW).commit()

    def _desk(self) -> Desk:
        return Desk(self.con, TOPICS, RULES) if self.afresh else self.desk

    def _batch(self, **content: Any) -> Batch:
        return Batch(batch_id=f"b{next(self.number):03}", **content)

    def ask(self, query: str) -> list[Any]:
        return self.con.execute(query).fetchall()


@pytest.fixture
def loader(con: duckdb.DuckDBPyConnection) -> Loader:
    return Loader(con)


def wanted(con: duckdb.DuckDBPyConnection, act: Act) -> Pin | None:
    """The pin an act stands for, of the articles there are: the numbers choose them."""
    kind, one, other = act
    rows = con.execute("SELECT article_id, story_id FROM articles ORDER BY arrival").fetchall()
    if kind is PinKind.UNDO:
        in_force = pins.in_force(con)
        return undo(in_force[one % len(in_force)].pin_id) if in_force else None
    if not rows:
        return None
    first, second = rows[one % len(rows)], rows[other % len(rows)]
    with suppress(WarehouseError):
        if kind is PinKind.SPLIT:
            return pins.splitting(con, first[1], [first[0]])
        if kind is PinKind.MERGE:
            return pins.merging(con, first[1], second[1])
        return pins.between(con, kind, first[0], second[0])
    return None


def play(loader: Loader, steps: Sequence[Step], cuts: Iterable[int] = ()) -> None:
    """A batch ends at a pin, and wherever it is cut."""
    waiting: list[Document] = []
    for at, step in enumerate(steps):
        if isinstance(step, Document) and at not in set(cuts):
            waiting.append(step)
            continue
        loader.load(waiting)
        waiting = []
        if isinstance(step, Document):
            waiting.append(step)
        elif pin := wanted(loader.con, step):
            loader.pin(pin)
    loader.load(waiting)


def contents(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    tables = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
    asked = {name: f"FROM {name} SELECT COLUMNS(c -> c <> 'batch_id')" for (name,) in tables}
    skipped = {"batches", "schema_version", "run_log"}
    return {
        name: sorted(map(repr, con.execute(query).fetchall()))
        for name, query in asked.items()
        if name not in skipped
    }


def broken(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Pins in force that do not hold."""
    place = dict(con.execute("SELECT article_id, story_id FROM articles").fetchall())
    in_force = pins.in_force(con)
    torn = [str(group) for group in bound(in_force).values() if len({place[one] for one in group}) > 1]
    return torn + [
        pin.pin_id
        for pin in in_force
        if pin.kind.parts and {place[one] for one in pin.articles} & {place[one] for one in pin.others}
    ]


quick = settings(max_examples=8)


@given(streams, st.sets(st.integers(0, 13)))
@quick
def test_pins_are_replayed_where_they_stand_whatever_the_batches(steps: list[Step], cuts: set[int]) -> None:
    with open_loader(":memory:") as one, open_loader(":memory:") as many:
        play(Loader(one, afresh=False), steps)
        play(Loader(many), steps, cuts)
        assert contents(one) == contents(many)
        assert broken(one) == []
        assert [law for law, rows in check_laws(one) if rows] == []


def ids(loader: Loader) -> list[str]:
    return [row[0] for row in loader.ask("SELECT article_id FROM articles ORDER BY arrival")]


def stories(loader: Loader) -> list[str]:
    return [row[0] for row in loader.ask("SELECT story_id FROM articles ORDER BY arrival")]


THREE = [document(0, "strike", 0), document(1, "fire", 1), document(2, "chess", 2)]


def test_together_holds_for_what_arrives_later(loader: Loader) -> None:
    loader.load(THREE)
    strike, fire, _ = ids(loader)
    before = stories(loader)
    loader.pin(pins.between(loader.con, PinKind.TOGETHER, fire, strike))
    assert stories(loader) == [before[0], before[0], before[2]]
    loader.load([document(3, "fire", 0), document(4, "strike", 2)])
    assert broken(loader.con) == []
    assert loader.ask("SELECT count(*) FROM pins WHERE state = 'active'") == [(1,)]


def test_apart_holds_for_what_arrives_later(loader: Loader) -> None:
    loader.load([document(0, "fire", 0), document(1, "fire", 1)])
    first, second = ids(loader)
    assert len(set(stories(loader))) == 1
    loader.pin(pins.between(loader.con, PinKind.APART, first, second))
    assert len(set(stories(loader))) == 2
    loader.load([document(2, "fire", 2)])
    assert broken(loader.con) == []


def test_undo_restores_the_freedom(loader: Loader) -> None:
    """The stories stay; the next report shows that they are one."""
    loader.load([document(0, "fire", 0), document(1, "fire", 1)])
    pin = pins.between(loader.con, PinKind.APART, *ids(loader))
    loader.pin(pin)
    loader.pin(undo(pin.pin_id))
    assert len(set(stories(loader))) == 2
    loader.load([document(2, "fire", 2)])
    assert len(set(stories(loader))) == 1
    states = loader.ask("SELECT state, undone_by FROM pins")
    assert states == [("undone", "ann")]


def test_a_pin_can_be_made_again_after_its_undo(loader: Loader) -> None:
    loader.load(THREE)
    pin = pins.between(loader.con, PinKind.APART, *ids(loader)[:2])
    for one in (pin, undo(pin.pin_id), pin):
        loader.pin(one)
    assert loader.ask("SELECT pin_id, state, number FROM pins ORDER BY number") == [
        (pin.pin_id, "undone", 1), (pin.pin_id, "active", 3),
    ]  # fmt: skip


def test_a_refused_pin_is_kept_with_the_reason(loader: Loader) -> None:
    loader.load(THREE)
    first, second, _ = ids(loader)
    held = pins.between(loader.con, PinKind.TOGETHER, first, second)
    before = stories(loader)
    loader.pin(held)
    joined = stories(loader)
    loader.pin(pins.between(loader.con, PinKind.APART, first, second))
    loader.pin(undo("none"))
    assert stories(loader) == joined != before
    rows = loader.ask("SELECT kind, reason, evidence->>'$.contradicts[0]' FROM pins WHERE state = 'refused' ORDER BY number")  # fmt: skip
    assert [(kind, contradicts) for kind, _, contradicts in rows] == [("apart", held.pin_id), ("undo", None)]
    assert all(held.pin_id in reason or "none" in reason for _, reason, _ in rows)


def test_a_pin_on_a_copy_is_one_on_its_origin(loader: Loader) -> None:
    loader.load([document(0, "fire", 0), document(1, "chess", 0)])
    loader.load([document(2, "fire", 0)])
    fire, chess, copy = ids(loader)
    assert loader.ask("SELECT origin_id FROM copies") == [(fire,)]
    pin = pins.between(loader.con, PinKind.TOGETHER, copy, chess)
    assert pin.named == {fire, chess}
    loader.pin(pin)
    assert len(set(stories(loader))) == 1
    loader.pin(pins.between(loader.con, PinKind.APART, copy, fire))
    assert "one text" in loader.ask("SELECT reason FROM pins WHERE state = 'refused'")[0][0]


def test_a_split_needs_members_and_a_rest(loader: Loader) -> None:
    loader.load([document(0, "fire", 0), document(1, "fire", 1), document(2, "chess", 0)])
    fire, second, chess = ids(loader)
    story = stories(loader)[0]
    with pytest.raises(WarehouseError, match="nothing would be left"):
        pins.splitting(loader.con, story, [fire, second])
    with pytest.raises(WarehouseError, match=f"{chess}: not in story"):
        pins.splitting(loader.con, story, [chess])
    with pytest.raises(WarehouseError, match="one story already"):
        pins.merging(loader.con, story, story)


def test_nobody_is_told_twice_of_stories_that_a_pin_joins(loader: Loader) -> None:
    """Two stories were told; as one they are told no more. Two that were too small are told once they are one."""
    loader.load([document(at, event, opening) for at, (event, opening) in enumerate(
        [("fire", 0), ("fire", 1), ("strike", 0), ("strike", 1)])])  # fmt: skip
    told = "SELECT count(*) FROM alerts"
    assert (loader.ask(told), len(set(stories(loader)))) == ([(2,)], 2)
    loader.pin(pins.merging(loader.con, *dict.fromkeys(stories(loader))))
    assert (loader.ask(told), len(set(stories(loader)))) == ([(2,)], 1)
    loader.load([document(9, "fire", 2)])
    assert loader.ask(told) == [(2,)]


def test_stories_too_small_to_be_told_are_told_once_a_pin_joins_them(loader: Loader) -> None:
    loader.load([document(0, "fire", 0), document(1, "strike", 0)])
    assert loader.ask("SELECT count(*) FROM alerts") == [(0,)]
    loader.pin(pins.merging(loader.con, *stories(loader)))
    assert loader.ask("SELECT reason, story_id FROM alerts") == [("reported", stories(loader)[0])]
    assert loader.ask("SELECT count(*) FROM alerts") == [(1,)]


def test_what_was_known_before_a_pin_can_still_be_asked(loader: Loader) -> None:
    loader.load(THREE)
    loader.pin(pins.between(loader.con, PinKind.TOGETHER, *ids(loader)[:2]))
    assert loader.ask("SELECT count(*) FROM pins_as_of('2026-03-02 08:59:59+00')") == [(0,)]
    assert loader.ask("SELECT state FROM pins_as_of('2026-03-02 09:00:00+00')") == [("active",)]


def test_the_events_of_a_story(loader: Loader) -> None:
    loader.load(
        [document(0, "fire", 0), document(1, "fire", 1), document(2, "chess", 0), document(3, "fire", 1)]
    )
    fire, second, chess, copy = ids(loader)
    first, _, other, _ = stories(loader)
    loader.pin(pins.merging(loader.con, first, other))
    loader.pin(pins.splitting(loader.con, first, [second]))
    new = stories(loader)[1]
    rows = loader.ask("SELECT story_id, reason, article_id, other_story_id FROM story_events")
    assert sorted(rows, key=repr) == sorted([
        (first, "opened", fire, None),
        (first, "joined", second, None),
        (other, "opened", chess, None),
        (first, "copy", copy, None),
        (first, "merged", chess, other),
        (other, "absorbed", chess, first),
        (first, "pinned together", *min((fire, other), (chess, other))),
        (other, "pinned together", *min((fire, first), (chess, first))),
        (new, "split", second, first),
        (first, "left", second, new),
        (new, "split", copy, first),
        (first, "left", copy, new),
        (first, "pinned apart", second, new),
        (new, "pinned apart", second, first),
    ], key=repr)  # fmt: skip
    assert loader.ask("SELECT count(*) FROM story_events WHERE happened_at IS NULL OR evidence IS NULL") == [
        (0,)
    ]


def test_the_log_of_pins_is_enough_to_come_to_the_same_stories_again(loader: Loader) -> None:
    """Each act is kept with the arrival after which it was made, undone and refused ones, too."""
    stream = [
        document(at, ("fire", "fire", "strike", "chess", "fire", "strike")[at], at % 3) for at in range(6)
    ]
    loader.load(stream[:3])
    first, second, third = ids(loader)
    apart = pins.between(loader.con, PinKind.APART, first, second)
    for pin in (apart, pins.between(loader.con, PinKind.TOGETHER, second, first)):
        loader.pin(pin)
    loader.load(stream[3:5])
    loader.pin(undo(apart.pin_id))
    loader.pin(pins.between(loader.con, PinKind.TOGETHER, third, first))
    loader.load(stream[5:])
    acts = loader.ask("SELECT after_seq, pin_id, kind, articles, others FROM pin_log ORDER BY number")
    assert [act[0] for act in acts] == [3, 3, 5, 5]
    with open_loader(":memory:") as con:
        again = Loader(con)
        for arrival, one in enumerate(stream, start=1):
            again.load([one])
            for after, pin_id, kind, articles, others in acts:
                if after == arrival:
                    sides = {"articles": tuple(json.loads(articles)), "others": tuple(json.loads(others))}
                    again.pin(Pin(pin_id=pin_id, kind=PinKind(kind), **sides))
        assert contents(con) == contents(loader.con)
