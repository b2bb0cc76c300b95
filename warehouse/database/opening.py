"""Opening the warehouse: to load, and to read what was published."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.database.connection import WarehouseError, connect, first_line
from warehouse.database.schema import LACKING, migrate, require_current


def open_loader(path: Path | str) -> duckdb.DuckDBPyConnection:
    """The loader's own database, brought to the newest schema, internal tables first on the search path."""
    con = connect(path)
    try:
        migrate(con)
    except BaseException:
        con.close()
        raise
    return con


@contextmanager
def published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse to read from it; one that another wirewatch published is refused: it may lack what would be asked for."""
    with connect(path, read_only=True) as con:
        require_current(con)
        try:
            yield con
        except LACKING as error:  # views may be renewed without a new schema
            told = f"{first_line(str(error))} If an earlier wirewatch published this warehouse, `wirewatch run` renews it."
            raise WarehouseError(told) from error
