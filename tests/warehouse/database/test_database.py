import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.records import Reason
from warehouse.database.connection import DamagedError, WarehouseError, connect, transaction
from warehouse.database.opening import open_loader
from warehouse.database.rows import append
from warehouse.database.schema import migrate, migrations, schema_version

SCHEMA = Path(__file__).parents[3] / "warehouse" / "schema.txt"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A new loader's database: what is tested is how it is made."""
    with open_loader(":memory:") as con:
        yield con


def public_schema(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(
        """
        SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'main' ORDER BY table_name, ordinal_position
        """
    ).fetchall()
    return "".join(f"{table}.{column} {kind}\n" for table, column, kind in rows)


def test_the_public_columns_are_the_golden_listing(con: duckdb.DuckDBPyConnection) -> None:
    """People's queries hang on these: a change here is a change for them, and belongs into the changelog."""
    if "WIREWATCH_GOLDEN" in os.environ:
        SCHEMA.write_text(public_schema(con))
    assert public_schema(con) == SCHEMA.read_text()


def test_every_public_column_is_documented(con: duckdb.DuckDBPyConnection) -> None:
    """In the section of its view, so that nobody looks for it in another."""
    page = (SCHEMA.parents[1] / "docs" / "schema.md").read_text()
    sections = [section.partition("\n") for section in page.split("\n### ")]
    for line in public_schema(con).splitlines():
        table, column = line.split(" ")[0].split(".")
        (section,) = [text for heading, _, text in sections if f"`{table}`" in heading]
        assert f"`{column}`" in section, line


def test_every_reason_of_a_rejection_is_documented() -> None:
    page = (SCHEMA.parents[1] / "docs" / "schema.md").read_text()
    (row,) = [line for line in page.splitlines() if line.startswith("| `stage`, `reason`, `detail`")]
    assert [reason for reason in Reason if f"`{reason}`" not in row] == []


def test_migrating_twice_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    before = public_schema(con)
    migrate(con)
    assert public_schema(con) == before
    assert schema_version(con) == len(migrations())


def test_the_files_of_the_schema_have_one_order() -> None:
    for folder in ("migrations", "views"):
        numbers = [file.name.partition("_")[0] for file in (SCHEMA.parent / folder).glob("*.sql")]
        assert len(numbers) == len(set(numbers))


def test_a_view_that_no_file_names_any_more_is_dropped_and_no_other(con: duckdb.DuckDBPyConnection) -> None:
    before = public_schema(con)
    for name in ("ours", "theirs"):
        con.execute(f"CREATE MACRO main.{name}_as_of(moment) AS TABLE SELECT moment AS at")
        con.execute(f"CREATE VIEW main.{name} AS FROM main.{name}_as_of(1)")
    con.execute("INSERT INTO store.made_views VALUES ('VIEW', 'main.ours'), ('MACRO', 'main.ours_as_of')")
    migrate(con)
    left = con.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_name IN ('ours_as_of', 'theirs_as_of')"
    )
    assert left.fetchall() == [("theirs_as_of",)]
    con.execute("DROP VIEW theirs; DROP MACRO TABLE theirs_as_of")
    assert public_schema(con) == before


def test_a_day_is_that_of_utc_for_a_client_in_any_zone(con: duckdb.DuckDBPyConnection) -> None:
    late = datetime(2026, 3, 1, 20, tzinfo=UTC)  # the next day in Auckland
    article = dict.fromkeys(("uri", "source", "text", "content_hash", "document_hash", "batch_id"), "x")
    append(con, "article_versions", [article | {"seq": 1, "article_id": "a", "version": 1, "words": 1, "published_at": late,
                                                "seen_at": late, "valid_from": late}])  # fmt: skip
    append(con, "polls", [{"source": "x", "kind": "feed", "polled_at": late, "status": "ok", "documents": 0, "rejected": 0,
                           "entries": 0, "known": 0, "gap": False, "bytes": 0, "batch_id": "x"}])  # fmt: skip
    con.execute("SET TimeZone = 'Pacific/Auckland'")
    columns = con.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main' AND data_type = 'DATE'"
    ).fetchall()
    assert len(columns) >= 2
    for view, column in columns:
        assert con.execute(f"SELECT {column} FROM {view}").fetchall() == [(late.date(),)], view


def test_a_newer_warehouse_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    with open_loader(path) as con:
        con.execute("INSERT INTO schema_version VALUES (999, now())")
    with pytest.raises(WarehouseError, match=r"schema 999.*update wirewatch"):
        open_loader(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    path.write_bytes(b"x" * 20_000)
    with pytest.raises(WarehouseError, match="not a DuckDB file"):
        connect(path)


@pytest.mark.parametrize("place", [4096 + 50, 12288 + 100])
def test_a_damaged_database_is_called_so(tmp_path: Path, place: int) -> None:
    """Of which DuckDB speaks of a block: nobody holds it."""
    path = tmp_path / "news.duckdb"
    connect(path).close()
    with path.open("r+b") as file:
        for start in (place, 8192 + 50):
            file.seek(start)
            file.write(b"\xff" * 8)
    with pytest.raises(DamagedError, match=r"is damaged: .*checksum"):
        connect(path)


def test_a_missing_warehouse_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="wirewatch run"):
        connect(tmp_path / "none.duckdb", read_only=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it likes")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WarehouseError, match="permission"):
        connect(tmp_path / "news.duckdb")


def test_a_database_held_by_another_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    hold = (
        "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(WarehouseError, match=rf"held by another process \(.*PID {process.pid}\b"):
            connect(path)
        assert process.stdin
        process.stdin.close()


def test_times_come_back_in_utc_whatever_the_zone(con: duckdb.DuckDBPyConnection) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    append(con, "schema_version", [{"version": 0, "applied_at": moment}])
    found = con.execute(
        "SELECT applied_at, applied_at::VARCHAR FROM schema_version WHERE version = 0"
    ).fetchone()
    assert found == (moment, "2026-01-02 03:04:05+00")


def test_a_failed_transaction_leaves_nothing(con: duckdb.DuckDBPyConnection) -> None:
    def fail() -> None:
        with transaction(con):
            append(con, "schema_version", [{"version": 700, "applied_at": datetime.now(UTC)}])
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert con.execute("SELECT count(*) FROM schema_version WHERE version = 700").fetchone() == (0,)


def test_people_see_only_the_views(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT DISTINCT table_type FROM information_schema.tables WHERE table_schema = 'main'"
    )
    assert rows.fetchall() == [("VIEW",)]
