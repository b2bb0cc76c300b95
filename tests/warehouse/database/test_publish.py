import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.database.connection import WarehouseError
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files, lacks_loader, open_to_load, publish
from warehouse.database.rows import append


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path / "news.duckdb")
    add_topic(files, "one")
    publish(files)
    return files


def add_topic(files: Files, name: str) -> None:
    with open_loader(files.loader) as con:
        row = {
            "topic": name,
            "version": "v",
            "title": name,
            "query": "q",
            "valid_from": "2026-01-01T00:00:00Z",
        }
        append(con, "topic_versions", [row])


def topics(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("SELECT count(*) FROM topics").fetchone()
        return int(row[0]) if row else -1


def test_a_plain_client_reads_the_views(files: Files) -> None:
    assert topics(files.published) == 1


def test_a_reader_keeps_its_file_while_another_is_published(files: Files) -> None:
    with duckdb.connect(str(files.published), read_only=True) as reader:
        add_topic(files, "two")
        publish(files)
        assert reader.execute("SELECT count(*) FROM topics").fetchone() == (1,)
    assert topics(files.published) == 2


def test_readers_never_meet_the_loaders_lock(files: Files) -> None:
    with open_loader(files.loader):
        assert topics(files.published) == 1


def test_a_client_that_wrote_into_the_published_file_spoils_nothing(files: Files) -> None:
    """It opened the file for writing, left its log beside it and was killed: the next file is whole all the same."""
    scribble = "import os, sys, duckdb; con = duckdb.connect(sys.argv[1]); con.execute('CREATE TABLE mine (i INT)'); os._exit(0)"
    subprocess.run([sys.executable, "-c", scribble, str(files.published)], check=True)
    assert files.published.with_name("news.duckdb.wal").exists()
    add_topic(files, "two")
    publish(files)
    assert topics(files.published) == 2


def test_a_killed_publisher_leaves_the_old_file(files: Files) -> None:
    partial = files.published.with_name(".news.duckdb.4711.partial")  # named after the process
    partial.write_bytes(b"half")
    assert topics(files.published) == 1
    publish(files)
    assert topics(files.published) == 1
    assert not partial.exists()


def test_what_is_not_for_people_is_hidden(files: Files) -> None:
    hidden = (files.loader, files.lock, files.spool, files.prefect)
    assert all(path.name.startswith(".news.") and path.parent == files.published.parent for path in hidden)


def add_articles(files: Files, count: int) -> None:
    with open_loader(files.loader) as con:
        words = dict.fromkeys(("uri", "source", "text", "content_hash", "document_hash", "batch_id"), "x")
        row = (
            words
            | dict.fromkeys(("seen_at", "valid_from"), "2026-01-01T00:00:00Z")
            | {"version": 1, "words": 1}
        )
        rows = [row | {"article_id": f"a{seq}", "seq": seq} for seq in range(1, count + 1)]
        append(con, "article_versions", rows)


def articles(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("SELECT count(*) FROM store.article_versions").fetchone()
        return int(row[0]) if row else -1


def test_a_loader_that_is_missing_is_made_again_from_the_published_file(files: Files) -> None:
    add_articles(files, 3)
    publish(files)
    files.loader.unlink()
    assert lacks_loader(files)
    said: list[str] = []
    with open_to_load(files, said.append) as con:
        assert con.execute("SELECT count(*) FROM article_versions").fetchone() == (3,)
    assert said == [".news.loader.duckdb is missing: it is made again from news.duckdb."]
    open_to_load(files, said.append).close()
    assert len(said) == 1
    assert not lacks_loader(files)
    publish(files)
    assert articles(files.published) == 3


def test_a_loader_that_is_damaged_says_how_to_get_another(files: Files) -> None:
    files.loader.write_bytes(files.loader.read_bytes()[:50_000])
    with pytest.raises(WarehouseError, match=r"Move it away: .* from news\.duckdb"):
        open_to_load(files)
    files.loader.rename(files.loader.with_suffix(".bad"))
    open_to_load(files).close()
    assert topics(files.loader) == 1


def test_a_kill_while_the_loader_is_made_again_costs_nothing(files: Files) -> None:
    """Killed when the copy is written, before it has its name."""
    add_articles(files, 3)
    publish(files)
    files.loader.unlink()
    killed = (
        "import os, sys, pathlib\n"
        "from warehouse.database.publish import Files, open_to_load\n"
        "pathlib.Path.replace = lambda *_: os._exit(9)\n"
        "open_to_load(Files(pathlib.Path(sys.argv[1])))\n"
    )
    ran = subprocess.run([sys.executable, "-c", killed, str(files.published)], check=False)
    assert ran.returncode == 9
    assert lacks_loader(files)
    open_to_load(files).close()
    assert articles(files.loader) == articles(files.published) == 3


def test_what_is_no_warehouse_is_left_alone(files: Files) -> None:
    files.loader.unlink()
    files.published.unlink()
    with duckdb.connect(str(files.published)) as con:
        con.execute("CREATE TABLE mine (i INT)")
    with pytest.raises(WarehouseError, match="no warehouse of wirewatch"):
        open_to_load(files)
    assert not files.loader.exists()


def test_a_published_file_of_a_newer_wirewatch_is_left_alone(files: Files) -> None:
    with open_loader(files.loader) as con:
        con.execute("INSERT INTO schema_version VALUES (999, now())")
    publish(files)
    files.loader.unlink()
    with pytest.raises(WarehouseError, match="update wirewatch"):
        open_to_load(files)
    assert not files.loader.exists()


def test_fewer_articles_than_are_published_are_neither_loaded_nor_published(files: Files) -> None:
    """An empty loader beside a full warehouse: what copying a folder in part can leave."""
    add_articles(files, 3)
    publish(files)
    files.loader.unlink()
    add_articles(files, 2)
    with pytest.raises(WarehouseError, match=r"holds 2 articles, the published news\.duckdb 3"):
        open_to_load(files)
    with pytest.raises(WarehouseError, match="would be lost"):
        publish(files)
    assert articles(files.published) == 3
    files.published.unlink()
    publish(files)
    assert articles(files.published) == 2
