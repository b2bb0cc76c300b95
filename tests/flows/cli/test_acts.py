"""What people do about alerts on the command line: acknowledge, mute, snooze, judge; and ask why."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from flows.cli import main

STRIKE = (
    "Dockers at the port of Arneville began a strike on Monday over unpaid overtime and night shifts, the union said. "
    "Union leader Maria Velasquez told reporters that the strike at Arneville would last until wages rose by 12 percent."
)


def article(uri: str, outlet: str, text: str = STRIKE, title: str = "Dockers strike in Arneville") -> bytes:
    return orjson.dumps({"uri": uri, "title": title, "outlet": outlet, "text": text}) + b"\n"


CORRECTED = article(
    "9", "Courier", STRIKE.replace("Monday", "Sunday") + "\n\nCorrection: the strike began on Sunday.",
    "Correction: Dockers strike in Arneville",
)  # fmt: skip


@pytest.fixture(scope="module")
def told_of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk that has told of one story."""
    place = tmp_path_factory.mktemp("told")
    folder = place / "desk"
    folder.mkdir()
    (folder / "sources.toml").write_text("")
    (folder / "topics.toml").write_text('[[topic]]\nname = "strike"\nquery = "strike*"\n')
    (folder / "alerts.toml").write_text(
        '[[channel]]\nname = "log"\ntype = "file"\npath = "out.jsonl"\n'
        '[[rule]]\nname = "ports"\ntitle = "Ports"\ntopics = ["strike"]\nchannels = ["log"]\npause = "0 minutes"\n'
    )

    (place / "in.jsonl").write_bytes(article("1", "Herald"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(place)
        monkeypatch.setattr(sys, "argv", ["wirewatch", "ingest", "-w", "desk", "in.jsonl"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 0
    assert len(told(place)) == 1
    return place


@pytest.fixture
def desk(told_of_one: Path, tmp_path: Path, cli: Callable[..., Any]) -> Callable[..., Any]:
    """That desk; called with more articles, it takes them and answers with what was said since."""
    shutil.copytree(told_of_one, tmp_path, dirs_exist_ok=True)

    def take(*articles: bytes) -> list[dict[str, Any]]:
        before = len(told(tmp_path))
        (tmp_path / "in.jsonl").write_bytes(b"".join(articles))
        assert cli("ingest", "-w", "desk", "in.jsonl").code == 0
        return told(tmp_path)[before:]

    return take


def told(folder: Path) -> list[dict[str, Any]]:
    log = folder / "warehouse" / "out.jsonl"
    return [orjson.loads(line) for line in log.read_bytes().splitlines()] if log.exists() else []


def alert_id(cli: Callable[..., Any]) -> str:
    return str(cli("alerts", "-w", "desk", "--json").json[0]["alert_id"])


def reasons(cli: Callable[..., Any]) -> list[str]:
    return [
        row["reason"]
        for row in cli("sql", "-w", "desk", "--json", "FROM suppressions ORDER BY held_at, reason").json
    ]


def test_a_story_is_told_again_with_what_is_new(desk: Callable[..., Any], cli: Callable[..., Any]) -> None:
    (again,) = desk(CORRECTED)
    assert again["reason"] == "changed"
    assert "correction" in {item["kind"] for item in again["news"]}
    assert again["before"]["number"] == 1
    shown = cli("alerts", "explain", again["alert_id"], "-w", "desk").out
    assert "What is new\n  Corrected: Correction: " in shown
    assert "log, attempt 1: sent" in shown


def test_what_is_acknowledged_speaks_only_when_it_is_urgent(
    desk: Callable[..., Any], cli: Callable[..., Any]
) -> None:
    ran = cli("alerts", "ack", alert_id(cli)[:6], "-w", "desk", "--by", "ann", "--note", "seen")
    assert ran.code == 0
    assert "Acknowledged: rule ports about story" in ran.out
    reports = [
        article(
            str(n),
            f"Outlet {n}",
            f"{STRIKE} Outlet {n} met {n * 7} truck drivers waiting in the rain near gate {n}.",
        )
        for n in range(2, 6)
    ]
    assert desk(*reports) == []
    assert "acknowledged" in reasons(cli)
    (hushed,) = cli("alerts", "hushed", "-w", "desk", "--json").json
    assert (hushed["kind"], hushed["rule"], hushed["made_by"], hushed["note"]) == (
        "acknowledge",
        "ports",
        "ann",
        "seen",
    )
    assert len(desk(CORRECTED)) == 1


def test_what_is_muted_stays_silent_until_it_is_resumed(
    desk: Callable[..., Any], cli: Callable[..., Any]
) -> None:
    assert (
        "Muted: rule ports, until"
        in cli("alerts", "mute", "--rule", "ports", "--for", "2h", "-w", "desk").out
    )
    assert desk(CORRECTED) == []
    assert "muted" in reasons(cli)
    assert "Speaks again: rule ports." in cli("alerts", "resume", "--rule", "ports", "-w", "desk").out
    assert cli("alerts", "hushed", "-w", "desk").out == "Nothing is hushed.\n"
    assert (
        len(
            desk(
                article(
                    "10", "Post", f"{STRIKE} The Post met 70 truck drivers waiting in the rain near the gate."
                )
            )
        )
        == 1
    )


def test_what_is_snoozed_waits(desk: Callable[..., Any], cli: Callable[..., Any]) -> None:
    story = cli("alerts", "-w", "desk", "--json").json[0]["story_id"]
    assert (
        "Snoozed: every rule about story"
        in cli("alerts", "snooze", "--story", story, "--until", "2999-01-31", "-w", "desk").out
    )
    assert desk(CORRECTED) == []
    (waiting,) = cli("sql", "-w", "desk", "--json", "FROM upcoming").json
    assert (waiting["rule"], waiting["story_id"], waiting["reason"]) == ("ports", story, "snoozed")
    shown = cli("alerts", "why-not", "ports", story, "-w", "desk").out
    assert "New since: correction:" in shown
    assert "What holds it back now: snoozed until 2999-01-31 00:00 UTC" in shown


def test_why_a_rule_is_silent(desk: Callable[..., Any], cli: Callable[..., Any]) -> None:
    story = cli("alerts", "-w", "desk", "--json").json[0]["story_id"]
    shown = cli("alerts", "why-not", "ports", story[:8], "-w", "desk").out
    assert "It matches strike.\nTold 1 time, last" in shown
    assert "It would speak again at: 4 independent reports (there are 1); a toll beyond those told;" in shown
    desk(
        article(
            "20",
            "Herald",
            "Grandmaster Ilse Marten won the chess tournament of Bordwick after a sacrifice on move 31.",
            "Chess",
        )
    )
    chess = next(
        row["story_id"]
        for row in cli("sql", "-w", "desk", "--json", "FROM stories").json
        if row["title"] == "Chess"
    )
    shown = cli("alerts", "why-not", "ports", chess, "-w", "desk").out
    assert "None of its articles matches strike.\n`wirewatch topics why-not ARTICLE strike`" in shown
    assert cli("alerts", "why-not", "ports", chess, "-w", "desk", "--json").json["reason"] == "no_match"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ack", "zzz"], 1, "There is no alert zzz"),
        (["explain", "zzz"], 1, "There is no alert zzz"),
        (["mute"], 2, "name a rule (--rule), a story (--story), or both"),
        (["mute", "--rule", "prts"], 2, "Did you mean ports?"),
        (["snooze", "--rule", "ports", "--for", "ever"], 2, "expected a span like 7d"),
        (["snooze", "--rule", "ports", "--for", "0h"], 2, "alerts resume"),
        (["mute", "--rule", "ports", "--for", "99999999999 days"], 2, "expected a"),
        (["why-not", "ports", "zzz"], 1, "There is no story zzz"),
    ],
    ids=["ack", "explain", "scope", "rule", "time", "no-time", "all-time", "story"],
)
def test_what_is_asked_wrongly_is_said(
    desk: Callable[..., Any], cli: Callable[..., Any], arguments: list[str], code: int, said: str
) -> None:
    assert desk
    ran = cli("alerts", *arguments, "-w", "desk")
    assert ran.code == code
    assert said in " ".join(ran.err.split()).replace("│ ", "").replace(" │", "")
