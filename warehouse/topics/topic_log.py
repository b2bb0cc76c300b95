"""Declared topics through time, and what matched them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import duckdb
import orjson

from pipeline.records import Evidence, Topic, TopicMatch
from warehouse.database.rows import append, json_text, listed, rows
from warehouse.topics.topic_faults import end_faults


def topic_names(con: duckdb.DuckDBPyConnection) -> list[str]:
    """All topics that were ever declared."""
    found = con.execute("SELECT DISTINCT topic FROM store.topic_versions ORDER BY ALL").fetchall()
    return [name for (name,) in found]


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
    end_faults(con, gone, now)
    fresh = [topic for topic in topics if current.get(topic.name) != versions[topic.name]]
    rows = [
        {
            "topic": t.name,
            "version": versions[t.name],
            "title": t.title,
            "query": t.sql or t.query,
            "valid_from": now,
        }
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
            "evidence": evidence_text(match),
            "valid_from": now,
            "valid_to": ended,
        }
        for match in matches
    ]
    append(con, "topic_match_log", rows)


def match_of(row: Mapping[str, Any]) -> TopicMatch:
    """The match in a row of topic_match_log, its times left out."""
    places = tuple(Evidence(**place) for place in orjson.loads(row["evidence"]))
    return TopicMatch(**{**row, "evidence": places})


def evidence_text(match: TopicMatch) -> str:
    """As it is stored."""
    return json_text([asdict(one) for one in match.evidence])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A match as it stands."""

    version: str
    score: float
    evidence: str  # JSON


def stored_matches(
    con: duckdb.DuckDBPyConnection, topics: Iterable[str], since: datetime | None = None
) -> dict[tuple[str, str], Stored]:
    """What stands now, by topic and article; of all articles, or of those that have come since."""
    found = con.execute(
        """
        SELECT t.topic, t.article_id, t.version, t.score, t.evidence
        FROM store.topic_match_log AS t
        WHERE t.valid_to IS NULL AND t.topic IN (SELECT unnest(?::VARCHAR[]))
          AND (?::TIMESTAMPTZ IS NULL
               OR t.article_id IN (SELECT article_id FROM main.articles WHERE first_seen_at >= ?::TIMESTAMPTZ))
        """,
        [listed(topics), since, since],
    ).fetchall()
    return {
        (topic, article_id): Stored(version=version, score=score, evidence=evidence)
        for topic, article_id, version, score, evidence in found
    }


def replace_matches(
    con: duckdb.DuckDBPyConnection,
    ended: Sequence[tuple[str, str]],
    matches: Sequence[TopicMatch],
    now: datetime,
) -> None:
    """End matches (topic and article) and begin others, as one change."""
    if ended:
        import pyarrow as pa  # noqa: PLC0415 - a fifth of the start of a command that only reads

        table = pa.table({"topic": [topic for topic, _ in ended], "article_id": [one for _, one in ended]})
        con.register("ended", table)
        con.execute(
            """
            UPDATE topic_match_log SET valid_to = ? FROM ended
            WHERE topic_match_log.valid_to IS NULL
              AND topic_match_log.topic = ended.topic AND topic_match_log.article_id = ended.article_id
            """,
            [now],
        )
        con.unregister("ended")
    add_matches(con, matches, now)


def activity(con: duckdb.DuckDBPyConnection, now: datetime) -> dict[str, dict[str, Any]]:
    """By topic: since when its version holds, hits of the last 7 and 30 days and in all, and stories."""
    found = rows(
        con,
        """
        WITH hits AS (
            SELECT t.topic, t.story_id, a.first_seen_at
            FROM main.topic_matches AS t JOIN main.articles AS a ON a.article_id = t.article_id
        ), counted AS (
            SELECT
                topic,
                count(*) FILTER (WHERE first_seen_at > $now::TIMESTAMPTZ - INTERVAL 7 DAY) AS week,
                count(*) FILTER (WHERE first_seen_at > $now::TIMESTAMPTZ - INTERVAL 30 DAY) AS month,
                count(*) AS hits,
                count(DISTINCT story_id) AS stories
            FROM hits GROUP BY topic
        )
        SELECT d.topic, d.version, d.since, coalesce(c.week, 0) AS week, coalesce(c.month, 0) AS month,
            coalesce(c.hits, 0) AS hits, coalesce(c.stories, 0) AS stories
        FROM main.topics AS d LEFT JOIN counted AS c ON c.topic = d.topic
        """,
        {"now": now},
    )
    return {row["topic"]: row for row in found}


def marked_down(con: duckdb.DuckDBPyConnection, topic: str) -> list[str]:
    """Articles with this topic that made a rule speak, where somebody has called the alert useless since."""
    known = con.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'store' AND table_name = 'act_log'"
    ).fetchall()
    if known == [(0,)]:  # published before people could say so
        return []
    found = con.execute(
        """
        SELECT DISTINCT a.article_id
        FROM store.act_log AS f
        JOIN store.alert_log AS a ON a.alert_id = f.alert_id
        JOIN main.topic_matches AS t ON t.article_id = a.article_id AND t.topic = ?
        WHERE f.kind = 'useless'
        ORDER BY a.article_id
        """,
        [topic],
    ).fetchall()
    return [row[0] for row in found]
