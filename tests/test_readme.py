"""The README holds: every command in it runs, every file it names is there, every command there is is documented."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user has after setting up: the same files, the same environment, and nothing run yet."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
    }
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=240, check=False
    )


def test_the_first_two_commands_are_the_first_two() -> None:
    assert COMMANDS[:2] == ["make run", "make test"]


def test_make_run_does_the_main_job_twice(checkout: Path) -> None:
    """`make test` is what runs this. Here the environment is set up already; .ci/run does it from nothing."""
    first, second = (run(["make", "run"], checkout) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert "5 in = 5 new + 0 repeats + 0 rejected" in first.stdout
    assert "warehouse/report.html" in first.stdout
    assert second.returncode == 0, second.stderr
    assert "nothing new" in second.stdout


def test_every_wirewatch_command_runs(checkout: Path) -> None:
    """In their order, as a reader would try them, after the first two."""
    assert len(WIREWATCH) >= 9
    assert run(["wirewatch", "run", "--direct"], checkout).returncode == 0
    for command in WIREWATCH:
        ran = run(["sh", "-c", command], checkout)
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
        assert ran.stdout.strip() or "as_of" in command, command


def test_every_command_there_is_is_in_the_readme() -> None:
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        assert f"wirewatch {name}" in README, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
