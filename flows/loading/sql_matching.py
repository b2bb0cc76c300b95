"""Topics given as SQL, asked about the articles of a batch before they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from pipeline.alerts.standing import Arrival
from pipeline.prepare import Prepared
from pipeline.records import Copy, TopicMatch
from warehouse.articles.article_versions import NewVersion
from warehouse.topics.sql_rows import Rows, archived, article_row, media_topic_row, placed_rows
from warehouse.topics.sql_topics import SqlTopics


def sql_matches(  # noqa: PLR0913, PLR0917 - what is known of a batch
    con: duckdb.DuckDBPyConnection,
    topics: SqlTopics,
    versions: Sequence[NewVersion],
    prepared: Sequence[Prepared],
    arrivals: Sequence[Arrival],
    copies: Mapping[str, Copy | None],
) -> list[tuple[TopicMatch, ...]]:
    """What each version matches; `copies`: of the articles that are new."""
    earlier = [one.article.article_id for one in versions if one.article.article_id not in copies]
    known = dict(zip(earlier, archived(con, earlier), strict=True)) if earlier else {}
    given = zip(versions, prepared, arrivals, strict=True)
    return topics.match(
        [_rows(version, one, arrival, _copies(version, copies, known)) for version, one, arrival in given]
    )


def _copies(
    version: NewVersion, copies: Mapping[str, Copy | None], known: Mapping[str, Rows]
) -> Iterable[Mapping[str, Any]]:
    """Whose text an article carries, judged when it came first."""
    article_id = version.article.article_id
    if article_id in known:
        return known[article_id]["copies"]
    copy = copies[article_id]
    if copy is None:
        return ()
    told = {
        "article_id": article_id,
        "origin_id": copy.origin_id,
        "kind": copy.kind.value,
        "share": copy.share,
    }
    return (told,)


def _rows(version: NewVersion, one: Prepared, arrival: Arrival, copies: Iterable[Mapping[str, Any]]) -> Rows:
    article = article_row(
        one.article,
        version=version.version,
        arrival=version.seq,
        story_id=arrival.story_id,
        origin_id=arrival.origin_id,
    )
    return {
        "articles": [article],
        **placed_rows((*one.mentions, *one.quotes, *one.figures, *one.corrections)),
        "copies": list(copies),
        "media_topics": [media_topic_row(found) for found in one.media_topics],
    }
