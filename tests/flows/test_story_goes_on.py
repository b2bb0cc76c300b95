"""What people are told while a story goes on: it is corrected, a rule is away for a run, somebody hushes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from flows.cli.why_alert import unspoken
from flows.loading.desk import Desk
from flows.loading.load import Load, raise_alerts
from flows.spool.spool import Batch
from pipeline.alerts.act import Act, ActKind
from pipeline.messages.message import Message, render
from pipeline.records import Document, QuietHours, Rule, RuleKind, Topic
from pipeline.topics.topic import Matcher
from warehouse.alerting import acts
from warehouse.alerting.alert_facts import facts
from warehouse.database.connection import transaction
from warehouse.database.opening import open_loader
from warehouse.database.rows import append
from warehouse.queries.alert_queries import held_back, why_not
from warehouse.topics import topic_log

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOPICS = (Topic(name="quake", title="Earthquakes", query="earthquake OR quake"),)
PLAIN = Rule(name="plain", title="Plain", topics=("quake",), channels=())
DIGEST = Rule(
    name="digest", title="Digest", topics=("quake",), channels=(), kind=RuleKind.DIGEST, cron="0 7 * * *"
)
NIGHTS = Rule(
    name="nights", title="Nights", topics=("quake",), channels=(), quiet=QuietHours(start=NOW.time(), end=(NOW + timedelta(hours=8)).time())
)  # fmt: skip
SPIKE = Rule(
    name="spike", title="Spike", topics=("quake",), channels=(), kind=RuleKind.SPIKE, at_least=3, window=timedelta(hours=1)
)  # fmt: skip
SILENCE = Rule(
    name="silence",
    title="Silence",
    topics=("quake",),
    channels=(),
    kind=RuleKind.SILENCE,
    after=timedelta(hours=6),
)

TAILS = (
    "Rescue teams searched the ruins of the school in Port Selma, the coastal town hit hardest by the magnitude 6.8 quake.",
    "Soldiers brought tents and blankets to the coast of Port Selma after the 6.8 quake in the night.",
    "Hospitals in Port Selma asked for blood. The harbour stays closed because its pier broke in the 6.8 quake.",
    "Trains to Port Selma will run again on Friday, three days after the 6.8 quake, the railway said.",
)


def killed(count: int, tail: int = 0, note: str = "") -> str:
    said = f"At least {count} people were killed in the earthquake in Valdoria, officials in Port Selma said."
    return "\n\n".join(part for part in (note, said, TAILS[tail]) if part)


@dataclass
class Newsroom:
    """A warehouse and the rules of the moment; `told` holds what was told, `hours` are by the clock of the stream."""

    con: duckdb.DuckDBPyConnection
    rules: Sequence[Rule] = (PLAIN,)
    told: list[Message] = field(default_factory=list)
    batches: int = 0

    def take(self, hours: float, *articles: tuple[str, str, str], source: str = "wire") -> list[Message]:
        """Articles, each its address, title and text, come at once; what is said by then."""
        at = NOW + timedelta(hours=hours)
        items = [
            Document(
                uri=f"import/{uri}", source=source, media_type="text/plain", content=text, title=title, outlet=f"Outlet {uri}", fetched_at=at,
            )
            for uri, title, text in articles
        ]  # fmt: skip
        self.batches += 1
        batch = Batch(batch_id=f"b{self.batches:03}", items=tuple(items))
        with transaction(self.con):
            topic_log.sync_topics(self.con, TOPICS, Matcher(TOPICS).versions, NOW)
        work = Load(self.con, Desk(self.con, TOPICS, self.rules), batch, "run", at)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()
        return self.look(hours + 0.01)

    def look(self, hours: float) -> list[Message]:
        """What is due by then, and what the articles made the rules say."""
        until = NOW + timedelta(hours=hours)
        with transaction(self.con):
            raise_alerts(self.con, self.rules, (), until, until=until)
        ids = [
            row[0]
            for row in self.con.execute("SELECT alert_id FROM store.alert_log ORDER BY rowid").fetchall()
        ]
        new = [one for one in ids if one not in {message.data["alert_id"] for message in self.told}]
        known = facts(self.con, new)
        said = [render(known[one], "key") for one in new]
        self.told += said
        return said

    def act(self, hours: float, kind: ActKind, **given: Any) -> None:
        at = NOW + timedelta(hours=hours)
        acts.add_acts(self.con, [Act(kind=kind, asked_at=at, **given)], at)

    @property
    def story(self) -> str:
        return str(
            self.con.execute("SELECT story_id FROM stories ORDER BY first_seen_at LIMIT 1").fetchall()[0][0]
        )


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with open_loader(":memory:") as con:
        yield Newsroom(con)


def subjects(messages: Sequence[Message]) -> list[str]:
    return [one.subject for one in messages]


TITLE = "Earthquake in Valdoria kills 12"


def test_a_rise_after_a_correction_is_told(room: Newsroom) -> None:
    room.take(0, ("1", TITLE, killed(12)))
    assert subjects(room.take(2, ("2", "Valdoria earthquake kills 310", killed(310, 1)))) == [
        f"Plain: dead: 12 → 310: {TITLE}"
    ]
    note = "Correction: the number of dead in this article has been corrected to 31."
    assert subjects(room.take(4, ("2", "Valdoria earthquake kills 31", killed(31, 1, note)))) == [
        f"Plain: corrected: {TITLE}"
    ]
    assert subjects(room.take(30, ("3", "Valdoria quake toll climbs", killed(60, 2)))) == [
        f"Plain: dead: 31 → 60: {TITLE}"
    ]


def test_a_digest_outlives_a_run_without_its_rule(room: Newsroom) -> None:
    room.rules = (DIGEST,)
    room.take(0, ("1", TITLE, killed(12)))
    for rules in ((), (PLAIN,)):
        room.rules = rules
        room.look(23)
        assert room.con.execute("SELECT rule, reason, due_at FROM upcoming").fetchall() == [
            ("digest", "digest", NOW + timedelta(hours=22))
        ]
    room.rules = (DIGEST,)
    assert subjects(room.look(24)) == ["Digest: 1 story"]
    assert room.look(48) == []


def test_what_is_resumed_is_told_by_the_next_run(room: Newsroom) -> None:
    room.take(0, ("1", TITLE, killed(12)))
    room.act(1, ActKind.ACKNOWLEDGE, rule="plain", story_id=room.story)
    assert room.take(2, ("2", "Valdoria earthquake: 31 dead", killed(31, 1))) == []
    assert room.con.execute("SELECT reason, due_at FROM upcoming").fetchall() == [("acknowledged", None)]
    room.act(5, ActKind.RESUME, rule="plain")
    assert why_not(room.con, PLAIN, room.story, NOW + timedelta(hours=5)).waits
    assert subjects(room.look(6)) == [f"Plain: dead: 12 → 31: {TITLE}"]
    assert room.look(7) == []


def test_after_a_mute_the_next_article_makes_it_speak(room: Newsroom) -> None:
    room.act(0, ActKind.MUTE, rule="plain", until=NOW + timedelta(hours=2))
    assert room.take(1, ("1", TITLE, killed(12))) == []
    found = why_not(room.con, PLAIN, room.story, NOW + timedelta(hours=3))
    assert (found.would_speak, found.waits) == (True, False)
    assert room.look(4) == []


def test_what_was_withdrawn_before_the_digest_is_said_first(room: Newsroom) -> None:
    room.rules = (DIGEST,)
    room.take(0, ("1", TITLE, killed(12)))
    room.take(2, ("2", "Valdoria earthquake: 31 dead", killed(31, 1)))
    withdrawn = "The article has been withdrawn: there was no earthquake in Port Selma, Valdoria, but a training exercise."
    room.take(4, ("1", "Retraction: earthquake in Valdoria", f"{withdrawn}\n\n{TAILS[0]}"))
    (digest,) = room.look(24)
    news = digest.data["stories"][0]["news"]  # type: ignore[index, call-overload]
    assert [(one["kind"], one["withdrawn"]) for one in news] == [("correction", True)]  # type: ignore[index, call-overload, union-attr]
    assert "Withdrawn: The article has been withdrawn" in digest.text


def test_what_was_corrected_in_quiet_hours_is_told_as_corrected(room: Newsroom) -> None:
    room.rules = (NIGHTS,)
    room.take(1, ("1", "Earthquake in Valdoria kills 200", killed(200)))
    note = "Correction: an earlier version of this report said 200 people were killed; the number is 12."
    room.take(2, ("1", TITLE, killed(12, 0, note)))
    (alert,) = room.look(9)
    assert alert.subject == f"Nights: corrected: {TITLE}"
    assert subjects(room.take(20, ("2", "Valdoria quake toll climbs", killed(40, 1)))) == [
        f"Nights: dead: 12 → 40: {TITLE}"
    ]


def test_one_alert_shows_no_more_than_the_next_counts_from(room: Newsroom) -> None:
    """Five reports in one batch: the first decides, the rest are told after the pause."""
    room.take(0, *((str(one), f"{TITLE} ({one})", killed(12, one % 4, f"Report {one}.")) for one in range(5)))
    (first,) = room.told
    assert first.data["story"]["articles"] == 1  # type: ignore[index, call-overload]


def test_what_waited_is_told_as_it_stood_when_its_time_came(room: Newsroom) -> None:
    """The run comes later, with a correction: it is told for itself."""
    room.rules = (NIGHTS,)
    room.take(1, ("1", "Earthquake in Valdoria kills 200", killed(200)))
    note = "Correction: an earlier version of this report said 200 people were killed; the number is 12."
    first, second = room.take(9, ("1", TITLE, killed(12, 0, note)))
    assert first.data["sources"][0]["title"] == "Earthquake in Valdoria kills 200"  # type: ignore[index, call-overload]
    assert second.subject == f"Nights: corrected: {TITLE}"


def burst(room: Newsroom, reports: int) -> list[Message]:
    """A report a day for nine days, and many in one moment."""
    room.rules = (SPIKE,)
    habit = [
        {"topic": "quake", "article_id": f"d{day}", "seen_at": NOW + timedelta(days=day)} for day in range(9)
    ]
    append(room.con, "topic_reports", habit)
    text = "A quake rattled windows in town number {0}; the mayor closed bridge {0}{0}."
    return room.take(216, *((f"s{one}", f"Quake in {one}", text.format(one)) for one in range(reports)))


def test_a_spike_in_one_moment_is_told_once_and_whole(room: Newsroom) -> None:
    (alert,) = burst(room, 25)
    assert alert.subject == "Spike: 25 reports in an hour, usually 1"
    assert room.look(217) == []


def test_why_there_was_no_spike_is_told_in_numbers(room: Newsroom) -> None:
    assert burst(room, 5) == []
    last = room.con.execute("SELECT story_id FROM articles ORDER BY arrival DESC LIMIT 1").fetchall()[0][0]
    found = why_not(room.con, SPIKE, last, NOW + timedelta(hours=218))
    assert list(unspoken(SPIKE, last, found, ()))[-1] == (
        "At most there were 5 independent reports within an hour to one of this story's; usual at that time: 1. A spike takes 10."
    )


@pytest.mark.parametrize(
    ("source", "named"), [("import", []), ("wire", ["wire"])], ids=["by-hand", "asked-regularly"]
)
def test_a_silence_names_the_sources_that_are_asked(room: Newsroom, source: str, named: list[str]) -> None:
    room.rules = (SILENCE,)
    room.take(0, ("1", TITLE, killed(12)), source=source)
    (alert,) = room.look(7)
    assert alert.data["silence"]["sources"] == named  # type: ignore[index, call-overload]


def test_what_falls_due_while_muted_is_written_down(room: Newsroom) -> None:
    room.rules = (NIGHTS,)
    room.take(1, ("1", TITLE, killed(12)))
    room.act(2, ActKind.MUTE, rule="nights")
    assert room.look(9) == []
    assert [row["reason"] for row in held_back(room.con, "nights", room.story)] == ["muted", "quiet_hours"]
