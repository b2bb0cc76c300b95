"""`wirewatch why` and `wirewatch pin` as a user meets them, and what `show` says of copies."""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from flows.cli import main
from flows.spool.lock import loader_lock
from flows.workspaces.starter import write_starter
from warehouse.database.publish import Files

FIRE = (
    "A fire tore through a timber warehouse in the harbour of Larsund on Monday night, killing two dock workers and "
    "sending thick smoke over the old town. Mayor Ingrid Solheim said 14 people were taken to hospital. Firefighters "
    "from Brekke fought the blaze for six hours. Solheim said that nobody could have foreseen how fast the flames spread."
)
SECOND = (
    "Two dock workers died and 14 people were hurt when a timber warehouse burned down in Larsund harbour on Monday, "
    "the police said. Thick smoke drifted over the old town while crews from Brekke fought the flames for hours. Mayor "
    "Ingrid Solheim visited the injured in hospital and promised an inquiry into the blaze."
)
CHESS = (
    "Grandmaster Ilse Marten won the tournament of Selin after a sacrifice on move 31 which a computer had prepared. Her "
    "opponent resigned when his queen was lost, to the applause of four hundred spectators."
)


Cli = Callable[..., Any]


@pytest.fixture
def cli(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """`wirewatch ARGUMENTS` in a folder of its own with a workspace, its warehouse beside it."""
    settle(monkeypatch, tmp_path)
    return cli


def settle(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WIREWATCH_WORKSPACE", "desk")
    monkeypatch.setenv("WIREWATCH_WAREHOUSE", "news.duckdb")
    list(write_starter(folder / "desk"))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["wirewatch", *map(str, arguments)])
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def line(number: int, text: str, title: str, outlet: str, day: int | None = 2) -> bytes:
    published = None if day is None else f"2026-03-{day:02}T09:00:00Z"
    return orjson.dumps(
        {"uri": f"w/{number}", "text": text, "title": title, "outlet": outlet, "published_at": published}
    )


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a report, two on one event and a copy have been loaded."""
    folder = tmp_path_factory.mktemp("ingested")
    lines = [
        line(0, CHESS, "Marten wins in Selin", "Board"),
        line(1, FIRE, "Fire kills two \x1b[31min Larsund", "Nordwire"),
        line(2, SECOND, "Larsund mourns", "Post"),
        line(3, FIRE.replace("14 people", "16 people"), "Blaze in harbour", "Courier"),
    ]
    (folder / "in.jsonl").write_bytes(b"\n".join(lines))
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(monkeypatch, folder)
        assert run(monkeypatch, "ingest", "in.jsonl") == 0
    return folder


@pytest.fixture
def loaded(cli: Cli, ingested: Path, tmp_path: Path) -> Cli:
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return cli


def column(name: str) -> list[str]:
    with duckdb.connect("news.duckdb", read_only=True) as con:
        return [row[0] for row in con.execute(f"SELECT {name} FROM articles ORDER BY arrival").fetchall()]


def ids() -> list[str]:
    return column("article_id")


def stories() -> list[str]:
    return column("story_id")


def test_why_is_a_page_of_80_columns(loaded: Cli) -> None:
    pages = [loaded("why", article).out for article in ids()]
    assert all(len(line) <= 80 for page in pages for line in page.splitlines())
    assert not any("\x1b" in page for page in pages)
    chess, fire, second, copy = pages
    assert "It opened a story: no earlier article" in chess
    assert "It opened a story" in fire
    assert "It joined with a score of" in second
    assert "larsund, brekke" in second
    assert "it would not have joined" in second
    assert "wirewatch pin apart" in second
    assert "It is a copy" in copy
    assert "14 → 16" in copy
    assert "+ Mayor Ingrid Solheim said 16 people" in copy
    assert all("History" in page for page in pages)


def test_why_for_machines(loaded: Cli) -> None:
    second = loaded("why", ids()[2][:8], "--json").json
    decision = second["decision"]
    assert decision["score"] == decision["against"]["score"] >= decision["threshold"]
    assert decision["against"]["nearest"]["article_id"] == ids()[1]
    assert {one["kind"] for one in decision["against"]["what_ifs"]} >= {"names", "words", "later"}


def test_why_of_what_is_not_there(loaded: Cli) -> None:
    ran = loaded("why", "zzz")
    assert (ran.code, ran.out) == (1, "")
    assert "There is no article zzz" in ran.err


def test_a_pin_is_taken_at_once_and_published(loaded: Cli) -> None:
    chess, fire, *_ = ids()
    before = stories()
    ran = loaded("pin", "together", chess, fire[:8], "--note", "same \x1b[31mday", "--by", "ann")
    assert ran.code == 0
    assert f"story {before[0]} has taken in {before[1]}. 3 articles moved." in ran.out
    assert set(stories()) == {before[0]}
    (listed,) = loaded("pin", "list", "--json").json
    assert (listed["kind"], listed["state"], listed["made_by"], listed["note"]) == (
        "together",
        "active",
        "ann",
        "same  [31mday",
    )
    assert "by pin" in loaded("why", fire).out
    assert listed["pin_id"] in loaded("why", ids()[3]).out  # a copy stands under its origin's pins


def test_split_undo_and_list(loaded: Cli) -> None:
    _, _, second, _ = ids()
    assert "was opened. 1 article moved." in loaded("pin", "split", second, second).out
    assert len(set(stories())) == 3
    (listed,) = loaded("pin", "list", "--json").json
    assert "undone" in loaded("pin", "undo", listed["pin_id"][:5]).out
    assert loaded("pin", "list").out.startswith("No pins")
    assert [one["state"] for one in loaded("pin", "list", "--all", "--json").json] == ["undone"]
    assert len(set(stories())) == 3
    merged = loaded("pin", "merge", stories()[1], stories()[2], "--json").json
    assert merged["act"]["evidence"]["merged"][0]["story_id"] == stories()[1] == stories()[2]


def test_what_cannot_be_pinned_is_said(loaded: Cli) -> None:
    known = ids()
    assert loaded("pin", "together", known[1], known[2]).code == 0
    for arguments, said in [
        (["apart", known[1], known[2]], "It contradicts pin"),
        (["together", known[2], known[1]], "says so already"),
        (["apart", known[1], known[3]], "a copy stands where its origin stands"),
        (["merge", known[1], known[2]], "one story already"),
        (["split", known[1], known[1], known[2]], "nothing would be left"),
        (["together", known[1], known[1][:8]], f"{known[1]} is one article: name two."),
        (["undo", "zz"], "No pin zz is in force"),
        (["together", known[1], "zz"], "There is no article zz"),
    ]:
        ran = loaded("pin", *arguments)
        assert (ran.code, ran.out) == (1, "")
        assert said in ran.err
        assert "Traceback" not in ran.err


def test_a_pin_waits_while_a_run_writes(loaded: Cli, tmp_path: Path) -> None:
    """The next run takes it, before what that run collects."""
    chess, fire, *_ = ids()
    files = Files(tmp_path / "news.duckdb")
    with loader_lock(files.lock, datetime.now(UTC)):
        ran = loaded("pin", "together", chess, fire)
        assert (ran.code, "waits in the spool" in ran.out) == (0, True)
        assert len(list(files.spool.glob("*-pin-*"))) == 1
    assert len(set(stories())) == 2
    (waiting,) = files.spool.glob("*-pin-*")
    content = waiting.read_bytes()
    assert loaded("run", "--direct").code == 0
    assert len(set(stories())) == 1
    waiting.write_bytes(content)  # as a crash after the commit leaves it
    assert loaded("run", "--direct").code == 0
    assert list(files.spool.iterdir()) == []
    assert len(loaded("pin", "list", "--all", "--json").json) == 1


def test_a_pin_that_was_contradicted_meanwhile_is_refused_by_the_loader(loaded: Cli, tmp_path: Path) -> None:
    chess, fire, *_ = ids()
    with loader_lock(Files(tmp_path / "news.duckdb").lock, datetime.now(UTC)):
        assert loaded("pin", "together", chess, fire).code == 0
    ran = loaded("pin", "apart", chess, fire)
    assert ran.code == 1
    assert "It contradicts pin" in ran.err
    assert [one["state"] for one in loaded("pin", "list", "--all", "--json").json] == ["refused", "active"]


def test_show_says_what_each_copy_changed(cli: Cli, tmp_path: Path) -> None:
    copies = [line(at, FIRE, "Fire kills two", f"Paper {at}") for at in range(1, 15)]
    own = line(90, SECOND, "Larsund mourns", "Post", 3)
    edited = line(91, FIRE.replace("14 people", "16 people"), "Two dead", "Courier")
    wire = line(0, FIRE, "Fire kills two", "Nordwire")
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([wire, edited, *copies, own]))
    cli("ingest", "in.jsonl")
    shown = cli("show", stories()[0]).out
    assert "17 articles, 17 outlets, 2 independent reports; 15 carry the text of Nordwire" in shown
    assert "of its text, changed the headline, +1 sentence, -1 sentence, 14 → 16" in shown
    assert "Paper 11: 100% of its text, changed nothing" in shown
    assert "and 3 more" in shown
    assert "Paper 12" not in shown
