"""The README holds: every command in it runs, every file it names is there, every command there is is documented."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
WIREWATCH = [command for command in COMMANDS if command.startswith("wirewatch ")]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a user stands after setting up: seeds, and nothing run yet."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> tuple[int, str, str]:
    """What a command answers: in this process, which spares a second each, unless it needs a shell."""
    if set(command) & set("|&;<>$`"):
        ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=240, check=False)
        return ran.returncode, ran.stdout, ran.stderr
    result = CliRunner().invoke(app, shlex.split(command, comments=True)[1:])
    return result.exit_code, result.stdout, f"{result.stderr} {result.exception}"


def test_the_first_two_commands_are_the_first_two() -> None:
    assert COMMANDS[:2] == ["make run", "make test"]


def test_every_wirewatch_command_runs(checkout: Path) -> None:
    """In their order, as a reader would try them, after the first two (which test_prefect.py and `make test` itself run)."""
    assert len(WIREWATCH) >= 9
    assert run("wirewatch run --direct")[0] == 0
    for command in WIREWATCH:
        code, out, err = run(command)
        assert code == 0, f"{command}: {err}"
        assert out.strip() or "as_of" in command, command
    assert (checkout / "desk").is_dir()


def test_every_command_there_is_is_in_the_readme() -> None:
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        assert f"wirewatch {name}" in README, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
