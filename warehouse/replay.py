"""The stream as it came, read back from what the warehouse keeps of it: for asking what a rule would have said (law 7).

Articles in their order, each with the story it joined at its time, what its arrival merged and moved, and what it claimed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import orjson

from pipeline.claim import Claim, claims
from pipeline.records import (
    Article,
    Correction,
    Evidence,
    Figure,
    Membership,
    Mention,
    Quote,
    StoryMerge,
    TopicMatch,
)
from pipeline.standing import Arrival
from pipeline.topic import Matcher
from warehouse.alert_state import placed
from warehouse.database import listed
from warehouse.queries import Row, rows

_AT_ONCE: Final = 500  # articles whose text is held in memory
_ARRIVED: Final = frozenset({"opened", "joined"})


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of an article, by what tells it from the others.

    Of three and more that one batch brought, those that were replaced at once are not told apart: they never stood.
    """

    row: int
    article_id: str
    number: int
    seen_at: datetime
    valid_from: datetime
    valid_to: datetime | None

    @property
    def key(self) -> tuple[str, datetime, datetime | None]:
        return self.article_id, self.valid_from, self.valid_to


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
    versions = _versions(con)
    matched = _matches(con, matcher, topics, versions, progress)
    watched = _watched(con, {key[0] for key, found in matched.items() if found})
    claimed = _claims(con, versions, watched)
    return list(_made(con, versions, matched, claimed))


def _versions(con: duckdb.DuckDBPyConnection) -> list[_Version]:
    found = con.execute(
        """
        SELECT rowid, article_id, version, seen_at, valid_from, valid_to
        FROM store.article_versions ORDER BY valid_from, rowid
        """
    ).fetchall()
    return [_Version(*row) for row in found]


def _made(
    con: duckdb.DuckDBPyConnection,
    versions: Sequence[_Version],
    matched: dict[tuple[Any, ...], tuple[TopicMatch, ...]],
    claimed: dict[tuple[Any, ...], tuple[Claim, ...]],
) -> Iterator[Arrival]:
    """The arrivals, each in the story in which it stood then."""
    decided, merges, origins = _decisions(con), _merges(con), _origins(con)
    place: dict[str, str] = {}
    for version in versions:
        first = version.number == 1
        joined, changes = decided.get(version.article_id, (None, ())) if first else (None, ())
        if joined is not None:
            place[version.article_id] = joined
        moves = tuple(row for row in changes if row.evidence.get("because", row.reason) != "merged")
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


def _matches(
    con: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    topics: Sequence[str],
    versions: Sequence[_Version],
    progress: Callable[[int, int], None],
) -> dict[tuple[Any, ...], tuple[TopicMatch, ...]]:
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
) -> dict[tuple[Any, ...], tuple[TopicMatch, ...]]:
    found: dict[tuple[Any, ...], list[TopicMatch]] = defaultdict(list)
    for row in rows(
        con,
        """
        SELECT article_id, topic, version, score, evidence, valid_from, valid_to FROM store.topic_match_log
        WHERE topic IN (SELECT unnest(?::VARCHAR[])) ORDER BY rowid
        """,
        [listed(topics)],
    ):
        if row["version"] == matcher.versions[row["topic"]]:
            places = tuple(Evidence(**place) for place in orjson.loads(row["evidence"]))
            key = (row["article_id"], row.pop("valid_from"), row.pop("valid_to"))
            found[key].append(TopicMatch(**row | {"evidence": places}))
    return {key: tuple(matches) for key, matches in found.items()}


_TAKEN: Final = (
    "article_id",
    "uri",
    "source",
    "text",
    "content_hash",
    "seen_at",
    "url",
    "outlet",
    "title",
    "author",
    "language",
    "published_at",
    "published_from",
)


def _read(
    con: duckdb.DuckDBPyConnection, versions: Sequence[_Version]
) -> Iterator[tuple[_Version, Article, list[Mention], list[Quote]]]:
    texts = rows(
        con,
        f"SELECT rowid AS row, {', '.join(_TAKEN)} FROM store.article_versions WHERE rowid IN (SELECT unnest(?::BIGINT[]))",  # noqa: S608 - names are ours
        [listed(str(version.row) for version in versions)],
    )
    by_row: dict[int, Row] = {row.pop("row"): row for row in texts}
    ids = [version.article_id for version in versions]
    named, quoted = _by_version(con, "mention_log", Mention, ids), _by_version(con, "quote_log", Quote, ids)
    for version in versions:
        article = Article(
            **{**by_row[version.row], "published_at": _utc(by_row[version.row]["published_at"])}
        )
        yield version, article, named.get(version.key, []), quoted.get(version.key, [])


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


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
    con: duckdb.DuckDBPyConnection, versions: Sequence[_Version], watched: set[str]
) -> dict[tuple[Any, ...], tuple[Claim, ...]]:
    ids = sorted(watched)
    mentions = _by_version(con, "mention_log", Mention, ids)
    quotes = _by_version(con, "quote_log", Quote, ids)
    figures = _by_version(con, "figure_log", Figure, ids)
    corrections = _by_version(con, "correction_log", Correction, ids)
    keys = [version.key for version in versions if version.article_id in watched]
    return {
        key: claims(
            mentions.get(key, ()), quotes.get(key, ()), figures.get(key, ()), corrections.get(key, ())
        )
        for key in keys
    }


def _by_version(
    con: duckdb.DuckDBPyConnection, table: str, kind: type[Any], article_ids: Sequence[str]
) -> dict[tuple[Any, ...], list[Any]]:
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows(
        con,
        f"SELECT {placed(kind)}, valid_from, valid_to FROM store.{table} WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - names are ours
        [listed(article_ids)],
    ):
        key = (row["article_id"], row.pop("valid_from"), row.pop("valid_to"))
        found[key].append(kind(**row))
    return found
