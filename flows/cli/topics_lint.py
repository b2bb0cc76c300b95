"""`wirewatch topics lint`: queries that are hardly meant as written, by their form and by what they find in the archive."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows.cli.moment import since as moment
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    SinceOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout
from flows.cli.page import number

if TYPE_CHECKING:
    from flows.workspaces.workspace import Workspace
    from pipeline.topics.topic_lint import Remark


def add_to(app: typer.Typer) -> None:
    app.command()(lint)


def lint(
    topics: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]...", help="Only these. [default: all]", show_default=False),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    since: SinceOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there is a remark.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find what is hardly meant as it is written: with line and column, by the query's form and by what it finds.

    In the archive: clauses that are never found, one that brings nearly all hits, wildcards that stand for many words, names
    that are also common words, topics that match nothing or nearly everything, and those that no rule uses.
    """
    from flows.archive.trial import declared  # noqa: PLC0415 - a second of imports that other commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above
    from pipeline.topics.topic_lint import remarks  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    desk = load_workspace(workspace, files.published.parent)
    wanted = [declared(desk.topics, name) for name in topics] if topics else list(desk.topics)
    names = [topic.name for topic in wanted]
    found = [one for one in remarks(desk.topics) if one.topic in names] + _unused(desk, names)
    articles = 0
    if files.published.exists():
        measured, articles = _measured(desk, names, files.published, since, quiet=as_json)
        found += measured
    found.sort(key=lambda one: (names.index(one.topic), one.line, one.column, one.text))
    _report(found, len(names), articles, as_json=as_json)
    if strict and found:
        raise typer.Exit(1)


def _measured(
    desk: "Workspace", names: list[str], published: Any, since: str | None, *, quiet: bool
) -> "tuple[list[Remark], int]":
    from flows.archive.trial import answered  # noqa: PLC0415 - as above
    from flows.running.progress import Progress  # noqa: PLC0415 - as above
    from pipeline.topics.topic import Matcher, with_references  # noqa: PLC0415 - as above
    from pipeline.topics.topic_survey import Survey  # noqa: PLC0415 - as above
    from warehouse.database import opening  # noqa: PLC0415 - as above
    from warehouse.topics.sql_topics import SqlTopics  # noqa: PLC0415 - as above

    matcher = Matcher(with_references(desk.topics, names))
    survey = Survey(matcher, names)
    with opening.published(published) as con, Progress(quiet=quiet) as progress:
        asked = SqlTopics(matcher.topics, matcher.versions)
        for filed, answers in answered(con, asked, moment(since), progress):
            survey.add(filed.article, filed.mentions, filed.quotes, answers)
    return (survey.remarks() if survey.articles else []), survey.articles


def _unused(desk: "Workspace", names: list[str]) -> "list[Remark]":
    from pipeline.topics.topic import references  # noqa: PLC0415 - as above
    from pipeline.topics.topic_lint import remark  # noqa: PLC0415 - as above

    used = {name for rule in desk.rules for name in rule.topics}
    used.update(name for topic in desk.topics for name in references(topic))
    return [
        remark(topic, 0, "no rule and no other topic uses it")
        for topic in desk.topics
        if topic.name in names and topic.name not in used
    ]


def _report(found: "list[Remark]", topics: int, articles: int, *, as_json: bool) -> None:
    if as_json:
        told = [
            {"topic": one.topic, "line": one.line, "column": one.column, "text": one.text} for one in found
        ]
        print_json({"topics": topics, "articles": articles, "remarks": told})
        return
    for one in found:
        where = f"{one.topic}:{one.line}:{one.column}"
        stdout().print(Text.assemble((where, "bold"), f"  {shown(one.text)}"), soft_wrap=True)
    looked = f"{number(topics, 'topic')} over {number(articles, 'article')}"
    stdout().print(f"{looked}: {number(len(found), 'remark')}.")
