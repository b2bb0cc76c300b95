"""The run a report is about: its numbers, and what counts as its news.

What a run loaded is its news, whenever that was fetched: a batch that an interrupted run left is new to the run that loads it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import duckdb

from warehouse.database.connection import WarehouseError
from warehouse.database.rows import rows
from warehouse.queries.newest import literals
from warehouse.wording import counted, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    run_id: str
    command: str | None  # None, as all that is told at its end: it was killed
    started_at: datetime
    finished_at: datetime | None
    until: datetime | None  # the next run's start; None: this is the newest
    documents: int
    new: int
    changed: int
    repeats: int
    rejected: int
    version: str | None
    batches: frozenset[str]  # that it loaded
    first: int | None  # arrival of the first article it loaded; None: it brought none
    last: int | None
    altered: frozenset[str]  # articles of which it brought another version

    def raised(self, moment: datetime) -> bool:
        """Whether an alert of that moment is news of this run."""
        return self.started_at <= moment and (self.until is None or moment < self.until)

    def brought(self, arrival: int) -> bool:
        """Whether the article that arrived so is news of this run: its articles arrived one after the other."""
        return self.first is not None and self.last is not None and self.first <= arrival <= self.last

    @property
    def window(self) -> dict[str, Any]:
        """For a query's $since and $until, see `during`."""
        return {"since": self.started_at, "until": self.until}

    @property
    def arrivals(self) -> dict[str, Any]:
        """For a query's $first and $last."""
        return {"first": self.first, "last": self.last}


_LOADED: Final = """
    SELECT min(seq) FILTER (WHERE version = 1) AS first, max(seq) FILTER (WHERE version = 1) AS last,
        coalesce(list(DISTINCT article_id) FILTER (WHERE version > 1), []) AS altered
    FROM store.article_versions WHERE batch_id IN ({})
"""


def during(column: str) -> str:
    """The condition that a time falls into a run's window."""
    return (
        f"{column} >= $since::TIMESTAMPTZ AND ($until::TIMESTAMPTZ IS NULL OR {column} < $until::TIMESTAMPTZ)"
    )


def find_run(con: duckdb.DuckDBPyConnection, run_id: str | None) -> Run | None:
    """The run asked for, or the newest; None: there has been none.

    Raises:
        WarehouseError: the run asked for is not in the warehouse.
    """
    found = rows(
        con,
        """
        WITH followed AS (
            SELECT run_id, command, started_at, finished_at, documents, new, changed, repeats, rejected, version,
                lead(started_at) OVER (ORDER BY started_at, run_id) AS until
            FROM runs
        )
        SELECT * FROM followed WHERE $run IS NULL OR run_id = $run ORDER BY started_at DESC, run_id DESC LIMIT 1
        """,
        {"run": run_id},
    )
    if not found and run_id is not None:
        raise WarehouseError(f"There is no run {run_id}: the view runs lists those there are.")
    return _run(con, **found[0]) if found else None


def _run(con: duckdb.DuckDBPyConnection, **row: Any) -> Run:
    found = rows(con, "SELECT batch_id FROM store.batches WHERE run_id = ?", [row["run_id"]])
    batches = sorted(batch["batch_id"] for batch in found)
    loaded = rows(con, _LOADED.format(literals(batches)))[0]
    return Run(
        **row,
        batches=frozenset(batches),
        first=loaded["first"],
        last=loaded["last"],
        altered=frozenset(loaded["altered"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a run brought."""

    articles: int
    reports: int  # of them independent
    stories: int  # that they stand in
    opened: int  # of those, stories that did not exist before
    alerts: int


def count_news(con: duckdb.DuckDBPyConnection, run: Run) -> News:
    """As many articles as the run's counts have: new, those changed left out."""
    found = rows(
        con,
        f"""
        WITH brought AS (
            SELECT v.article_id, m.story_id, c.origin_id
            FROM store.article_versions AS v
            LEFT JOIN store.memberships AS m ON m.article_id = v.article_id AND m.valid_to IS NULL
            LEFT JOIN store.copy_log AS c
              ON c.article_id = v.article_id AND c.kind <> 'partial' AND c.valid_to IS NULL
            WHERE v.version = 1 AND v.seq BETWEEN $first AND $last
        ), known AS (
            SELECT DISTINCT m.story_id
            FROM store.memberships AS m
            JOIN store.article_versions AS v ON v.article_id = m.article_id AND v.version = 1 AND v.seq < $first
            WHERE m.valid_to IS NULL AND m.story_id IN (SELECT story_id FROM brought)
        )
        SELECT
            count(*) AS articles,
            count(*) FILTER (WHERE b.origin_id IS NULL) AS reports,
            count(DISTINCT b.story_id) AS stories,
            count(DISTINCT b.story_id) - (SELECT count(*) FROM known) AS opened,
            (SELECT count(*) FROM store.alert_log WHERE {during("raised_at")}) AS alerts
        FROM brought AS b
        """,  # noqa: S608 - a column name of our own
        run.window | run.arrivals,
    )
    return News(**found[0])


def summary(run: Run, brought: News) -> str:
    """The run in a sentence or two."""
    if run.new == 0 and brought.articles == 0:
        return _nothing_new(run)
    parts = [_articles(brought)] if brought.articles else ["No new article"]
    parts += [f"{counted(run.changed, 'article')} changed"] if run.changed else []
    parts += [counted(brought.alerts, "alert")] if brought.alerts else []
    return ". ".join(parts) + "."


def _nothing_new(run: Run) -> str:
    parts = [f"{run.repeats:,} known already"] if run.repeats else []
    parts += [f"{run.rejected:,} rejected"] if run.rejected else []
    came = f"of {counted(run.documents, 'document')}, {joined(parts)}" if parts else "no document came in"
    return f"Nothing new: {came}."


def _articles(brought: News) -> str:
    reports = {brought.articles: "all independent reports", 0: "all copies"}.get(
        brought.reports, f"{counted(brought.reports, 'independent report')} among them"
    )
    opened = {brought.stories: "all of them new", 0: "none of them new"}.get(
        brought.opened, f"{brought.opened:,} of them new"
    )
    return f"{counted(brought.articles, 'new article')}, {reports}, in {counted(brought.stories, 'story', 'stories')}, {opened}"
