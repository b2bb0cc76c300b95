"""Stories and articles as people ask for them, by the beginning of an id; and how much there is of all."""

import duckdb
import orjson

from warehouse.database.connection import WarehouseError
from warehouse.database.rows import Row, rows


def totals(con: duckdb.DuckDBPyConnection) -> Row:
    """How much there is in all; counted where it is stored, which no text has to be read for."""
    return rows(
        con,
        """
        SELECT
            (SELECT count(*) FROM store.article_versions WHERE valid_to IS NULL) AS articles,
            (SELECT count(DISTINCT story_id) FROM store.memberships WHERE valid_to IS NULL) AS stories,
            (SELECT count(*) FROM store.copy_log WHERE valid_to IS NULL AND kind <> 'partial') AS copies,
            (SELECT count(*) FROM store.alert_log) AS alerts
        """,
    )[0]


def find_story(con: duckdb.DuckDBPyConnection, prefix: str) -> str:
    """The one story whose id begins so, that absorbed the one whose id does, or that holds the article whose id does.

    Raises:
        WarehouseError: none does, or several do.
    """
    found = rows(
        con,
        """
        SELECT story_id FROM story_members
        WHERE starts_with(story_id, lower($prefix)) OR starts_with(article_id, lower($prefix))
        UNION
        SELECT story_id FROM store.survivors WHERE starts_with(id, lower($prefix))
        LIMIT 5
        """,
        {"prefix": prefix},
    )
    if not found:
        raise WarehouseError(f"There is no story {prefix}: `wirewatch stories` lists them.")
    if len(found) > 1:
        raise WarehouseError(
            f"{prefix} is the beginning of several ids: {', '.join(row['story_id'] for row in found)}."
        )
    return str(found[0]["story_id"])


def find_article(con: duckdb.DuckDBPyConnection, prefix: str) -> str:
    """The one article whose id begins so.

    Raises:
        WarehouseError: none does, or several do.
    """
    found = rows(
        con,
        "SELECT article_id FROM articles WHERE starts_with(article_id, lower(?)) ORDER BY article_id LIMIT 5",
        [prefix],
    )
    if not found:
        raise WarehouseError(f"There is no article {prefix}: `wirewatch show STORY` lists those of a story.")
    if len(found) > 1:
        raise WarehouseError(
            f"{prefix} is the beginning of several ids: {', '.join(row['article_id'] for row in found)}."
        )
    return str(found[0]["article_id"])


def story_detail(con: duckdb.DuckDBPyConnection, story_id: str) -> Row:
    """A story with its articles, what they are copies of, why they are here, the topics and the quotes."""
    story = rows(con, "SELECT * FROM stories WHERE story_id = ?", [story_id])[0]
    members, topics = _members(con, story_id), _topics(con, story_id)
    for row in (*members, *topics):
        row["evidence"] = orjson.loads(row["evidence"])
    return {**story, "members": members, "topic_matches": topics, "quotes": _quotes(con, story_id)}


def _members(con: duckdb.DuckDBPyConnection, story_id: str) -> list[Row]:
    return rows(
        con,
        """
        SELECT a.article_id, a.uri, a.url, a.outlet, a.source, a.title, left(a.text, 160) AS lead, a.language,
            a.published_at, a.published_from, a.first_seen_at, a.words, a.origin_id, coalesce(c.credit, a.credit) AS credit,
            c.kind AS copy_kind, c.share AS copy_share, m.reason, m.similarity, m.evidence
        FROM articles AS a
        JOIN story_members AS m ON m.article_id = a.article_id
        LEFT JOIN copies AS c ON c.article_id = a.article_id
        WHERE a.story_id = ?
        ORDER BY coalesce(a.published_at, a.first_seen_at), a.arrival
        """,
        [story_id],
    )


def _topics(con: duckdb.DuckDBPyConnection, story_id: str) -> list[Row]:
    return rows(
        con,
        "SELECT topic, article_id, score, evidence FROM topic_matches WHERE story_id = ? ORDER BY ALL",
        [story_id],
    )


def _quotes(con: duckdb.DuckDBPyConnection, story_id: str) -> list[Row]:
    return rows(
        con,
        """
        SELECT q.speaker, q.quote, q.article_id, q.variants, q.said_id, q.first_outlet, q.wordings
        FROM quotes AS q JOIN articles AS a ON a.article_id = q.article_id
        WHERE a.story_id = ?
        ORDER BY q.variants DESC, a.arrival, q.start_at
        """,
        [story_id],
    )
