"""Publishing: readers get a file of their own, renamed into place, and never meet the loader's lock."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Files:
    """Where things are, all beside the published file."""

    published: Path

    @property
    def loader(self) -> Path:
        return self._hidden("loader.duckdb")

    @property
    def lock(self) -> Path:
        return self._hidden("lock")

    @property
    def spool(self) -> Path:
        return self._hidden("spool")

    @property
    def prefect(self) -> Path:
        return self._hidden("prefect")

    @property
    def report(self) -> Path:
        return self.published.with_name("report.html")

    @property
    def feeds(self) -> Path:
        """Folder of the Atom feeds, a file a rule."""
        return self.published.with_name("alerts")

    def _hidden(self, suffix: str) -> Path:
        return self.published.with_name(f".{self.published.stem}.{suffix}")


def publish(files: Files) -> None:
    """Replace the published file by a copy of the loader's, which must be closed in this process.

    Opening and closing a database file drops the locks that this process holds on it (POSIX), so this never runs while
    DuckDB has the loader's file open. A client that had the old file open keeps reading the old one; a write-ahead log
    it left belongs to that old file and goes with it.
    """
    partial = files.published.with_name(f".{files.published.name}.partial")
    with files.loader.open("rb") as source, partial.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
    files.published.with_name(files.published.name + ".wal").unlink(missing_ok=True)
    partial.replace(files.published)
