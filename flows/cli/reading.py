"""The commands that read the published warehouse: stories, show, alerts, sql, report."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from flows.cli import copies
from flows.cli.common import (
    DEFAULT_WORKSPACE,
    JsonOption,
    LimitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
    print_json,
    print_rows,
    relative,
    shown,
    stdout,
)
from warehouse import queries
from warehouse.console import run_query
from warehouse.copies import add_changes
from warehouse.database import connect
from warehouse.report import write_report


def add_to(app: typer.Typer) -> None:
    for command in (stories, show, alerts, sql, report):
        app.command()(command)


def stories(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    topic: Annotated[
        str | None, typer.Option("--topic", "-t", help="Only stories that match this topic.")
    ] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List stories, those with the newest articles first.

    `reports` counts independent reports: forty outlets that carry one agency's text are one report.
    """
    with connect(files_of(workspace, warehouse).published, read_only=True) as con:
        found = queries.story_list(con, limit=limit, topic=topic)
    if as_json:
        print_json(found)
        return
    rows = [
        (s["story_id"], s["origins"], s["articles"], s["last_seen_at"], s["title"], s["topics"] or [])
        for s in found
    ]
    print_rows(
        rows,
        ("story", "reports", "articles", "last seen", "title", "topics"),
        empty="No stories yet: `wirewatch run`.",
    )


def show(
    story: Annotated[str, typer.Argument(help="A story's id, or an article's; its beginning is enough.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one story: its reports, who copied whom and changed what, why they belong together, topics and quotes."""
    with connect(files_of(workspace, warehouse).published, read_only=True) as con:
        found = queries.story_detail(con, queries.find_story(con, story))
        add_changes(con, found["members"], copies.SHOWN)
    if as_json:
        print_json(found)
        return
    _print_story(found)


def _print_story(story: dict[str, Any]) -> None:
    console = stdout()
    console.print(Text(shown(story["title"]), "bold"))
    console.print(f"story {story['story_id']}: {copies.summary(story)}\n", markup=False)
    for member, carried in copies.by_report(story["members"]):
        _print_member(member)
        for line in copies.lines(carried):
            console.print(Text(line), soft_wrap=True)
        if carried:
            console.print()
    topics = sorted({match["topic"] for match in story["topic_matches"]})
    console.print(Text.assemble(("Topics   ", "bold"), ", ".join(topics) or "none"))
    for quote in story["quotes"][:5]:
        console.print(
            Text.assemble(
                ("Quote    ", "bold"), f"“{shown(quote['quote'])}” {shown(quote['speaker'] or '')}"
            ),
            soft_wrap=True,
        )


def _print_member(member: dict[str, Any]) -> None:
    console = stdout()
    time = (
        f"published {shown(member['published_at'])}"
        if member["published_at"]
        else f"seen {shown(member['first_seen_at'])}, published: not known"
    )
    copy = (
        f"; {member['copy_kind']} copy of {member['origin_id']}, {member['copy_share']:.0%} of its text"
        if member["origin_id"]
        else ""
    )
    console.print(
        Text(f"  {shown(member['outlet'] or member['source'])}: {_name(member)}"),
        soft_wrap=True,
    )
    console.print(Text(f"    {member['article_id']}, {time}{copy}", "dim"), soft_wrap=True)
    console.print(Text(f"    {shown(member['url'] or member['uri'])}", "dim"), soft_wrap=True)
    console.print(Text(f"    {_why(member)}\n", "dim"), soft_wrap=True)


def _name(member: dict[str, Any]) -> str:
    """Its title, or how its text begins."""
    return shown(member["title"]) if member["title"] else f"{shown(' '.join(member['lead'].split())[:90])}…"


def _why(member: dict[str, Any]) -> str:
    """The evidence as key: value, whatever the decision left; the whole of it is in story_members."""
    parts = [
        f"{key} {shown(value)}" for key, value in member["evidence"].items() if not isinstance(value, dict)
    ]
    return f"{member['reason']}: {'; '.join(parts)}" if parts else member["reason"]


def alerts(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List what rules had to say, newest first; state is sent, pending, held or dead."""
    with connect(files_of(workspace, warehouse).published, read_only=True) as con:
        found = queries.alert_list(con, limit=limit)
    if as_json:
        print_json(found)
        return
    rows = [
        (a["raised_at"], a["rule"], a["state"], a["channels"] or [], a["story_id"], a["story_title"])
        for a in found
    ]
    print_rows(rows, ("raised", "rule", "state", "channels", "story", "title"), empty="No alerts yet.")


def sql(
    query: Annotated[str, typer.Argument(help='One SELECT, e.g. "FROM stories ORDER BY origins DESC".')],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    limit: LimitOption = 10_000,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values with a header line.")] = False,
) -> None:
    """Ask the warehouse in SQL, read-only: articles, copies, stories, topic_matches, alerts … (docs/schema.md).

    The file is plain DuckDB and may be opened with any of its clients, also while a run writes.
    """
    result = run_query(files_of(workspace, warehouse).published, query, limit)
    if as_json:
        print_json(result.as_dicts())
    elif as_csv:
        result.write_csv(sys.stdout)
    else:
        print_rows(result.rows, result.columns, empty="No rows.")


def report(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Where to write it. [default: beside the warehouse]", show_default=False
        ),
    ] = None,
) -> None:
    """Write the HTML report again: one file, readable offline."""
    files = files_of(workspace, warehouse)
    target = output or files.report
    write_report(files.published, target, run_id=None, now=datetime.now(UTC))
    typer.echo(relative(target.resolve()))
