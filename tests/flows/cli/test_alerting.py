"""`wirewatch alerts` and its subcommands about delivery, as a user meets them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import feedparser
import pytest

from flows.spool.lock import loader_lock
from flows.workspaces.starter import write_starter
from warehouse.database.publish import Files

Cli = Callable[..., Any]
ALERTS = """[[channel]]
name = "hook"
type = "webhook"
url_env = "HOOK_URL"
timeout = 2

[[channel]]
name = "log"
type = "file"
path = "alerts.jsonl"

[[rule]]
name = "strikes"
title = "Strikes & walkouts"
topics = ["strikes"]
channels = ["hook", "log"]

[[rule]]
name = "quiet"
topics = ["quiet"]
channels = ["log"]
"""
TOPICS = '[[topic]]\nname = "strikes"\nquery = "strike*"\n[[topic]]\nname = "quiet"\nquery = "volcano"\n'
TEXTS = {
    "a": "Dockers <b>strike</b>\n\nDockers at the port of Arneville began a strike on Monday over unpaid overtime, said the union.\n",
    "b": "Teachers walk out\n\nTeachers in the mountains of Casterly begin a strike in May; schools will stay shut for ten days.\n",
}


@pytest.fixture
def desk(tmp_path: Path, receiver: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    list(write_starter(folder))
    (folder / "topics.toml").write_text(TOPICS)
    (folder / "alerts.toml").write_text(ALERTS)
    monkeypatch.setenv("HOOK_URL", f"{receiver.url}/T0ken")
    monkeypatch.setenv("WIREWATCH_WORKSPACE", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    return folder


def run(cli: Cli, desk: Path, *names: str) -> None:
    for name in names:
        (desk / "articles" / f"{name}.txt").write_text(TEXTS[name])
    ran = cli("run", "--direct")
    assert ran.code == 0, ran.err


def arrived(receiver: Any) -> list[tuple[str, str]]:
    return [
        (json.loads(one.body)["alert_id"], one.headers["idempotency-key"]) for one in receiver.posted
    ]  # fmt: skip


def test_a_dead_letter_is_listed_sent_again_under_its_key_and_gone(
    cli: Cli, desk: Path, receiver: Any
) -> None:
    receiver.answers.append((410, {}))
    run(cli, desk, "a")
    (dead,) = cli("alerts", "dead", "--json").json
    assert (dead["rule"], dead["channel"], dead["attempts"]) == ("strikes", "hook", 1)
    assert dead["error"] == "the receiver answered 410 Gone"
    shown = cli("alerts", "dead").out
    checked = cli("doctor")
    assert checked.code == 1
    assert "BAD delivery hook: 1 alert given up: `wirewatch alerts dead` says why" in checked.out
    assert all(part in shown for part in (dead["alert_id"], "hook", "0 min ago", "410 Gone"))
    said = cli("alerts", "resend", dead["alert_id"][:6].upper())
    assert said.code == 0
    assert "sent" in said.out
    assert arrived(receiver) == [(dead["alert_id"], dead["key"])] * 2
    assert cli("alerts", "dead").out == "No dead letters.\n"
    assert "ok  deliveries: none was given up" in cli("doctor").out
    assert cli("alerts", "resend", dead["alert_id"]).err.startswith("No alert ")


def test_all_dead_are_sent_again_and_what_fails_again_says_so(cli: Cli, desk: Path, receiver: Any) -> None:
    receiver.answers.extend([(410, {}), (410, {}), (410, {}), (503, {})])
    run(cli, desk, "a", "b")
    said = cli("alerts", "resend", "--all-dead", "--json").json
    assert (said["queued"], said["waiting"]) == (2, None)
    assert sorted(row["outcome"] for row in said["attempts"]) == ["dead", "failed"]
    assert len(cli("alerts", "dead", "--json").json) == 1


def test_while_a_run_is_busy_the_order_waits_in_the_spool(cli: Cli, desk: Path, receiver: Any, tmp_path: Path) -> None:  # fmt: skip
    receiver.answers.append((410, {}))
    run(cli, desk, "a")
    files = Files(tmp_path / "desk" / "warehouse" / "news.duckdb")
    with loader_lock(files.lock, datetime.now(UTC)):
        said = cli("alerts", "resend", "--all-dead")
    assert said.code == 0
    assert "1 wait in the spool; the next run takes them." in said.out
    assert len(receiver.posted) == 1
    run(cli, desk)
    assert len(receiver.posted) == 2
    assert list(files.spool.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("a", "--all-dead")], ids=["nothing", "both"])
def test_what_to_resend_is_said_in_one_way(cli: Cli, desk: Path, receiver: Any, arguments: tuple[str, ...]) -> None:  # noqa: ARG001 # fmt: skip
    run(cli, desk)
    said = cli("alerts", "resend", *arguments)
    assert said.code == 2
    assert "--all-dead" in said.err


def test_options_before_a_subcommand_are_refused(cli: Cli, desk: Path) -> None:
    said = cli("alerts", "-w", desk, "dead")
    assert said.code == 2
    assert "behind the subcommand" in said.err


def test_the_bare_command_lists(cli: Cli, desk: Path) -> None:
    assert cli("alerts").code == 1, "before the first run"
    run(cli, desk, "a")
    (alert,) = cli("alerts", "-w", desk, "--limit", 1, "--json").json
    assert (alert["rule"], alert["state"]) == ("strikes", "sent")
    assert "Dockers" in cli("alerts").out


def test_a_test_reaches_the_channel_and_is_no_alert(cli: Cli, desk: Path, receiver: Any, tmp_path: Path) -> None:  # fmt: skip
    run(cli, desk, "a")
    said = cli("alerts", "test", "hook")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Test of channel hook: sent in ")
    body = json.loads(receiver.posted[-1].body)
    assert body["test"] is True
    assert body["subject"] == "Test: wirewatch reaches the channel hook; this is no alert"
    told = cli("alerts", "test", "log", "--json").json
    assert told["sent"] is True
    lines = (tmp_path / "desk" / "warehouse" / "alerts.jsonl").read_bytes().splitlines()
    assert [json.loads(line).get("test") for line in lines] == [None, True]
    with duckdb.connect(str(tmp_path / "desk" / "warehouse" / "news.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM alerts").fetchall() == [(1,)]
    assert [entry["test"] for entry in json_lines(cli, "FROM deliveries WHERE alert_id = 'test'")] == []


def json_lines(cli: Cli, query: str) -> Any:
    return cli("sql", query, "--json").json


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param((500, {}), "the receiver answered 500 Internal Server Error", id="refused"),
        pytest.param("die", "no connection, or it broke", id="dies"),
    ],
)
def test_a_test_that_fails_says_why_and_no_secret(
    cli: Cli, desk: Path, receiver: Any, answer: Any, said: str
) -> None:
    assert desk.exists()
    receiver.answers.append(answer)
    told = cli("alerts", "test", "hook")
    assert told.code == 1
    assert said in told.err
    assert "T0ken" not in told.err + told.out


def test_a_test_without_its_variable_or_of_no_channel(cli: Cli, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.delenv("HOOK_URL")
    assert cli("alerts", "test", "hook").err == (
        "Test of channel hook: not sent: the environment variable HOOK_URL is not set\n"
    )
    wrong = cli("alerts", "test", "hok")
    assert (wrong.code, wrong.err) == (
        2,
        f"There is no channel hok in {desk / 'alerts.toml'}; did you mean hook?\n",
    )


def test_each_rule_has_a_feed_that_changes_when_something_is_new(cli: Cli, desk: Path, tmp_path: Path) -> None:  # fmt: skip
    run(cli, desk, "a")
    folder = tmp_path / "desk" / "warehouse" / "alerts"
    strikes, quiet = folder / "strikes.atom", folder / "quiet.atom"
    found = feedparser.parse(strikes)
    assert not found.bozo
    assert found.feed.title == "Strikes & walkouts"
    (first,) = found.entries
    assert first.title == "Strikes & walkouts: Dockers <b>strike</b>"
    assert "&lt;b&gt;strike" in first.content[0].value or "<b>strike" not in first.content[0].value
    assert feedparser.parse(quiet).entries == []
    before = [(path, path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.iterdir())]
    run(cli, desk)
    assert [(path, path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.iterdir())] == before
    run(cli, desk, "b")
    again = feedparser.parse(strikes)
    assert [one.title.partition(": ")[2] for one in again.entries] == [
        "Teachers walk out",
        "Dockers <b>strike</b>",
    ]
    assert again.entries[1] == first
    assert [path.name for path in sorted(folder.iterdir())] == ["quiet.atom", "strikes.atom"]
    assert quiet.stat().st_mtime_ns == before[0][1]


def test_a_feed_that_was_broken_is_written_again(cli: Cli, desk: Path, tmp_path: Path) -> None:
    run(cli, desk, "a")
    path = tmp_path / "desk" / "warehouse" / "alerts" / "strikes.atom"
    ids = [one.id for one in feedparser.parse(path).entries]
    path.write_bytes(path.read_bytes()[:200])
    run(cli, desk)
    assert [one.id for one in feedparser.parse(path).entries] == ids
