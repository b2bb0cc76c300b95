"""The archive as topics read it."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipeline.records import Article, Mention, Quote
from warehouse.articles.article_versions import NewVersion, add_versions
from warehouse.articles.placed import add
from warehouse.topics import archive

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def article(name: str, text: str, seen_at: datetime) -> Article:
    return Article(article_id=name, uri=name, source="s", text=text, content_hash=text, seen_at=seen_at)


@pytest.fixture
def filled(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Three articles, the first in two versions, one a day."""
    for seq, (name, version) in enumerate((("a", 1), ("b", 1), ("c", 1), ("a", 2))):
        seen_at = NOW + timedelta(days=seq)
        given = article(name, f"{name}{version}", seen_at)
        number = {"a": 1, "b": 2, "c": 3}[name]
        add_versions(
            con, [NewVersion(seq=number, version=version, article=given, document_hash=name)], "x", seen_at
        )
        mention = Mention(article_id=name, name=f"N{version}", kind="person", start=0, end=2)
        quote = Quote(article_id=name, quote=f"q{version}", speaker=None, start=0, end=2)
        add(con, [mention, quote], seen_at)
    return con


def told(batches: list[list[archive.Filed]]) -> list[tuple[str, str, str]]:
    return [
        (one.article.text, one.mentions[0].name, one.quotes[0].quote) for batch in batches for one in batch
    ]


def test_current_versions_come_in_order_of_arrival(filled: duckdb.DuckDBPyConnection) -> None:
    found = list(archive.read(filled))
    assert told(found) == [("a2", "N2", "q2"), ("b1", "N1", "q1"), ("c1", "N1", "q1")]
    assert archive.count(filled) == 3


def test_a_few_at_a_time(filled: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_AT_ONCE", 2)
    assert [len(batch) for batch in archive.read(filled)] == [2, 1]


def test_since_is_when_an_article_came_first(filled: duckdb.DuckDBPyConnection) -> None:
    since = NOW + timedelta(hours=20)
    assert [text for text, _, _ in told(list(archive.read(filled, since)))] == ["b1", "c1"]
    assert archive.count(filled, since) == 2


def test_some_by_id(filled: duckdb.DuckDBPyConnection) -> None:
    assert [one.article.article_id for one in archive.read_some(filled, ["c", "a", "none"])] == ["a", "c"]
    assert archive.read_some(filled, []) == []
