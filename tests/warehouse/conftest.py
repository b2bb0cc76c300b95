from collections.abc import Iterator

import duckdb
import pytest

from warehouse.database import open_loader


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A new loader's database."""
    with open_loader(":memory:") as con:
        yield con
