"""The newest stories and alerts: which ones is asked of ids and times alone, what they are of those few.

A public view that groups takes a list of literals into its tables, a subquery only afterwards: of 150,000 articles, 100 stories
cost 0.05 s the one way and 1.1 s the other, and the latter grows with each article.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import duckdb
import orjson

from warehouse.database.rows import Row, rows
from warehouse.wording import counted

# Those as new as the last of the list are all looked at: a run's articles share their time, so what is largest comes first.
_NEWEST: Final = """
    WITH newest AS (
        SELECT m.story_id, max(v.seen_at) AS last_seen_at
        FROM store.memberships AS m
        JOIN store.article_versions AS v ON v.article_id = m.article_id AND v.version = 1
        WHERE m.valid_to IS NULL AND ($topic IS NULL OR m.story_id IN (
            SELECT p.story_id FROM store.topic_match_log AS t
            JOIN store.memberships AS p ON p.article_id = t.article_id AND p.valid_to IS NULL
            WHERE t.topic = $topic AND t.valid_to IS NULL))
        GROUP BY m.story_id
        QUALIFY rank() OVER (ORDER BY last_seen_at DESC) <= $limit
    )
    SELECT n.story_id
    FROM newest AS n
    JOIN store.memberships AS m ON m.story_id = n.story_id AND m.valid_to IS NULL
    LEFT JOIN store.copy_log AS c ON c.article_id = m.article_id AND c.kind <> 'partial' AND c.valid_to IS NULL
    GROUP BY n.story_id, n.last_seen_at
    ORDER BY n.last_seen_at DESC, count(DISTINCT coalesce(c.origin_id, m.article_id)) DESC, count(*) DESC, n.story_id
    LIMIT $limit
"""
_ABOUT: Final = {"spike": "more reports than usual", "silence": "no report for a while"}


def literals(ids: Iterable[str]) -> str:
    """What stands between the brackets of IN; of none, what no id is."""
    return ", ".join("'" + one.replace("'", "''") + "'" for one in ids) or "''"


def newest_ids(con: duckdb.DuckDBPyConnection, limit: int, topic: str | None = None) -> list[str]:
    """Of the stories with the newest articles, the most reported first."""
    return [row["story_id"] for row in rows(con, _NEWEST, {"limit": limit, "topic": topic})]


def stories_by_id(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> list[Row]:
    """As the view has them, in the order given; an id without articles is left out."""
    found = rows(con, f"SELECT * FROM stories WHERE story_id IN ({literals(story_ids)})")  # noqa: S608 - quoted
    known = {row["story_id"]: row for row in found}
    return [known[story_id] for story_id in dict.fromkeys(story_ids) if story_id in known]


def topics_by_story(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, list[str]]:
    """The topics that any of its articles matches, by name; a story without has no entry."""
    found = rows(
        con,
        f"""
        SELECT story_id, list(DISTINCT topic ORDER BY topic) AS topics FROM topic_matches
        WHERE story_id IN ({literals(story_ids)}) GROUP BY story_id
        """,  # noqa: S608 - quoted
    )
    return {row["story_id"]: row["topics"] for row in found}


def newest_stories(con: duckdb.DuckDBPyConnection, *, limit: int, topic: str | None = None) -> list[Row]:
    """The stories with the newest articles first, each with its topics (None: it matches none)."""
    ids = newest_ids(con, limit, topic)
    topics = topics_by_story(con, ids)
    return [story | {"topics": topics.get(story["story_id"])} for story in stories_by_id(con, ids)]


def _about(evidence: dict[str, Any]) -> str | None:
    """Of an alert about no single story."""
    found = evidence.get("stories")
    if found:
        return counted(len(found), "story", "stories")
    return next((told for key, told in _ABOUT.items() if evidence.get(key)), None)


def newest_alerts(con: duckdb.DuckDBPyConnection, *, limit: int) -> list[Row]:
    """The newest alerts first, with the story as it is now."""
    # Named, so that a warehouse whose view lacks it is refused in words.
    query = "SELECT * REPLACE (waiting AS waiting) FROM alerts ORDER BY raised_at DESC, alert_id LIMIT ?"
    found = rows(con, query, [limit])
    ids = [row["current_story_id"] for row in found if row["current_story_id"]]
    known = {story["story_id"]: story for story in stories_by_id(con, ids)}
    for row in found:
        story = known.get(row["current_story_id"], {})
        row["evidence"] = orjson.loads(row["evidence"])
        row |= {"story_title": story.get("title"), "reports": story.get("origins")}
        row["about"] = story.get("title") or _about(row["evidence"])
    return found
