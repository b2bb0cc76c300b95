"""The commands that read the published warehouse: stories, show, sql, report."""

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from flows.cli import copies
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    LimitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import minute, print_json, print_rows, relative, shown, stdout
from flows.errors import UserError
from warehouse.database.opening import published
from warehouse.queries import figures, newest, story_queries
from warehouse.queries.console import run_query
from warehouse.topics.topic_log import topic_names

_QUOTES = 5  # sayings shown


def add_to(app: typer.Typer) -> None:
    for command in (stories, show, sql, report):
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
    with published(files_of(workspace, warehouse).published) as con:
        found = newest.newest_stories(con, limit=limit, topic=topic)
        if topic and not found:
            _check_topic(topic, topic_names(con), workspace)
    if as_json:
        print_json(found)
        return
    rows = [
        (s["story_id"], s["origins"], s["articles"], minute(s["last_seen_at"]), s["title"], s["topics"] or [])
        for s in found
    ]
    print_rows(
        rows,
        ("story", "reports", "articles", "last seen", "title", "topics"),
        empty=f"No stories about {topic} yet." if topic else "No stories yet: `wirewatch run`.",
    )


def _check_topic(name: str, kept: list[str], workspace: Path) -> None:
    """Refuse a topic that is neither declared nor was it ever: of the others there just are no stories."""
    from flows.archive.trial import unknown_topic  # noqa: PLC0415 - a second of imports, for what is wrong to be told
    from flows.workspaces.workspace import WorkspaceError, load_workspace  # noqa: PLC0415 - as above

    known = set(kept)
    with suppress(WorkspaceError):
        known.update(topic.name for topic in load_workspace(workspace, workspace).topics)
    if name not in known:
        raise unknown_topic(name, sorted(known))


def show(
    story: Annotated[str, typer.Argument(help="A story's id, or an article's; its beginning is enough.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one story: its reports, who copied whom and changed what, why they belong together, topics and quotes."""
    from warehouse.queries.copies import add_changes  # noqa: PLC0415 - it compares texts, and what that needs takes long to import

    with published(files_of(workspace, warehouse).published) as con:
        found = story_queries.story_detail(con, story_queries.find_story(con, story))
        add_changes(con, found["members"], copies.SHOWN)
        found["drift"] = figures.drift(con, [found["story_id"]]).get(found["story_id"], [])
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
    for one in story["drift"]:
        console.print(Text.assemble(("Moved    ", "bold"), _drift(one)), soft_wrap=True)
    sayings = {quote["said_id"] or quote["quote"]: quote for quote in reversed(story["quotes"])}
    for quote in [quote for quote in story["quotes"] if quote in sayings.values()][:_QUOTES]:
        console.print(Text.assemble(("Quote    ", "bold"), _saying(quote)), soft_wrap=True)


def _drift(one: dict[str, Any]) -> str:
    """dead: at least 12 (Valley Post) -> 19 (Northern Star)."""
    steps = [f"{figures.told(step)} ({shown(step['outlet'] or step['article_id'])})" for step in one["steps"]]
    return f"{one['counted']}: {' -> '.join(steps)}"


def _saying(quote: dict[str, Any]) -> str:
    """The words, who spoke them, and how far they went."""
    carried = f" (in {quote['variants']:,} articles" if quote["variants"] > 1 else ""
    carried += f", {quote['wordings']:,} wordings" if carried and quote["wordings"] > 1 else ""
    carried += f"; first: {shown(quote['first_outlet'])}" if carried and quote["first_outlet"] else ""
    return f"“{shown(quote['quote'])}” {shown(quote['speaker'] or '')}".rstrip() + (
        f"{carried})" if carried else ""
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
    credit = f"; credited to {shown(member['credit'])}" if member["credit"] else ""
    console.print(Text(f"    {member['article_id']}, {time}{copy}{credit}", "dim"), soft_wrap=True)
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
    if result.more:
        typer.echo(f"There are more than these {limit:,} rows: --limit says how many are given.", err=True)


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
    from warehouse.report.page import write_report  # noqa: PLC0415 - templates, which no other command here needs

    files = files_of(workspace, warehouse)
    target = output or files.report
    if target.is_dir():
        raise UserError(f"{target} is a folder: name a file in it, as {target / files.report.name}.")
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}: make it first.")
    write_report(files.published, target, run_id=None, now=datetime.now(UTC))
    typer.echo(relative(target.resolve()))
