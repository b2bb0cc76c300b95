"""The workspace that `wirewatch init` writes: commented files to start from."""

import importlib.resources
from collections.abc import Iterator
from pathlib import Path

_FILES = ("sources.toml", "topics.toml", "alerts.toml")


def write_starter(folder: Path) -> Iterator[Path]:
    """Make the folder and what is missing in it; what is there stays as it is."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        path = folder / name
        if not path.exists():
            path.write_text(
                importlib.resources.files("flows.workspaces").joinpath("templates", name).read_text("utf-8"),
                "utf-8",
            )
            yield path
