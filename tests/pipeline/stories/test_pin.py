"""Pins: what is laid down holds whatever arrives, is replayed like an arrival, and leaves no trace when undone."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Membership
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.pin import Pin, PinKind, Pins, bound, undo
from pipeline.stories.ruling import Refused, Ruling, Stood, contradiction, rule
from pipeline.stories.story import Assignment, RestoredMember, Stories, filed_under

SEEN = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
SIZE = 60
HOURS = 8  # between arrivals: half of them are forgotten before the last comes
WORDS = [word for word in wordfreq.top_n_list("en", 6000)[1500:] if word.isalpha() and len(word) > 4]


@lru_cache
def stream() -> list[tuple[StoryPrint, str | None]]:
    """Reports of five events, alike in pairs and told from three sides, so that stories merge; some are copies."""
    found: list[tuple[StoryPrint, str | None]] = []
    originals: list[str] = []
    for at in range(SIZE):
        dice = random.Random(at)
        seen = SEEN + timedelta(hours=HOURS * at)
        article = Article(
            article_id=f"a{at}", uri="", source="s", text=report(dice), content_hash="", seen_at=seen, language="en"
        )  # fmt: skip
        copied = dice.choice(originals[-20:]) if at and dice.random() < 0.2 else None
        found.append((story_print(article), copied))
        if copied is None:
            originals.append(f"a{at}")
    return found


def report(dice: random.Random) -> str:
    event = dice.randrange(5)
    own = random.Random(event).sample(WORDS, 40)[(side := dice.choice([0, 12, 24])) : side + 16]
    names = [word.capitalize() + "ov" for word in random.Random(event // 2).sample(WORDS, 4)]

    def sentence() -> str:
        chosen = [dice.choice(own if dice.random() < 0.4 else WORDS) for _ in range(9)]
        return f"The {' '.join(chosen)} of {dice.choice(names)} in {dice.randrange(11, 99)}. "

    return "".join(sentence() for _ in range(8))


class Board:
    """Stories, and what a warehouse would keep of them."""

    def __init__(self) -> None:
        self.stories = Stories()
        self.pins: list[Pin] = []
        self.rows: list[tuple[StoryPrint, str | None]] = []
        self.place: dict[str, str] = {}
        self.said: list[object] = []
        self.acts = 0

    def arrive(self) -> None:
        one, origin = stream()[len(self.rows)]
        assigned = self.stories.assign(one, origin)
        copied = assigned.membership.reason == "copy"
        self.rows.append((one, origin if copied else None))
        self.write([assigned.membership, *assigned.changes])
        for merge in assigned.merges:
            self.place |= {key: merge.story_id for key, at in self.place.items() if at == merge.absorbed_id}
        self.said.append(assigned)

    def act(self, pin: Pin) -> Ruling | Refused:
        self.acts += 1
        outcome = rule(pin, self.pins, self.standing(), self.acts)
        self.said.append(outcome)
        if isinstance(outcome, Ruling):
            if pin.kind is PinKind.UNDO:
                self.pins = [one for one in self.pins if one.pin_id != pin.pin_id]
            else:
                self.pins.append(pin)
            self.write(outcome.changes)
            self.restart()
        return outcome

    def standing(self) -> list[Stood]:
        return [
            Stood(article_id=one.article_id, arrival=at, story_id=self.place[one.article_id], copy_of=origin)
            for at, (one, origin) in enumerate(self.rows, start=1)
        ]

    def write(self, rows: Iterable[Membership]) -> None:
        self.place |= {row.article_id: row.story_id for row in rows}

    def members(self) -> list[RestoredMember]:
        return [
            RestoredMember(
                article_id=one.article_id,
                seen_at=one.seen_at,
                data=one.to_bytes(),
                keys=filed_under(one),
                story_id=self.place[one.article_id],
                copy_of=origin,
            )
            for one, origin in self.rows
        ]

    def restart(self) -> None:
        named = frozenset().union(*(pin.named for pin in self.pins))
        pins = Pins(self.pins, {one: story for one, story in self.place.items() if one in named})
        self.stories = Stories.restore(self.members(), pins)

    def holds(self) -> bool:
        together = all(len({self.place[one] for one in group}) == 1 for group in bound(self.pins).values())
        apart = all(
            {self.place[one] for one in pin.articles}.isdisjoint(self.place[one] for one in pin.others)
            for pin in self.pins
            if pin.kind.parts
        )
        copies = all(self.place[one.article_id] == self.place[of] for one, of in self.rows if of)
        return together and apart and copies


Act = tuple[
    int, PinKind, int, int
]  # after how many arrivals; what; two numbers that choose articles or a pin
acts = st.lists(
    st.tuples(st.integers(4, SIZE), st.sampled_from(PinKind), st.integers(0, 999), st.integers(0, 999)), max_size=8
).map(lambda some: sorted(some, key=lambda act: act[0]))  # fmt: skip


def wanted(board: Board, act: Act) -> Pin | None:
    """The pin an act asks for, of what there is; articles of one story rather than any, where something is to part."""
    _, kind, one, other = act
    originals = [row.article_id for row, origin in board.rows if not origin]
    if kind is PinKind.UNDO:
        return undo(board.pins[one % len(board.pins)].pin_id) if board.pins else None
    first = originals[one % len(originals)]
    story = [key for key in originals if board.place[key] == board.place[first]]
    choice = story if kind.parts and len(story) > 1 else originals
    second = choice[other % len(choice)]
    if kind is PinKind.SPLIT:
        return Pin.of(kind, [first], [key for key in story if key != first])
    return Pin.of(kind, [first], [second])


def played(script: Sequence[Act], cuts: Iterable[int] = ()) -> Board:
    board, queue, stops = Board(), list(script), set(cuts)
    for at in range(SIZE + 1):
        while queue and queue[0][0] == at:
            pin = wanted(board, queue.pop(0))
            if pin:
                board.act(pin)
            assert board.holds()
        if at in stops:
            board.restart()
        if at < SIZE:
            board.arrive()
            assert board.holds()
    return board


@given(acts)
@settings(max_examples=16)
def test_pins_hold_after_any_arrivals(script: list[Act]) -> None:
    played(script)


@given(acts, st.sets(st.integers(1, SIZE - 1)))
@settings(max_examples=8)
def test_batches_do_not_matter(script: list[Act], cuts: set[int]) -> None:
    assert played(script, cuts).said == played(script).said


@given(acts, st.integers(1, SIZE - 1))
@settings(max_examples=10)
def test_pins_that_are_all_undone_leave_grouping_free(script: list[Act], at: int) -> None:
    """From then on articles are grouped as if the stories had come about without them."""
    board = Board()
    for now in range(at):
        for act in script:
            pin = wanted(board, act) if act[0] == now else None
            if pin:
                board.act(pin)
        board.arrive()
    for pin in list(board.pins):
        assert isinstance(board.act(undo(pin.pin_id)), Ruling)
    free = Stories.restore(board.members())
    for one, origin in stream()[at:]:
        assert board.stories.assign(one, origin) == free.assign(one, origin)


def test_the_stream_has_what_pins_must_withstand() -> None:
    said = [one for one in played([]).said if isinstance(one, Assignment)]
    assert sum(len(one.merges) for one in said) >= 3
    assert {row.reason for one in said for row in one.changes} == {"merged", "copy"}


def stood(*places: str) -> list[Stood]:
    """Articles a, b, c … in order of arrival; "s" stands in story s, "s<a" does so as a copy of a."""
    split = [place.partition("<") for place in places]
    return [
        Stood(article_id=chr(ord("a") + at), arrival=at + 1, story_id=story, copy_of=origin or None)
        for at, (story, _, origin) in enumerate(split)
    ]


def moves(outcome: Ruling | Refused) -> dict[str, str]:
    assert isinstance(outcome, Ruling)
    return {row.article_id: row.story_id for row in outcome.changes}


def test_together_joins_the_stories_and_the_older_one_survives() -> None:
    outcome = rule(Pin.of(PinKind.TOGETHER, "c", "b"), [], stood("s", "t", "s", "t<b"), 1)
    assert moves(outcome) == {"b": "s", "d": "s"}
    assert isinstance(outcome, Ruling)
    assert [(one.story_id, one.absorbed_id, one.article_id) for one in outcome.merges] == [("s", "t", "b")]
    assert [row.reason for row in outcome.changes] == ["merged", "copy"]


def test_together_in_one_story_changes_nothing() -> None:
    assert rule(Pin.of(PinKind.TOGETHER, "a", "b"), [], stood("s", "s"), 1) == Ruling()


def test_apart_lets_the_later_one_leave_with_what_is_bound_to_it() -> None:
    held = Pin.of(PinKind.TOGETHER, "d", "c")
    outcome = rule(Pin.of(PinKind.APART, "a", "d"), [held], stood("s", "s", "s", "s", "s<c"), 2)
    found = moves(outcome)
    assert found.keys() == {"c", "d", "e"}
    assert len(set(found.values()) - {"s"}) == 1


def test_apart_in_two_stories_changes_nothing() -> None:
    assert rule(Pin.of(PinKind.APART, "a", "b"), [], stood("s", "t"), 1) == Ruling()


def test_a_split_lets_the_named_leave_even_if_they_opened_the_story() -> None:
    """The id stays with what was told under it."""
    found = moves(rule(Pin.of(PinKind.SPLIT, "a", "bc"), [], stood("s", "s", "s"), 1))
    assert found.keys() == {"a"}


def test_a_story_opened_by_a_pin_has_an_id_of_its_own_each_time() -> None:
    pin = Pin.of(PinKind.SPLIT, "b", "a")
    ids = [moves(rule(pin, [], stood("s", "s"), number))["b"] for number in (1, 2)]
    assert len({*ids, "s"}) == 3


def test_joining_stories_with_members_kept_apart_lets_one_of_them_leave() -> None:
    apart = Pin.of(PinKind.APART, "b", "c")
    outcome = rule(Pin.of(PinKind.MERGE, "a", "d"), [apart], stood("s", "s", "t", "t"), 2)
    found = moves(outcome)
    assert found["d"] == "s"
    assert found["c"] not in {"s", "t"}


TOGETHER = [Pin.of(PinKind.TOGETHER, "a", "b"), Pin.of(PinKind.MERGE, "b", "c")]
PARTED = Pin.of(PinKind.APART, "a", "d")


@pytest.mark.parametrize(
    ("pin", "in_force", "contradicted"),
    [
        pytest.param(Pin.of(PinKind.APART, "a", "b"), TOGETHER[:1], TOGETHER[:1], id="apart what is together"),
        pytest.param(Pin.of(PinKind.APART, "c", "a"), TOGETHER, TOGETHER, id="apart what is together through another"),
        pytest.param(Pin.of(PinKind.SPLIT, "b", "ad"), TOGETHER[:1], TOGETHER[:1], id="split what is together"),
        pytest.param(Pin.of(PinKind.TOGETHER, "d", "a"), [PARTED], [PARTED], id="together what is apart"),
        pytest.param(Pin.of(PinKind.MERGE, "b", "d"), [*TOGETHER, PARTED], [PARTED], id="together through another"),
        pytest.param(Pin.of(PinKind.TOGETHER, "b", "a"), TOGETHER[:1], TOGETHER[:1], id="said already"),
        pytest.param(Pin.of(PinKind.TOGETHER, "a", "a"), [], [], id="one article"),
        pytest.param(undo("none"), TOGETHER, [], id="undo of nothing"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_with_the_pin_it_contradicts(
    pin: Pin, in_force: list[Pin], contradicted: list[Pin]
) -> None:
    refused = contradiction(pin, in_force)
    assert refused is not None
    assert refused.pin_ids == tuple(one.pin_id for one in contradicted)
    assert all(one.pin_id in refused.reason for one in contradicted)


def test_an_article_that_is_not_there_is_refused() -> None:
    refused = rule(Pin.of(PinKind.APART, "a", "x"), [], stood("s"), 1)
    assert isinstance(refused, Refused)
    assert "x" in refused.reason


@pytest.mark.parametrize("kind", [PinKind.TOGETHER, PinKind.APART])
def test_the_same_statement_has_the_same_id(kind: PinKind) -> None:
    assert Pin.of(kind, "a", "b") == Pin.of(kind, "b", "a")
    assert len({Pin.of(PinKind.TOGETHER, "a", "b").pin_id, Pin.of(PinKind.APART, "a", "b").pin_id}) == 2
