"""The report: one HTML page from the published warehouse that needs nothing else, on a screen or on paper.

Everything shown comes from outside: the template engine escapes, links are http or https, the page's own policy
forbids every request.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from warehouse import wording
from warehouse.database import opening
from warehouse.database.rows import rows
from warehouse.database.whole_file import replacing
from warehouse.queries.story_queries import totals
from warehouse.report.chart import Chart, Count, draw
from warehouse.report.report_alerts import Alerts, shown_alerts
from warehouse.report.report_run import Run, count_news, find_run, summary
from warehouse.report.report_sources import MAX_SOURCES, Health, health_list, rejection_list
from warehouse.report.report_stories import OPEN_STORIES, shown_stories
from warehouse.topics.topic_faults import TopicFault, standing

_COUNTS = """
    SELECT t.topic, (coalesce(a.published_at, a.first_seen_at) AT TIME ZONE 'UTC')::DATE AS day,
        count(*) AS articles, count(*) FILTER (WHERE a.origin_id IS NULL) AS reports
    FROM topic_matches AS t JOIN articles AS a ON a.article_id = t.article_id
    GROUP BY ALL
"""


def write_report(published: Path, target: Path, *, run_id: str | None, now: datetime) -> None:
    """Write the page beside its place and rename it there: a reader never meets half of one.

    Raises:
        WarehouseError: there is no readable warehouse, or no such run in it.
        OSError: the page cannot be written.
    """
    with opening.published(published) as con:
        page = render(con, run_id=run_id, now=now)
    with replacing(target) as file:
        file.write(page.encode("utf-8", "replace"))


def render(con: duckdb.DuckDBPyConnection, *, run_id: str | None, now: datetime) -> str:
    """The page; `run_id` None: what is new is told for the newest run."""
    now = now.astimezone(UTC)
    run = find_run(con, run_id)
    news = count_news(con, run) if run else None
    faults = standing(con)
    alerts, health, rejections = shown_alerts(con, run), health_list(con, now), rejection_list(con, run)
    return _ENVIRONMENT.get_template("report.html.j2").render(
        now=now,
        run=run,
        news=news,
        summary=summary(run, news) if run and news else "No run has been recorded yet.",
        totals=totals(con),
        attention=_attention(run, alerts, health, faults),
        alerts=alerts,
        stories=shown_stories(con, run),
        open_stories=OPEN_STORIES,
        topics=_topics(con, now),
        faults=faults,
        health=health[:MAX_SOURCES],
        more_sources=len(health) - MAX_SOURCES,
        rejections=rejections,
    )


def _topics(con: duckdb.DuckDBPyConnection, now: datetime) -> Chart:
    counts = [Count(**row) for row in rows(con, _COUNTS)]
    titles = {count.topic: f"{count.topic} (no longer declared)" for count in counts}
    titles |= {row["topic"]: row["title"] for row in rows(con, "SELECT topic, title FROM topics")}
    shown = {topic: wording.shorten(title, 60) for topic, title in titles.items()}
    return draw(counts, shown, now.date())


def _attention(
    run: Run | None, alerts: Alerts, health: Sequence[Health], faults: Sequence[TopicFault]
) -> list[tuple[str, str]]:
    """What somebody should look at: the part of the page, and why."""
    failed = sum(one.state == "failed" for one in health)
    gone = sum(one.state == "gone" for one in health)
    quiet = sum(one.state == "quiet" for one in health)
    undelivered = sum(line.state == "dead" for line in alerts.lines)
    found = [
        ("alerts", undelivered, f"{wording.counted(undelivered, 'alert')} not delivered"),
        ("topics", len(faults), f"{wording.counted(len(faults), 'fault')} of topics"),
        ("sources", failed, f"{wording.counted(failed, 'source')} failing"),
        ("sources", gone, f"{wording.counted(gone, 'source')} gone for good"),
        ("sources", quiet, f"{wording.counted(quiet, 'source')} quieter than usual"),
        (
            "rejections",
            run.rejected if run else 0,
            f"{wording.counted(run.rejected if run else 0, 'document')} rejected",
        ),
    ]
    return [(part, words) for part, count, words in found if count]


@pass_context
def _clock(context: Context, moment: datetime) -> str:
    return wording.clock(moment, context["now"])


@pass_context
def _day(context: Context, value: date) -> str:
    return wording.day(value, context["now"])


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("warehouse.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "clock": _clock,
        "day": _day,
        "long_day": wording.long_day,
        "iso": wording.iso,
        "counted": wording.counted,
    }
    return environment


_ENVIRONMENT: Final = _environment()
