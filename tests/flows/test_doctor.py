import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.workspaces.starter import write_starter
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files, publish


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A published warehouse, in a folder of its own with nothing beside it."""
    made = Files(tmp_path / "made" / "news.duckdb")
    made.published.parent.mkdir()
    open_loader(made.loader).close()
    publish(made)
    (tmp_path / "copied").mkdir()
    return Files(Path(shutil.copy(made.published, tmp_path / "copied" / "news.duckdb")))


def test_looking_makes_nothing(cli: Callable[..., Any], files: Files, tmp_path: Path) -> None:
    list(write_starter(tmp_path / "desk"))
    said = cli("doctor", "-w", tmp_path / "desk", "--warehouse", files.published)
    assert "spool: empty" in said.out
    assert list(files.published.parent.iterdir()) == [files.published]
