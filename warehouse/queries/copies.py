"""Copies as people ask for them: whose text an article carries, which passages, and what it made of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import orjson

from pipeline.copies.passage import passages
from pipeline.copies.rewording import rewording
from pipeline.texts.change import Words
from warehouse.database.rows import listed, rows

Row = dict[str, Any]
_PASSAGES = 5


def article(con: duckdb.DuckDBPyConnection, article_id: str) -> Row:
    return rows(
        con,
        r"""
        SELECT article_id, coalesce(title, regexp_replace(left(text, 160), '\s+', ' ', 'g')) AS title, outlet, source, url, published_at, first_seen_at,
            arrival, origin_id, story_id
        FROM articles WHERE article_id = ?
        """,
        [article_id],
    )[0]


def detail(con: duckdb.DuckDBPyConnection, article_id: str) -> Row | None:
    """Whose text it carries, how much, which passages, and what it made of it."""
    found = rows(
        con,
        "SELECT origin_id, kind, share, evidence FROM copies WHERE article_id = ?",
        [article_id],
    )
    if not found:
        return None
    row = found[0] | {"evidence": orjson.loads(found[0]["evidence"])}
    nearest = row["evidence"]["nearest"]
    texts = first_words(con, [article_id, row["origin_id"], nearest])
    text = texts[article_id].text
    return {
        "origin": article(con, row["origin_id"]),
        "kind": row["kind"],
        "share": row["share"],
        "nearest": None if nearest == row["origin_id"] else article(con, nearest),
        "others": row["evidence"].get("others", []),
        "passages": [
            {"words": one["words"], "text": text[one["start"] : one["end"]]}
            for one in row["evidence"].get("passages", [])
        ],
        "changed": changed(texts[row["origin_id"]], texts[article_id]),
    }


def add_changes(con: duckdb.DuckDBPyConnection, members: list[Row], most: int) -> None:
    """Beside the first copies of each report of a story: what they changed of its text."""
    by_origin: defaultdict[str, list[Row]] = defaultdict(list)
    for member in members:
        if member["origin_id"]:
            by_origin[member["origin_id"]].append(member)
    chosen = {origin: copies[:most] for origin, copies in by_origin.items()}
    ids = [one["article_id"] for copies in chosen.values() for one in copies]
    texts = first_words(con, [*chosen, *ids])
    for origin, copies in chosen.items():
        for copy in copies:
            copy["changed"] = changed(texts[origin], texts[copy["article_id"]])


def changed(origin: Words, copy: Words) -> Row:
    """What a copy made of the text it took."""
    found = rewording(origin, copy)
    return {
        "retitled": found.retitled,
        "added": list(found.change.added),
        "removed": list(found.change.removed),
        "numbers": [list(pair) for pair in found.numbers],
    }


def same_words(con: duckdb.DuckDBPyConnection, article_id: str, other_id: str) -> list[str]:
    """The longest passages two articles share word for word."""
    texts = first_words(con, [article_id, other_id])
    text = texts[article_id].text
    found = sorted(passages(text, texts[other_id].text), key=lambda one: (-one.words, one.start))
    return [text[one.start : one.end] for one in found[:_PASSAGES]]


def first_words(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, Words]:
    """Title and text of each article as it came: what folding and grouping judged."""
    found = con.execute(
        """
        SELECT article_id, title, text FROM store.article_versions
        WHERE version = 1 AND article_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(article_ids)],
    ).fetchall()
    return {article_id: Words(title=title, text=text) for article_id, title, text in found}
