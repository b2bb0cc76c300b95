import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.database import append, open_loader
from warehouse.publish import Files, publish


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
    files.published.with_name(".news.duckdb.partial").write_bytes(b"half")
    assert topics(files.published) == 1
    publish(files)
    assert topics(files.published) == 1
    assert not files.published.with_name(".news.duckdb.partial").exists()


def test_what_is_not_for_people_is_hidden(files: Files) -> None:
    hidden = (files.loader, files.lock, files.spool, files.prefect)
    assert all(path.name.startswith(".news.") and path.parent == files.published.parent for path in hidden)
