"""What a run says at its end, on a terminal or to a machine."""

from dataclasses import dataclass
from typing import Final

import duckdb

from warehouse.database.rows import Row, rows
from warehouse.queries.newest import literals, stories_by_id, topics_by_story
from warehouse.report.report_run import News, Run, count_news, find_run
from warehouse.topics.topic_faults import TopicFault, standing

_LARGEST: Final = """
    WITH touched AS (
        SELECT DISTINCT m.story_id
        FROM store.article_versions AS v
        JOIN store.memberships AS m ON m.article_id = v.article_id AND m.valid_to IS NULL
        WHERE v.version = 1 AND v.seq BETWEEN $first AND $last
    )
    SELECT t.story_id
    FROM touched AS t
    JOIN store.memberships AS m ON m.story_id = t.story_id AND m.valid_to IS NULL
    LEFT JOIN store.copy_log AS c ON c.article_id = m.article_id AND c.kind <> 'partial' AND c.valid_to IS NULL
    GROUP BY t.story_id
    ORDER BY count(DISTINCT coalesce(c.origin_id, m.article_id)) DESC, count(*) DESC, t.story_id
    LIMIT $most
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    news: News
    stories: tuple[Row, ...]  # the most reported of those that it opened or added to, with their topics
    rejections: tuple[Row, ...]
    troubles: tuple[Row, ...]  # polls that failed, or of which a part is missing
    faults: tuple[TopicFault, ...]  # that nobody has made up for, whenever they were met

    @property
    def copies(self) -> int:
        return self.news.articles - self.news.reports


def run_summary(con: duckdb.DuckDBPyConnection, run_id: str, most: int) -> RunSummary:
    """`most`: how many stories are told by name.

    Raises:
        WarehouseError: the run is not in the warehouse.
    """
    run = find_run(con, run_id)
    assert run  # asked for by name
    return RunSummary(
        news=count_news(con, run),
        stories=tuple(_stories(con, run, most)),
        rejections=tuple(_rejections(con, run)),
        troubles=tuple(_troubles(con, run)),
        faults=tuple(standing(con)),
    )


def failed_sources(con: duckdb.DuckDBPyConnection, run_id: str) -> list[str]:
    """Those that the run asked in vain."""
    run = find_run(con, run_id)
    return (
        [row["source"] for row in _troubles(con, run) if row["status"] in {"failed", "gone"}] if run else []
    )


def _stories(con: duckdb.DuckDBPyConnection, run: Run, most: int) -> list[Row]:
    ids = [row["story_id"] for row in rows(con, _LARGEST, {"most": most, **run.arrivals})]
    topics = topics_by_story(con, ids)
    return [story | {"topics": topics.get(story["story_id"])} for story in stories_by_id(con, ids)]


def _troubles(con: duckdb.DuckDBPyConnection, run: Run) -> list[Row]:
    """Those that gave nothing first; what is wrong with a file is a rejection."""
    query = """
        SELECT source, status, error FROM store.polls
        WHERE batch_id IN ({}) AND kind <> 'files' AND (status IN ('failed', 'gone') OR error IS NOT NULL)
        ORDER BY status IN ('ok', 'unchanged'), source
    """
    return rows(con, query.format(literals(sorted(run.batches))))


def _rejections(con: duckdb.DuckDBPyConnection, run: Run) -> list[Row]:
    query = (
        "SELECT uri, line, reason, detail FROM store.rejection_log WHERE batch_id IN ({}) ORDER BY uri, line"
    )
    return rows(con, query.format(literals(sorted(run.batches))))
