"""The stream as it came, read back from what the warehouse keeps of it: for asking what a rule would have said (law 7).

Articles in their order, each with the story it joined at its time, what its arrival merged and moved, and what it claimed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from typing import Final

import duckdb
import orjson

from pipeline.alerts.claim import Claim, claims
from pipeline.alerts.standing import Arrival
from pipeline.records import (
    Correction,
    Figure,
    Membership,
    Mention,
    Quote,
    StoryMerge,
    TopicMatch,
)
from pipeline.topics.topic import Matcher
from warehouse.alerting.replay_matches import matches_then
from warehouse.articles.article_versions import Version, stored_versions
from warehouse.articles.placed import VersionKey, ever
from warehouse.database.rows import listed, rows

_ARRIVED: Final = frozenset({"opened", "joined"})


def arrivals(
    con: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    topics: Sequence[str],
    progress: Callable[[int, int], None],
) -> list[Arrival]:
    """Every arrival so far, with its matches of these topics as they are declared now.

    Args:
        con: a warehouse.
        matcher: of the topics and those they build on.
        topics: whose matches are wanted.
        progress: told how many articles of how many have been matched anew.
    """
    versions = stored_versions(con)
    matched = matches_then(con, matcher, topics, versions, progress)
    watched = _watched(con, {key[0] for key, found in matched.items() if found})
    claimed = _claims(con, versions, watched)
    return list(_made(con, versions, matched, claimed))


def _made(
    con: duckdb.DuckDBPyConnection,
    versions: Sequence[Version],
    matched: dict[VersionKey, tuple[TopicMatch, ...]],
    claimed: dict[VersionKey, tuple[Claim, ...]],
) -> Iterator[Arrival]:
    """The arrivals, each in the story in which it stood then."""
    decided, merges, origins = _decisions(con), _merges(con), _origins(con)
    place: dict[str, str] = {}
    for version in versions:
        first = version.number == 1
        joined, changes = decided.get(version.article_id, (None, ())) if first else (None, ())
        if joined is not None:
            place[version.article_id] = joined
        moves = tuple(row for row in changes if row.cause != "merged")
        yield Arrival(
            article_id=version.article_id,
            story_id=place[version.article_id],
            at=version.seen_at.astimezone(UTC),
            first=first,
            origin_id=origins.get(version.article_id),
            matches=matched.get(version.key, ()),
            claims=claimed.get(version.key, ()),
            merges=merges.get(version.article_id, ()) if first else (),
            moves=moves,
        )
        place.update({row.article_id: row.story_id for row in changes})


def _decisions(
    con: duckdb.DuckDBPyConnection,
) -> dict[str, tuple[str, tuple[Membership, ...]]]:
    """By article, the story it came to stand in, and what its arrival changed of others: rows stand as they were decided."""
    found = rows(
        con, "SELECT article_id, story_id, reason, similarity, evidence FROM store.memberships ORDER BY rowid"
    )
    joined: dict[str, str] = {}
    changes: dict[str, list[Membership]] = defaultdict(list)
    arriving = ""
    for row in found:
        membership = Membership(**row | {"evidence": orjson.loads(row["evidence"])})
        if membership.article_id not in joined and _is_arrival(membership):
            arriving = membership.article_id
            joined[arriving] = membership.story_id
        else:
            changes[arriving].append(membership)
    return {article_id: (story_id, tuple(changes[article_id])) for article_id, story_id in joined.items()}


def _is_arrival(row: Membership) -> bool:
    return row.reason in _ARRIVED or (row.reason == "copy" and "because" not in row.evidence)


def _merges(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[StoryMerge, ...]]:
    found: dict[str, list[StoryMerge]] = defaultdict(list)
    for row in rows(con, "SELECT story_id, absorbed_id, article_id FROM store.story_merges ORDER BY rowid"):
        found[row["article_id"]].append(StoryMerge(**row))
    return {article_id: tuple(merges) for article_id, merges in found.items()}


def _origins(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Whose text each article carried when it came."""
    return dict(
        con.execute(
            """
            SELECT article_id, arg_min(origin_id, rowid) FROM store.copy_log WHERE kind <> 'partial' GROUP BY article_id
            """
        ).fetchall()
    )


def _watched(con: duckdb.DuckDBPyConnection, matching: Iterable[str]) -> set[str]:
    """The articles of all stories in which one of these has ever stood, and of those merged with them."""
    found = con.execute(
        """
        WITH RECURSIVE linked(story_id) AS (
            SELECT story_id FROM store.memberships WHERE article_id IN (SELECT unnest(?::VARCHAR[]))
            UNION SELECT CASE WHEN m.story_id = l.story_id THEN m.absorbed_id ELSE m.story_id END
            FROM linked AS l JOIN store.story_merges AS m ON l.story_id IN (m.story_id, m.absorbed_id)
        )
        SELECT DISTINCT article_id FROM store.memberships WHERE story_id IN (SELECT story_id FROM linked)
        """,
        [listed(matching)],
    ).fetchall()
    return {row[0] for row in found}


def _claims(
    con: duckdb.DuckDBPyConnection, versions: Sequence[Version], watched: set[str]
) -> dict[VersionKey, tuple[Claim, ...]]:
    ids = sorted(watched)
    mentions, quotes = ever(con, Mention, ids), ever(con, Quote, ids)
    figures, corrections = ever(con, Figure, ids), ever(con, Correction, ids)
    keys = [version.key for version in versions if version.article_id in watched]
    return {
        key: claims(
            mentions.get(key, ()), quotes.get(key, ()), figures.get(key, ()), corrections.get(key, ())
        )
        for key in keys
    }
