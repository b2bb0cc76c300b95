"""New, changed, known: of each document of a batch, whatever else is in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from flows.loading.desk import Desk
from flows.loading.numbering import Numbered, Numbering
from flows.loading.workers import Here
from pipeline.prepare import Prepared
from pipeline.records import Document, Reason
from warehouse.articles.article_versions import add_versions

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STRIKE = "Dockers at the port of Arneville began a strike on Monday over unpaid overtime, the union said."
ENDED = STRIKE + " It ended on Friday."


def document(text: str, uri: str = "import/1", source: str = "one") -> Document:
    return Document(uri=uri, source=source, media_type="text/plain", content=text, fetched_at=NOW)


def numbered(con: duckdb.DuckDBPyConnection, *items: Document, stored: bool = False) -> Numbered:
    """`stored`: what is new is in the warehouse then."""
    desk = Desk(con, (), ())
    numbering = Numbering(con, desk, items, Here(desk.matcher))
    fresh = numbering.fresh
    results = zip(fresh, Here(desk.matcher)(list(fresh.values())), strict=True)
    done = numbering.run({place: result for place, result in results if isinstance(result, Prepared)})
    if stored:
        add_versions(con, done.versions, "b", NOW)
    return done


def told(done: Numbered) -> tuple[list[tuple[int, int]], int, list[Reason]]:
    versions = [(version.seq, version.version) for version in done.versions]
    return versions, done.repeats, [one.reason for one in done.rejections]


STREAMS = {
    "two articles": ([document(STRIKE), document(STRIKE, "import/2")], ([(1, 1), (2, 1)], 0, [])),
    "the same twice": ([document(STRIKE), document(STRIKE)], ([(1, 1)], 1, [])),
    "changed": ([document(STRIKE), document(ENDED)], ([(1, 1), (1, 2)], 0, [])),
    "changed back": ([document(STRIKE), document(ENDED), document(STRIKE)], ([(1, 1), (1, 2), (1, 3)], 0, [])),
    "by another": ([document(STRIKE), document(ENDED, source="two")], ([(1, 1)], 0, [Reason.FOREIGN])),
}  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), STREAMS.values(), ids=STREAMS)
@pytest.mark.parametrize("cut", [0, 1, 2])
def test_it_does_not_matter_where_a_stream_is_cut(
    cut: int, items: Sequence[Document], expected: object, con: duckdb.DuckDBPyConnection
) -> None:
    """Documents are told apart by their words, not by when a source was asked."""
    parts = [items[:cut], items[cut:]]
    found = [told(numbered(con, *part, stored=True)) for part in parts]
    assert tuple(one + other for one, other in zip(*found, strict=True)) == expected


def test_what_is_known_is_not_prepared(con: duckdb.DuckDBPyConnection) -> None:
    numbered(con, document(STRIKE), stored=True)
    desk = Desk(con, (), ())
    again = replace(document(STRIKE), fetched_at=NOW.replace(hour=10))
    assert Numbering(con, desk, [again], Here(desk.matcher)).fresh == {}
