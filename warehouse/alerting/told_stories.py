"""Stories as they stood when an alert told of them: what came later, in the same batch too, is no part of what was said."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import duckdb

from pipeline.messages.message_facts import MAX_SOURCES, Report, StoryFacts
from warehouse.database.rows import listed, rows

# By alert and the id of the story as it was told.
Told: TypeAlias = tuple[str, str]

# The versions of a batch are stored in the order in which they were decided, and are never deleted: rowid is that order. An alert that
# waited for its time told of all that had been seen by then.
_STOOD: Final = """
    WITH RECURSIVE told AS (
        SELECT n.alert_id, n.told_id, a.raised_at, a.moment, coalesce(max(v.rowid), 9223372036854775807) AS until
        FROM (SELECT unnest($alerts::VARCHAR[]) AS alert_id, unnest($stories::VARCHAR[]) AS told_id) AS n
        JOIN store.alert_log AS a ON a.alert_id = n.alert_id
        LEFT JOIN store.article_versions AS v ON v.article_id = a.article_id AND v.valid_from = a.raised_at
        GROUP BY ALL
    ), chain AS (
        SELECT *, told_id AS story_id FROM told
        UNION
        SELECT c.alert_id, c.told_id, c.raised_at, c.moment, c.until, m.story_id
        FROM chain AS c JOIN store.story_merges AS m ON m.absorbed_id = c.story_id AND m.merged_at <= c.raised_at
    ), stood AS (
        SELECT c.alert_id, c.told_id, c.raised_at, v.article_id, v.title, v.text, v.outlet, v.url, v.published_at, v.seq
        FROM chain AS c
        JOIN store.memberships AS m
          ON m.story_id = c.story_id AND m.valid_from <= c.raised_at AND (m.valid_to IS NULL OR m.valid_to > c.raised_at)
        JOIN store.article_versions AS v
          ON v.article_id = m.article_id AND v.valid_from <= c.raised_at AND v.rowid <= c.until AND v.seen_at <= c.moment
        QUALIFY row_number() OVER (PARTITION BY c.alert_id, c.told_id, v.article_id ORDER BY v.version DESC) = 1
    ), placed AS (
        SELECT s.*, left(s.text, 200) AS lead, o.origin_id, first.seen_at, store.beginning(s.text) AS beginning
        FROM stood AS s
        JOIN store.article_versions AS first ON first.article_id = s.article_id AND first.version = 1
        LEFT JOIN store.copy_log AS o
          ON o.article_id = s.article_id AND o.kind <> 'partial'
         AND o.valid_from <= s.raised_at AND (o.valid_to IS NULL OR o.valid_to > s.raised_at)
    )
    SELECT
        alert_id, told_id,
        coalesce(store.story_title(title, beginning, origin_id, seq), told_id) AS title,
        count(*) AS articles,
        count(DISTINCT outlet) AS outlets,
        count(DISTINCT coalesce(origin_id, article_id)) AS reports,
        min(seen_at) AS first_seen_at,
        max(seen_at) AS last_seen_at,
        list(
            {article_id: article_id, title: title, lead: lead, outlet: outlet, url: url,
             published_at: published_at, seen_at: seen_at, origin_id: origin_id} ORDER BY seq
        )[:$most] AS sources
    FROM placed GROUP BY alert_id, told_id"""


def told_stories(con: duckdb.DuckDBPyConnection, told: Sequence[Told]) -> Mapping[Told, StoryFacts]:
    """Of each alert and story, what there was to tell; a story all of whose articles had moved away is left out."""
    values: dict[str, Any] = {
        "alerts": listed(alert_id for alert_id, _ in told),
        "stories": listed(story_id for _, story_id in told),
        "most": MAX_SOURCES,
    }
    found = rows(con, _STOOD, values)
    return {(row.pop("alert_id"), row["told_id"]): _facts(**row) for row in found}


def _facts(told_id: str, sources: Sequence[Mapping[str, Any]], **counted: Any) -> StoryFacts:
    return StoryFacts(story_id=told_id, sources=tuple(Report(**one) for one in sources), **counted)
