"""What topics given as SQL can see of an article: the columns of the public views that say something about it alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import duckdb

from pipeline.records import Article, Correction, Figure, MediaTopicMatch, Mention, Quote
from warehouse.articles.placed import LOGS, Placed
from warehouse.database.rows import listed, rows

VIEWS: Final[Mapping[str, Mapping[str, str]]] = {
    "articles": {
        "article_id": "VARCHAR",
        "uri": "VARCHAR",
        "url": "VARCHAR",
        "outlet": "VARCHAR",
        "source": "VARCHAR",
        "title": "VARCHAR",
        "text": "VARCHAR",
        "language": "VARCHAR",
        "author": "VARCHAR",
        "credit": "VARCHAR",
        "published_at": "TIMESTAMP WITH TIME ZONE",
        "published_from": "VARCHAR",
        "published_precision": "VARCHAR",
        "published_on": "DATE",
        "published_zone": "VARCHAR",
        "updated_at": "TIMESTAMP WITH TIME ZONE",
        "content_from": "VARCHAR",
        "verdict": "VARCHAR",
        "changed_at": "TIMESTAMP WITH TIME ZONE",
        "version": "INTEGER",
        "words": "INTEGER",
        "arrival": "INTEGER",
        "origin_id": "VARCHAR",
        "story_id": "VARCHAR",
    },
    "mentions": {
        "article_id": "VARCHAR",
        "name": "VARCHAR",
        "kind": "VARCHAR",
        "start_at": "INTEGER",
        "end_at": "INTEGER",
        "country_code": "VARCHAR",
    },
    "quotes": {
        "article_id": "VARCHAR",
        "speaker": "VARCHAR",
        "quote": "VARCHAR",
        "start_at": "INTEGER",
        "end_at": "INTEGER",
    },
    "figures": {
        "article_id": "VARCHAR",
        "counted": "VARCHAR",
        "value": "DOUBLE",
        "high": "DOUBLE",
        "qualifier": "VARCHAR",
        "start_at": "INTEGER",
        "end_at": "INTEGER",
    },
    "corrections": {
        "article_id": "VARCHAR",
        "kind": "VARCHAR",
        "field": "VARCHAR",
        "start_at": "INTEGER",
        "end_at": "INTEGER",
        "words": "VARCHAR",
    },
    "copies": {"article_id": "VARCHAR", "origin_id": "VARCHAR", "kind": "VARCHAR", "share": "DOUBLE"},
    "media_topics": {
        "article_id": "VARCHAR",
        "code": "VARCHAR",
        "name": "VARCHAR",
        "top": "VARCHAR",
        "score": "DOUBLE",
    },
}

_FIELDS: Final = {"start_at": "start", "end_at": "end"}  # of a record, where its view has another name
_PLACED: Final[Mapping[type[Placed], str]] = {
    Mention: "mentions",
    Quote: "quotes",
    Figure: "figures",
    Correction: "corrections",
}

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]  # of one version of an article, by view


def article_row(
    article: Article, *, version: int, arrival: int, story_id: str, origin_id: str | None
) -> Mapping[str, Any]:
    """An article as its view has it."""
    taken = {name: getattr(article, name) for name in VIEWS["articles"] if hasattr(article, name)}
    return taken | {
        "changed_at": article.seen_at,
        "version": version,
        "arrival": arrival,
        "story_id": story_id,
        "origin_id": origin_id,
    }


def placed_rows(found: Iterable[Placed]) -> dict[str, list[Mapping[str, Any]]]:
    """Names, quotes, figures and corrections as their views have them, by view."""
    held: dict[str, list[Mapping[str, Any]]] = {view: [] for view in _PLACED.values()}
    for one in found:
        view = _PLACED[type(one)]
        held[view].append({name: getattr(one, _FIELDS.get(name, name)) for name in VIEWS[view]})
    return held


def media_topic_row(found: MediaTopicMatch) -> Mapping[str, Any]:
    """A media topic as its view has it."""
    return {name: getattr(found, name) for name in VIEWS["media_topics"]}


def archived(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[Rows]:
    """The rows of articles in the warehouse as they stand, in this order."""
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {
        one: {view: [] for view in VIEWS} for one in article_ids
    }
    held = {
        **{view: f"store.{LOGS[kind]}" for kind, view in _PLACED.items()},
        "copies": "store.copy_log",
        "media_topics": "store.media_topic_log",
    }
    for view, columns in VIEWS.items():
        source = f"{held[view]} WHERE valid_to IS NULL AND" if view in held else "main.articles WHERE"
        query = f"SELECT {', '.join(columns)} FROM {source} article_id IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608 - our own names
        for row in rows(con, query, [listed(article_ids)]):
            found[row["article_id"]][view].append(row)
    return [found[one] for one in article_ids]
