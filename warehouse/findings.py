"""What is found in the words of articles, as rows: names, counts, corrections, topics. Each version has its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

import duckdb

from pipeline.prepare import Prepared
from pipeline.records import Quote
from warehouse import articles, media_topics, topics

T = TypeVar("T")


def add_findings(
    con: duckdb.DuckDBPyConnection,
    found: Sequence[Prepared],
    quotes: Sequence[Quote],
    now: datetime,
    ended: datetime | None = None,
) -> None:
    """Store what was found in versions of articles.

    Args:
        con: the loader's connection.
        found: the versions.
        quotes: theirs, each with the saying it belongs to (warehouse.quotes decides that).
        now: from when on it holds.
        ended: set for versions that others in the same batch replace.
    """
    articles.add_mentions(con, _flat(one.mentions for one in found), now, ended)
    articles.add_quotes(con, quotes, now, ended)
    articles.add_figures(con, _flat(one.figures for one in found), now, ended)
    articles.add_corrections(con, _flat(one.corrections for one in found), now, ended)
    topics.add_matches(con, _flat(one.matches for one in found), now, ended)
    media_topics.add_media_topics(con, _flat(one.media_topics for one in found), now, ended)


def _flat(found: Iterable[Iterable[T]]) -> list[T]:
    return list(chain.from_iterable(found))
