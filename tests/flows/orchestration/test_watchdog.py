import os
from datetime import timedelta
from pathlib import Path

import pytest

from flows.clock import utc_now
from flows.orchestration.watchdog import Watchdog
from flows.workspaces.starter import write_starter
from flows.workspaces.workspace import load_workspace
from warehouse.database.publish import Files


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    list(write_starter(tmp_path / "desk"))
    return tmp_path / "desk"


@pytest.fixture
def watchdog(desk: Path) -> Watchdog:
    files = Files(desk / "warehouse" / "news.duckdb")
    return Watchdog(load_workspace(desk, files.published.parent), files)


def change(desk: Path, before: str, after: str) -> None:
    path = desk / "sources.toml"
    path.write_text(path.read_text().replace(before, after))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))  # the clock of a file system may be coarse


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (('every = "15 minutes"', 'every = "5 minutes"'), True),
        (("# watch = true", "watch = true"), True),
        (('name = "articles"', 'name = "papers"'), False),
        (('every = "15 minutes"', 'every = "soon"'), False),
    ],
    ids=["another interval", "a folder to watch", "another source", "what the next run refuses"],
)
def test_what_is_read_at_the_start_alone_is_told_once_when_it_changes(
    watchdog: Watchdog, desk: Path, capsys: pytest.CaptureFixture[str], other: tuple[str, str], *, told: bool
) -> None:
    watchdog.look()
    assert capsys.readouterr().err == ""
    change(desk, *other)
    for _ in range(2):
        watchdog.look()
    assert capsys.readouterr().err.count("start it again") == told


def test_runs_that_never_end_are_told_after_three_intervals(
    watchdog: Watchdog, capsys: pytest.CaptureFixture[str]
) -> None:
    watchdog.look()
    assert capsys.readouterr().err == ""
    watchdog.said = utc_now() - timedelta(minutes=46)
    watchdog.look()
    assert "No run has ended since the start" in capsys.readouterr().err
