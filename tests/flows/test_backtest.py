"""Backtest and live are one code path (law 7): what a rule would have said of the past is what it said."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from flows.cli import backtest_page
from flows.loading.desk import Desk
from flows.loading.load import Load, raise_alerts
from flows.spool.spool import Batch
from pipeline.alerts.alert import follow
from pipeline.alerts.decision import Before
from pipeline.alerts.telling import Spoke
from pipeline.records import Document, Rule, RuleKind, Topic
from pipeline.topics.topic import Matcher
from warehouse.alerting.replay import arrivals
from warehouse.database.connection import transaction
from warehouse.database.opening import open_loader
from warehouse.topics import topic_log

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOPICS = (
    Topic(name="strike", title="Strikes", query="strike*"),
    Topic(name="dead", title="Deaths", query="(killed OR dead) AND topic:strike"),
)
RULES = (
    Rule(name="plain", title="Plain", topics=("strike",), channels=(), pause=timedelta(0), more_reports=1),
    Rule(name="graded", title="Graded", topics=("strike", "dead"), channels=(), severity=("strike", "dead")),
    Rule(name="hourly", title="Hourly", topics=("strike",), channels=(), kind=RuleKind.DIGEST, cron="0 * * * *"),
    Rule(name="silent", title="Silent", topics=("dead",), channels=(), kind=RuleKind.SILENCE, after=timedelta(hours=2)),
)  # fmt: skip
PLACES = ("Arneville", "Bordwick", "Casterly")
SENTENCES = (
    "Dockers at the port of {place} began a strike on Monday over unpaid overtime and night shifts.",
    "Union leader Maria Velasquez told reporters that the strike at {place} would last until wages rose.",
    "At least {dead} people were killed when a crane fell in {place}, the harbour authority said.",
    "“We will not give way before summer,” Velasquez said in {place}, where forty ships waited outside.",
    "Grandmaster Ilse Marten won the chess tournament of {place} after a sacrifice on move 31.",
)


def stream(seed: int) -> list[Document]:
    """Reports of strikes in three ports, some of them changed later, some copies, minutes or hours apart."""
    chance = random.Random(seed)
    at, found = NOW, []
    for number in range(24):
        at += timedelta(minutes=chance.choice([0, 2, 30, 200]))
        place, dead = chance.choice(PLACES), chance.choice([3, 7, 12])
        text = "\n\n".join(
            one.format(place=place, dead=dead) for one in chance.sample(SENTENCES, chance.randint(1, 4))
        )
        found.append(
            Document(
                uri=f"import/{number - chance.choice([0, 0, 1, 5])}", source="s", media_type="text/plain", content=text,
                title=chance.choice([None, f"Strike in {place}", f"Correction: strike in {place}"]), outlet=f"Outlet {number % 5}", fetched_at=at,
            )
        )  # fmt: skip
    return found


def load(con: duckdb.DuckDBPyConnection, documents: Sequence[Document]) -> None:
    """Runs of four documents, an hour apart by the clock of the runs, which decides nothing."""
    matcher = Matcher(TOPICS)
    with transaction(con):
        topic_log.sync_topics(con, TOPICS, matcher.versions, NOW)
    for number in range(0, len(documents), 4):
        part = documents[number : number + 4]
        batch = Batch(batch_id=f"b{number:04}", items=tuple(part))
        now = NOW + timedelta(days=30, hours=number)
        work = Load(con, Desk(con, TOPICS, RULES), batch, "run", now)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()
    with transaction(con):
        raise_alerts(
            con, RULES, (), NOW + timedelta(days=60), until=documents[-1].fetched_at + timedelta(days=2)
        )


def in_silence(done: int, of: int) -> None:
    """Nobody watches."""


@pytest.mark.parametrize("seed", range(4))
def test_the_past_is_told_again_as_it_was_told(seed: int) -> None:
    documents = stream(seed)
    with open_loader(":memory:") as con:
        load(con, documents)
        live = con.execute(
            "SELECT alert_id, rule, reason, moment, evidence FROM store.alert_log ORDER BY moment, rule, alert_id"
        ).fetchall()
        came = arrivals(con, Matcher(TOPICS), ("strike", "dead"), in_silence)
    until = documents[-1].fetched_at + timedelta(days=2)
    again = follow(RULES, Before(), came, NOW, until).alerts
    assert len(live) > 6
    assert sorted((one.moment, one.rule, one.alert_id, str(one.reason)) for one in again) == sorted(
        (moment, rule, alert_id, reason) for alert_id, rule, reason, moment, _ in live
    )
    evidence = {alert_id: orjson.loads(found) for alert_id, _, _, _, found in live}
    for one in again:
        assert orjson.loads(orjson.dumps(one.evidence)) == evidence[one.alert_id]


def test_a_topic_declared_since_is_matched_over_the_past() -> None:
    new = Topic(name="chess", title="Chess", query="chess")
    with open_loader(":memory:") as con:
        load(con, stream(0))
        came = arrivals(con, Matcher((*TOPICS, new)), ("chess",), in_silence)
        asked = con.execute(
            "SELECT count(*) FROM store.article_versions WHERE text LIKE '%chess%'"
        ).fetchone()
    assert asked is not None
    assert sum(bool(one.matches) for one in came) == asked[0] > 0


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "sources.toml").write_text("")
    (folder / "topics.toml").write_text(
        '[[topic]]\nname = "strike"\nquery = "strike*"\n[[topic]]\nname = "fire"\nquery = "fire*"\n'
    )
    (folder / "alerts.toml").write_text(
        '[[channel]]\nname = "log"\ntype = "file"\npath = "out.jsonl"\n'
        '[[rule]]\nname = "ports"\ntopics = ["strike"]\nchannels = ["log"]\n'
        '[[rule]]\nname = "strict"\ntopics = ["strike"]\nchannels = ["log"]\nmin_reports = 2\n'
    )
    lines = [
        {"uri": "1", "title": "Dockers strike", "outlet": "Herald", "text": SENTENCES[0].format(place="Arneville") + " " + SENTENCES[1].format(place="Arneville")},
        {"uri": "2", "title": "Bakers strike in Bordwick", "outlet": "Post", "text": "Bakers in Bordwick began a strike for cheaper flour. The guild of bakers wants five percent."},
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    return folder


def test_the_command_counts_and_compares(cli: Callable[..., Any], desk: Path) -> None:
    assert cli("ingest", "-w", desk, "in.jsonl").code == 0
    shown = cli("backtest", "ports", "-w", desk).out
    assert "Alerts     2 alerts in 1 day" in shown
    assert "a story at its first match" in shown
    assert "Dockers strike" in shown
    assert "2 alerts in the hour from" in shown
    found = cli("backtest", "ports", "-w", desk, "--json").json
    stored = cli("sql", "-w", desk, "--json", "SELECT alert_id FROM alerts ORDER BY alert_id").json
    assert sorted(alert["alert_id"] for alert in found["alerts"]) == [row["alert_id"] for row in stored]
    assert sum(found["by_day"].values()) == 2
    since_a_day = cli("backtest", "ports", "-w", desk, "--json", "--since", "2000-01-01").json
    assert (since_a_day["alerts"], since_a_day["since"]) == (found["alerts"], found["since"])
    both = cli("backtest", "ports", "-w", desk, "--diff", "strict").out
    assert "Alerts     2 against 0" in both
    assert "Only the first, 2" in both


def test_every_reason_to_speak_has_words() -> None:
    assert set(backtest_page._SPOKE) == set(Spoke)


def test_feedback_stands_beside_the_backtest(cli: Callable[..., Any], desk: Path) -> None:
    cli("ingest", "-w", desk, "in.jsonl")
    first, second = (row["alert_id"] for row in cli("alerts", "-w", desk, "--json").json)
    assert cli("alerts", "useful", first, "-w", desk).code == 0
    assert "was useless" in cli("alerts", "useless", second, "-w", desk, "--note", "bread").out
    shown = cli("backtest", "ports", "-w", desk).out
    assert "Judged     1 of 2 useful: 50% (95 %: 9% to 91%)" in shown
    assert "Costliest  1 of 2 useless  strike: strike*" in shown


def test_a_rule_that_was_never_useful_has_a_share_from_nought(cli: Callable[..., Any], desk: Path) -> None:
    cli("ingest", "-w", desk, "in.jsonl")
    cli("alerts", "useless", cli("alerts", "-w", desk, "--json").json[0]["alert_id"], "-w", desk)
    shown = cli("sql", "SELECT precision, low, high FROM rule_feedback", "-w", desk, "--csv").out
    assert shown.splitlines()[1] == "0.0,0.0,0.793"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["prts"], 2, "There is no rule 'prts' in"),
        (["prts"], 2, "Did you mean ports?"),
        (["ports", "--since", "soon"], 2, "expected a span like 7d"),
        (["ports", "--diff", "nowhere"], 2, "There is no rule 'nowhere'"),
    ],
    ids=["unknown", "guessed", "since", "diff"],
)
def test_what_is_asked_wrongly_is_said(
    cli: Callable[..., Any], desk: Path, arguments: list[str], code: int, said: str
) -> None:
    cli("ingest", "-w", desk, "in.jsonl")
    ran = cli("backtest", *arguments, "-w", desk)
    assert ran.code == code
    assert said in ran.err
