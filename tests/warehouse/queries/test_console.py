import signal
import threading
from pathlib import Path

import duckdb
import pytest

from warehouse.database.connection import WarehouseError
from warehouse.queries.console import run_query


@pytest.fixture
def path(tmp_path: Path) -> Path:
    duckdb.connect(str(tmp_path / "news.duckdb")).close()
    return tmp_path / "news.duckdb"


def test_so_many_rows_are_answered(path: Path) -> None:
    found = run_query(path, "SELECT range AS n FROM range(9) ORDER BY n", 2)
    assert found.as_dicts() == [{"n": 0}, {"n": 1}]


def test_what_is_wrong_is_told(path: Path) -> None:
    with pytest.raises(WarehouseError, match="nosuch"):
        run_query(path, "FROM nosuch", 2)


def test_a_query_without_end_is_ended_by_ctrl_c(path: Path) -> None:
    main = threading.main_thread().ident
    assert main
    timer = threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run_query(path, "SELECT count(*) FROM range(1000000000) a, range(1000000000) b", 1)
    timer.join()
