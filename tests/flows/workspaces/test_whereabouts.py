"""Where a warehouse is, and how a message tells a reader to find it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.workspaces.whereabouts import files_of, typed
from flows.workspaces.workspace import WorkspaceError
from warehouse.database.publish import Files

LINE = '{"uri": "%s", "title": "%s", "text": "%s"}\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def workspace(folder: str, text: str) -> Path:
    Path(folder).mkdir()
    Path(folder, "sources.toml").write_text(text)
    return Path(folder)


def test_a_workspace_names_its_warehouse_relative_to_itself(here: Path) -> None:
    desk = workspace("desk", 'warehouse = "kept/news.duckdb"\n')
    assert files_of(desk, None).published == here / "desk" / "kept" / "news.duckdb"
    assert files_of(desk, Path("mine.duckdb")).published == here / "mine.duckdb"


def test_one_that_names_none_keeps_it_in_the_usual_place(here: Path) -> None:
    usual = here / "warehouse" / "news.duckdb"
    assert files_of(workspace("desk", ""), None).published == usual
    assert files_of(Path("seeds"), None).published == usual  # a folder with nothing but a warehouse


@pytest.mark.parametrize(
    "text",
    [None, "warehouse = ", "\udcff", "warehouse = 1", 'warehouse = ""'],
    ids=["missing", "broken", "no-text", "number", "empty"],
)
def test_one_that_cannot_be_read_is_never_taken_for_the_usual_one(here: Path, text: str | None) -> None:
    desk = here / "desk"
    if text is not None:
        desk.mkdir()
        (desk / "sources.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(WorkspaceError):
        files_of(desk, None)
    assert files_of(desk, Path("mine.duckdb")).published == here / "mine.duckdb"


def test_what_is_typed_to_find_a_warehouse_again(here: Path) -> None:
    seeds, desk = workspace("seeds", ""), workspace("my desk", 'warehouse = "news.duckdb"\n')
    assert typed(seeds, files_of(seeds, None)) == ""
    assert typed(seeds.resolve(), files_of(seeds, None)) == ""
    assert typed(desk, files_of(desk, None)) == "-w 'my desk'"
    assert typed(desk, Files(here / "x.duckdb")) == f"-w 'my desk' --warehouse {here / 'x.duckdb'}"


def test_two_desks_keep_to_themselves(cli: Callable[..., Any], tmp_path: Path) -> None:
    """As the README makes them, beside each other; each is found from any folder."""
    for name in ("desk1", "desk2"):
        assert cli("init", name).code == 0
        text = (
            f"The polling stations of {name} opened at seven for the election of the mayor, officials said."
        )
        Path(name, "articles", "a.jsonl").write_text(LINE % (name, f"Election in {name}", text))
        assert cli("run", "--direct", "-w", name).code == 0
    assert not Path("warehouse").exists()
    for name in ("desk1", "desk2"):
        found = cli("sql", "SELECT uri FROM articles", "-w", tmp_path / name, "--json").json
        assert found == [{"uri": name}]


def test_the_command_that_an_alert_names_works(cli: Callable[..., Any]) -> None:
    cli("init", "desk")
    text = "The polling stations opened at seven for the election of the mayor, officials said on Sunday."
    Path("desk", "articles", "a.jsonl").write_text(LINE % ("a", "Election of the mayor", text))
    said = cli("run", "--direct", "-w", "desk").out
    (command,) = [line.partition("More: wirewatch ")[2] for line in said.splitlines() if "More: " in line]
    assert command.startswith("show -w desk ")
    assert "Election of the mayor" in cli(*command.split()).out
    assert f"wirewatch {command}" in Path("desk/warehouse/alerts/elections.atom").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("stories", "--warehouse", "desk"), 2, "desk is a folder: name a file in it, as "),
        (("run", "--direct", "-w", "desk/sources.toml"), 2, "is a file: a workspace is a folder that holds sources.toml"),
        (("run", "--direct", "--warehouse", "desk/sources.toml/x.duckdb", "-w", "desk"), 1, "a file is where a folder is needed"),
        (("report", "-w", "desk", "-o", "nowhere/r.html"), 1, "There is no folder nowhere: make it first."),
    ],
    ids=["warehouse", "workspace", "below a file", "report"],
)  # fmt: skip
def test_a_place_that_cannot_be_is_said_in_a_line(
    cli: Callable[..., Any], arguments: tuple[str, ...], code: int, told: str
) -> None:
    assert cli("init", "desk").code == 0
    ran = cli(*arguments)
    assert ran.code == code
    assert told in ran.err
    assert "Traceback" not in ran.err
