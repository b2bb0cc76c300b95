"""What topics as they are declared now match in every version of an article: as stored, or found anew in what is older than they."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

import duckdb

from pipeline.records import Article, Mention, Quote, TopicMatch
from pipeline.topics.topic import Matcher
from warehouse.articles.article_versions import Version, article_of
from warehouse.articles.placed import VersionKey, ever
from warehouse.database.rows import listed, rows
from warehouse.topics.topic_log import match_of

_AT_ONCE: Final = 500  # articles whose text is held in memory


def matches_then(
    con: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    topics: Sequence[str],
    versions: Sequence[Version],
    progress: Callable[[int, int], None],
) -> dict[VersionKey, tuple[TopicMatch, ...]]:
    """What is stored of a topic's present version, and what that version finds in articles older than itself."""
    since = _declared_since(con, matcher, topics)
    stored = _stored(con, matcher, topics)
    older = [version for version in versions if since is None or version.valid_from < since]
    found = {version.key: stored.get(version.key, ()) for version in versions}
    for start in range(0, len(older), _AT_ONCE):
        part = older[start : start + _AT_ONCE]
        progress(start, len(older))
        for version, article, mentions, quotes in _read(con, part):
            anew = [match for match in matcher.match(article, mentions, quotes) if match.topic in topics]
            asked = [match for match in found[version.key] if match.topic not in {m.topic for m in anew}]
            found[version.key] = (*anew, *(match for match in asked if _is_sql(matcher, match.topic)))
    progress(len(older), len(older))
    return found


def _is_sql(matcher: Matcher, topic: str) -> bool:
    return any(one.name == topic and one.sql is not None for one in matcher.topics)


def _declared_since(
    con: duckdb.DuckDBPyConnection, matcher: Matcher, topics: Sequence[str]
) -> datetime | None:
    """From when on all these topics have been matched as they are declared now; None: not yet."""
    current = dict(
        con.execute(
            "SELECT (topic, version)::VARCHAR, valid_from FROM store.topic_versions WHERE valid_to IS NULL"
        ).fetchall()
    )
    begun = [current.get(f"({topic}, {matcher.versions[topic]})") for topic in topics]
    known = [moment for moment in begun if moment is not None]
    return max(known) if len(known) == len(topics) and known else None


def _stored(
    con: duckdb.DuckDBPyConnection, matcher: Matcher, topics: Sequence[str]
) -> dict[VersionKey, tuple[TopicMatch, ...]]:
    found: dict[VersionKey, list[TopicMatch]] = defaultdict(list)
    for row in rows(
        con,
        """
        SELECT article_id, topic, version, score, evidence, valid_from, valid_to FROM store.topic_match_log
        WHERE topic IN (SELECT unnest(?::VARCHAR[])) ORDER BY rowid
        """,
        [listed(topics)],
    ):
        if row["version"] == matcher.versions[row["topic"]]:
            key = (row["article_id"], row.pop("valid_from"), row.pop("valid_to"))
            found[key].append(match_of(row))
    return {key: tuple(matches) for key, matches in found.items()}


def _read(
    con: duckdb.DuckDBPyConnection, versions: Sequence[Version]
) -> Iterator[tuple[Version, Article, list[Mention], list[Quote]]]:
    texts = rows(
        con,
        "SELECT rowid AS row, * FROM store.article_versions WHERE rowid IN (SELECT unnest(?::BIGINT[]))",
        [listed(str(version.row) for version in versions)],
    )
    by_row = {row["row"]: row for row in texts}
    ids = [version.article_id for version in versions]
    named, quoted = ever(con, Mention, ids), ever(con, Quote, ids)
    for version in versions:
        article = article_of(by_row[version.row])
        yield version, article, named.get(version.key, []), quoted.get(version.key, [])
