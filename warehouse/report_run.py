"""The run a report is about: its numbers, and what counts as its news."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.database import WarehouseError
from warehouse.queries import rows
from warehouse.wording import counted, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    run_id: str
    command: str
    started_at: datetime
    finished_at: datetime
    until: datetime | None  # the next run's start; None: this is the newest
    documents: int
    new: int
    changed: int
    repeats: int
    rejected: int
    version: str

    def brought(self, moment: datetime) -> bool:
        """Whether something of that moment is news of this run."""
        return self.started_at <= moment and (self.until is None or moment < self.until)

    @property
    def window(self) -> dict[str, datetime | None]:
        """For a query's $since and $until, see NEWS."""
        return {"since": self.started_at, "until": self.until}


NEWS = "{0} >= $since::TIMESTAMPTZ AND ($until::TIMESTAMPTZ IS NULL OR {0} < $until::TIMESTAMPTZ)"


def news(column: str) -> str:
    """The condition that a time falls into a run's window."""
    return NEWS.format(column)


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
    return Run(**found[0]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a run brought."""

    articles: int
    reports: int  # of them independent
    stories: int  # that they stand in
    opened: int  # of those, stories that did not exist before
    alerts: int


def run_news(con: duckdb.DuckDBPyConnection, run: Run) -> News:
    found = rows(
        con,
        f"""
        SELECT
            count(*) AS articles,
            count(*) FILTER (WHERE a.origin_id IS NULL) AS reports,
            count(DISTINCT a.story_id) AS stories,
            count(DISTINCT a.story_id) FILTER (WHERE {news("s.first_seen_at")}) AS opened,
            (SELECT count(*) FROM alerts WHERE {news("raised_at")}) AS alerts
        FROM articles AS a LEFT JOIN stories AS s ON s.story_id = a.story_id
        WHERE {news("a.first_seen_at")}
        """,  # noqa: S608 - column names are our own
        run.window,
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
