"""Declared topics through time, and what matched them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import duckdb

from pipeline.records import Topic, TopicMatch
from warehouse.articles import json_text
from warehouse.database import append, listed


def sync_topics(
    con: duckdb.DuckDBPyConnection, topics: Sequence[Topic], versions: Mapping[str, str], now: datetime
) -> None:
    """Record what is declared now: a changed or removed declaration ends, a new one begins.

    Args:
        con: the loader's connection.
        topics: all of the workspace.
        versions: by topic name, as the matcher computes them.
        now: from when the declarations hold.
    """
    current = dict(con.execute("SELECT topic, version FROM topic_versions WHERE valid_to IS NULL").fetchall())
    gone = [name for name, version in current.items() if versions.get(name) != version]
    con.execute(
        "UPDATE topic_versions SET valid_to = ? WHERE valid_to IS NULL AND topic IN (SELECT unnest(?::VARCHAR[]))",
        [now, listed(gone)],
    )
    fresh = [topic for topic in topics if current.get(topic.name) != versions[topic.name]]
    rows = [
        {"topic": t.name, "version": versions[t.name], "title": t.title, "query": t.query, "valid_from": now}
        for t in fresh
    ]
    append(con, "topic_versions", rows)


def add_matches(
    con: duckdb.DuckDBPyConnection,
    matches: Sequence[TopicMatch],
    now: datetime,
    ended: datetime | None = None,
) -> None:
    """Store matches; `ended` is set for a version of an article that another one in the same batch replaces."""
    rows = [
        asdict(match)
        | {
            "evidence": json_text([asdict(e) for e in match.evidence]),
            "valid_from": now,
            "valid_to": ended,
        }
        for match in matches
    ]
    append(con, "topic_match_log", rows)
