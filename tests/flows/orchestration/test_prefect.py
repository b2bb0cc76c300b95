"""Prefect for real: a run through its embedded server, and the schedule of `wirewatch up`; no process is left behind."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds"
WIREWATCH = Path(sys.executable).with_name("wirewatch")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The seeds, on the shortest schedule."""
    folder = tmp_path / "desk"
    (folder / "articles").mkdir(parents=True)
    for path in (SEEDS / "articles").iterdir():
        (folder / "articles" / path.name).write_bytes(path.read_bytes())
    for name in ("topics.toml", "alerts.toml"):
        (folder / name).write_bytes((SEEDS / name).read_bytes())
    (folder / "sources.toml").write_text(
        '[schedule]\nevery = "60 s"\n[[source]]\nname = "articles"\npath = "articles"\n'
        '[[source]]\nname = "inbox"\npath = "inbox"\nwatch = true\n'
    )
    (folder / "inbox").mkdir()
    return folder


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An empty home, and none of the settings of whoever runs the tests."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "WIREWATCH"))
    }
    return kept | {"HOME": str(tmp_path), "WIREWATCH_TEST_MARK": tmp_path.name}


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert left_behind(tmp_path.name) == []


def left_behind(mark: str) -> list[str]:
    """Processes, ours or theirs, that inherited our mark."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"WIREWATCH_TEST_MARK={mark}".encode() in path.read_bytes():
                found.append(path.with_name("cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def by_schedule(home: Path) -> dict[bool, int]:
    """How many runs began by the schedule, and how many because somebody asked."""
    with sqlite3.connect(home / "prefect.db") as con:
        rows = con.execute(
            "SELECT auto_scheduled, count(*) FROM flow_run WHERE start_time IS NOT NULL GROUP BY auto_scheduled"
        ).fetchall()
    return {bool(scheduled): count for scheduled, count in rows}


def recorded(home: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(home / "prefect.db") as con:
        return con.execute(
            "SELECT f.name, r.state_type FROM flow_run AS r JOIN flow AS f ON f.id = r.flow_id WHERE r.start_time IS NOT NULL"
        ).fetchall()


def runs(warehouse: Path) -> list[tuple[str, int]]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute("SELECT engine, new FROM runs ORDER BY started_at").fetchall()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a user has after setting up: the same files, the same environment, and nothing run yet."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def known(warehouse: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute(
            "SELECT article_id, text, story_id, origin_id FROM articles ORDER BY ALL"
        ).fetchall()


def test_make_run_is_a_real_prefect_run_and_leaves_the_same_warehouse(
    checkout: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """The first command of the README, twice. Here its environment is set up already; .ci/run does it from nothing."""

    def run(*command: str) -> str:
        ran = subprocess.run(
            command, env=environ, cwd=checkout, capture_output=True, text=True, timeout=240, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert "Traceback" not in ran.stderr
        return ran.stdout

    first, second = run("make", "run"), run("make", "run")
    direct = run(str(WIREWATCH), "run", "--direct", "--warehouse", "direct/news.duckdb")
    for told in (first, direct):
        assert "5 in = 5 new + 0 repeats + 0 rejected" in told
    assert "warehouse/report.html" in first
    assert "nothing new" in second
    warehouse = checkout / "warehouse" / "news.duckdb"
    assert recorded(warehouse.parent / ".news.prefect") == [("wirewatch", "COMPLETED")] * 2
    assert runs(warehouse) == [("prefect", 5), ("prefect", 0)]
    assert known(warehouse) == known(checkout / "direct" / "news.duckdb")
    assert not (tmp_path / ".prefect").exists(), "Prefect's files are ours to keep, not the user's home"


def test_up_runs_on_the_schedule_and_when_a_file_arrives_and_ctrl_c_ends_all(
    desk: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    warehouse = tmp_path / "out" / "news.duckdb"
    with (tmp_path / "up.log").open("wb") as log:
        up = subprocess.Popen(
            [WIREWATCH, "up", "-w", desk, "--warehouse", warehouse],
            env=environ,
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(1, warehouse, up)
            (desk / "inbox" / "late.txt").write_text(
                "A dam burst above Casterly on Monday, the fire service said."
            )
            wait_for(3, warehouse, up)
        finally:
            up.send_signal(signal.SIGINT)
            code = up.wait(90)
    said = (tmp_path / "up.log").read_text()
    assert code == 0, said
    found = runs(warehouse)
    assert found[0] == ("prefect", 5), said
    assert sorted(new for _, new in found[1:3]) == [0, 1], said
    counts = by_schedule(warehouse.parent / ".news.prefect")
    assert counts[False] >= 2, "the first, and the one that the file brought about"
    assert counts[True] >= 1
    assert "5 in = 5 new + 0 repeats + 0 rejected" in said
    assert "Traceback" not in said
    assert not (warehouse.parent / ".news.prefect" / "server.json").exists()


def wait_for(count: int, warehouse: Path, up: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 240
    while not (warehouse.exists() and len(runs(warehouse)) >= count) and time.monotonic() < deadline:
        assert up.poll() is None
        time.sleep(1)
