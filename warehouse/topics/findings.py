"""What is found in the words of articles, as rows: names, counts, corrections, topics. Each version has its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

import duckdb

from pipeline.prepare import Prepared
from pipeline.records import Quote
from warehouse.articles import placed
from warehouse.topics import media_topics, topic_log

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
        quotes: theirs, each with the saying it belongs to (warehouse.articles.quotes decides that).
        now: from when on it holds.
        ended: set for versions that others in the same batch replace.
    """
    places: list[placed.Placed] = [*quotes]
    for one in found:
        places += (*one.mentions, *one.figures, *one.corrections)
    placed.add(con, places, now, ended)
    topic_log.add_matches(con, _flat(one.matches for one in found), now, ended)
    media_topics.add_media_topics(con, _flat(one.media_topics for one in found), now, ended)


def _flat(found: Iterable[Iterable[T]]) -> list[T]:
    return list(chain.from_iterable(found))
