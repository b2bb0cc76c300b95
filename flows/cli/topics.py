"""The commands about topics: `topics` lists them; lint, test, why-not, suggest and rematch look at what their queries find."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from flows.cli import topics_lint, topics_rematch, topics_suggest, topics_trial, topics_why_not
from flows.cli.options import DEFAULT_WORKSPACE, JsonOption, WarehouseOption, WorkspaceOption, files_of
from flows.cli.output import print_json, print_rows, shown, stdout

_NOTHING: dict[str, Any] = {"week": 0, "month": 0, "hits": 0, "stories": 0, "since": None, "version": None}


def add_to(app: typer.Typer) -> None:
    commands = typer.Typer(
        name="topics",
        help="List the topics and what they find; look closer at one.",
        invoke_without_command=True,
    )
    commands.callback()(topics)
    for module in (topics_lint, topics_trial, topics_why_not, topics_suggest, topics_rematch):
        module.add_to(commands)
    app.add_typer(commands)


def topics(
    context: typer.Context,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the topics: hits of the last 7 and 30 days, stories, and since when the query is as it is.

    Articles from before that are matched as the topic was then, until `wirewatch topics rematch`.
    """
    if context.invoked_subcommand:
        _refuse_early(context)
        return
    found = _listed(workspace, warehouse)
    if as_json:
        print_json(found)
        return
    rows = [
        (one["topic"], one["week"], one["month"], one["stories"], _since(one), one["title"]) for one in found
    ]
    print_rows(
        rows,
        ("topic", "7 days", "30 days", "stories", "since", "title"),
        empty="No topics are declared: docs/topics.md shows how.",
    )
    for line in [fault["told"] for one in found for fault in one["faults"]]:
        stdout().print(Text(shown(line)), soft_wrap=True)


def _refuse_early(context: typer.Context) -> None:
    """Options in front of a subcommand are those of the list, and would be passed over in silence."""
    given = [
        name
        for name in context.params
        if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"
    ]
    if given:
        message = f"give options behind the command: wirewatch topics {context.invoked_subcommand} …"
        raise typer.BadParameter(message, ctx=context)


def _listed(workspace: Path, warehouse: Path | None) -> list[dict[str, Any]]:
    from flows.clock import utc_now  # noqa: PLC0415 - a second of imports that other commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above
    from pipeline.topics.topic import Matcher  # noqa: PLC0415 - as above
    from warehouse.database.opening import published  # noqa: PLC0415 - as above
    from warehouse.topics.topic_faults import TopicFault, standing  # noqa: PLC0415 - as above
    from warehouse.topics.topic_log import activity  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent).topics
    found: dict[str, dict[str, Any]] = {}
    faults: list[TopicFault] = []
    if files.published.exists():
        with published(files.published) as con:
            found, faults = activity(con, utc_now()), standing(con)
    versions = Matcher(declared).versions
    return [
        _NOTHING
        | found.get(topic.name, {})
        | {
            "topic": topic.name,
            "title": topic.title,
            "changed": found.get(topic.name, _NOTHING)["version"] not in {versions[topic.name], None},
            "declared_version": versions[topic.name],
            "faults": [asdict(one) | {"told": str(one)} for one in faults if one.topic == topic.name],
        }
        for topic in declared
    ]


def _since(row: dict[str, Any]) -> str:
    since = row["since"]
    if not isinstance(since, datetime):
        return "not yet run"
    return f"{since:%Y-%m-%d %H:%M}{', changed' if row['changed'] else ''}"
