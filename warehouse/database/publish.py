"""Publishing: readers get a file of their own, renamed into place, and never meet the loader's lock."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.database.connection import DamagedError, WarehouseError, connect
from warehouse.database.opening import open_loader
from warehouse.database.rows import value
from warehouse.database.schema import migrations, schema_version
from warehouse.database.whole_file import clear_partial, copy_into, replacing


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


def lacks_loader(files: Files) -> bool:
    """Whether only the published file is left, as when a folder was copied without its hidden files."""
    return files.published.exists() and not files.loader.exists()


def open_to_load(files: Files, note: Callable[[str], object] = str) -> duckdb.DuckDBPyConnection:
    """The loader's database, made again from the published file if that is all there is; `note` is told so.

    Raises:
        WarehouseError: it cannot be opened, or holds less than what is published.
    """
    if lacks_loader(files):
        note(f"{files.loader.name} is missing: it is made again from {files.published.name}.")
        _restore_loader(files)
    con = _open_whole(files)
    try:
        _refuse_loss(files, _articles(con))
    except BaseException:
        con.close()
        raise
    return con


def _open_whole(files: Files) -> duckdb.DuckDBPyConnection:
    try:
        return open_loader(files.loader)
    except DamagedError as error:
        if not files.published.exists():
            raise
        told = f"{error} Move it away: the next run makes it again from {files.published.name}."
        raise WarehouseError(told) from error


def _restore_loader(files: Files) -> None:
    """Publishing copies the whole file, so copying it back loses nothing."""
    try:
        with connect(files.published, read_only=True) as con:
            schema = schema_version(con)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{files.published} is no warehouse of wirewatch, and {files.loader.name} is missing beside it:"
            " restore that file, or use another --warehouse."
        ) from error
    if schema > len(migrations()):
        raise WarehouseError(
            f"{files.published} has schema {schema}, this wirewatch knows {len(migrations())}: update wirewatch, or use another --warehouse."
        )
    _copy(files.published, files.loader)


def lost(files: Files) -> str | None:
    """Why publishing would lose articles, if it would. The loader's file must be closed in this process."""
    try:
        with connect(files.loader, read_only=True) as con:
            _refuse_loss(files, _articles(con))
    except WarehouseError as error:
        return str(error)
    return None


def _refuse_loss(files: Files, held: int) -> None:
    """Articles are never removed, so a loader that holds fewer than are published is not the one that published them."""
    published = 0
    if files.published.exists():
        with suppress(WarehouseError), connect(files.published, read_only=True) as con:
            published = _articles(con)
    if held < published:
        raise WarehouseError(
            f"{files.loader} holds {held:,} articles, the published {files.published.name} {published:,}: nothing was done, for these would be lost."
            f" To go on from the published file, move {files.loader.name} away; to begin anew, move {files.published.name} away."
        )


def _articles(con: duckdb.DuckDBPyConnection) -> int:
    with suppress(duckdb.CatalogException):  # an earlier schema, or no warehouse
        return int(value(con, "SELECT count(*) FROM store.article_versions WHERE version = 1"))
    return 0


def publish(files: Files) -> None:
    """Replace the published file by a copy of the loader's, which must be closed in this process.

    Opening and closing a database file drops the locks that this process holds on it (POSIX), so this never runs while
    DuckDB has the loader's file open. A client that had the old file open keeps reading the old one; a write-ahead log
    it left belongs to that old file and goes with it.

    Raises:
        WarehouseError: readers would lose articles.
    """
    if problem := lost(files):
        raise WarehouseError(problem)
    _copy(files.loader, files.published)


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all. What killed runs left half-written goes first: they may have been many, and it is large."""
    clear_partial(target)
    with source.open("rb") as read, replacing(target) as written:
        copy_into(read, written)
        target.with_name(target.name + ".wal").unlink(missing_ok=True)
