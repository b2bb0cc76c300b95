"""`wirewatch topics suggest`: terms that would find what a topic misses, and leave out what it should not find."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from flows.cli.moment import since as moment
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    LimitOption,
    SinceOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout
from flows.cli.page import cut, number
from warehouse.database.opening import published
from warehouse.queries import story_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.archive.suggest import Suggestion, Suggestions


def add_to(app: typer.Typer) -> None:
    app.command()(suggest)


def suggest(
    topic: Annotated[str, typer.Argument(help="A declared topic.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    since: SinceOption = None,
    wrong: Annotated[
        list[str] | None,
        typer.Option(
            "--wrong",
            metavar="ARTICLE",
            help="An article that should not match; as often as needed.",
            show_default=False,
        ),
    ] = None,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Suggest terms for a query: to find reports it misses in stories it knows, and to leave out hits that stand alone.

    Articles of alerts that were called useless count as wrong. `wirewatch topics test --query` shows what a term would bring.
    """
    from flows.archive.suggest import suggest  # noqa: PLC0415 - as above
    from flows.archive.trial import declared  # noqa: PLC0415 - as above
    from flows.running.progress import Progress  # noqa: PLC0415 - a second of imports that other commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above
    from warehouse.topics.archive import read_some  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    topics = load_workspace(workspace, files.published.parent).topics
    with published(files.published) as con, Progress(quiet=as_json) as progress:
        marked = [story_queries.find_article(con, one) for one in wrong or ()]
        found = suggest(con, topics, topic, since=moment(since), wrong=marked, progress=progress)
        named = {one for some in (found.add, found.exclude) for two in some[:limit] for one in two.articles}
        titles = {
            one.article.article_id: one.article.title or one.article.text[:90]
            for one in read_some(con, sorted(named))
        }
    if as_json:
        print_json(asdict(found))
    else:
        _print(found, titles, limit, declared(topics, topic).query.casefold())


def _print(found: "Suggestions", titles: dict[str, str], limit: int, query: str) -> None:
    console = stdout()
    missed = f"{len(found.near_misses):,} near miss{'es' if len(found.near_misses) != 1 else ''}"
    console.print(
        f"{found.topic}: {number(found.hits, 'hit')} in {number(found.articles, 'article')}; {missed}, "
        f"{number(len(found.outliers), 'outlier')}, {len(found.marked):,} marked as wrong.\n",
        markup=False,
    )
    console.print(Text("To add: in reports that do not match, of stories most of whose reports do", "bold"))
    _print_terms(found.add[:limit], "near misses", titles, query)
    console.print(
        Text("To exclude with NOT: in hits that stand alone in their story, or are marked as wrong", "bold")
    )
    _print_terms(found.exclude[:limit], "of these hits", titles, query)
    if found.near_misses:
        console.print(
            Text(f"What else is missing: wirewatch topics why-not {found.near_misses[0]} {found.topic}")
        )


def _print_terms(found: "Sequence[Suggestion]", group: str, titles: dict[str, str], query: str) -> None:
    console = stdout()
    for one in found:
        counts = f"{one.found.ours:,} {group}, {one.found.theirs:,} others; {one.found.archive:,} in all"
        known = "; in the query already" if one.found.term in query else ""
        line = Text.assemble(
            f"  {one.found.z:5.1f}  ", (_quoted(one.found.term), "bold"), f"  {counts}{known}"
        )
        console.print(line, soft_wrap=True)
        for article_id in one.articles[:1]:
            shown_title = Text(f"         {article_id}  {cut(titles[article_id], 90)}", "dim")
            console.print(shown_title, soft_wrap=True)
    if not found:
        console.print("  nothing that is sure enough")
    console.print()


def _quoted(term: str) -> str:
    """As it stands in a query."""
    return f'"{shown(term)}"' if " " in term else shown(term)
