import csv
import io
import signal
import threading
from pathlib import Path

import duckdb
import orjson
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


@pytest.mark.parametrize(("limit", "more"), [(8, True), (9, False), (10, False)])
def test_it_knows_whether_rows_were_left_out(path: Path, limit: int, more: bool) -> None:  # noqa: FBT001 - a parameter
    assert run_query(path, "FROM range(9)", limit).more is more


def test_of_columns_with_one_name_none_hides_another(path: Path) -> None:
    """As in a join of two views that both have a title."""
    (row,) = run_query(path, "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a", 1).as_dicts()
    assert row == {"a": 1, "a_1": 2, "a_1_1": 3, "a_2": 4}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("histogram(7)", '{"7":1}'),
        ("map {DATE '2026-01-31': 1.50}", '{"2026-01-31":1.50}'),
        ("100.0 * count(*)", "100.0"),
        ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
        ("[{'a': 18446744073709551616}]", '[{"a":18446744073709551616}]'),
        ("'\\xAA'::BLOB", '"aa"'),
        ("'nan'::DOUBLE", "null"),
    ],
)
def test_what_sql_can_answer_json_can_hold(path: Path, value: str, written: str) -> None:
    rows = run_query(path, f"SELECT {value} AS x", 1).as_dicts()
    assert orjson.dumps(rows).decode() == f'[{{"x":{written}}}]'


def test_lists_in_csv_are_json(path: Path) -> None:
    out = io.StringIO()
    run_query(path, "SELECT ['a', NULL] AS x, {'at': DATE '2026-01-31'} AS y", 1).write_csv(out)
    assert list(csv.DictReader(io.StringIO(out.getvalue()))) == [
        {"x": '["a",null]', "y": '{"at":"2026-01-31"}'}
    ]


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
