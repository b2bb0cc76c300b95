"""`wirewatch topics rematch`: changed topics over the articles that came before the change."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows.cli.moment import since as moment
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    DryRunOption,
    JsonOption,
    SinceOption,
    WaitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout
from flows.cli.page import cut, number

if TYPE_CHECKING:
    from flows.archive.rematch import Difference, Rematched, Request
    from flows.archive.trial import Hit

_SHOWN = 5  # articles gained and lost, of a topic


def add_to(app: typer.Typer) -> None:
    app.command()(rematch)


def rematch(
    topics: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC]...",
            help="These, and those that build on them. [default: all]",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    since: SinceOption = None,
    dry_run: DryRunOption = False,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Match topics again over the archive, after their queries have changed.

    What is gained and lost is shown, then written: earlier matches end, new ones begin, and `topic_matches_as_of` still tells
    what was known before. No alerts are raised for articles that have come already.
    """
    from flows.archive.rematch import Request, rematch  # noqa: PLC0415 - as above
    from flows.clock import utc_now  # noqa: PLC0415 - a second of imports that reading commands do without
    from flows.running.progress import Progress  # noqa: PLC0415 - as above
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    request = Request(names=tuple(topics or ()), since=moment(since), dry_run=dry_run, wait=wait)
    with Progress(quiet=as_json) as progress:
        done = rematch(
            declared,
            files,
            request,
            utc_now,
            progress=progress,
            told=lambda found: None if as_json else _print(found, request),
        )
    if as_json:
        print_json(_machine(done, request))
    elif not dry_run and done.changes:
        stdout().print("Written. No alerts were raised: those come with articles that arrive.")
    if any(fault.kind == "slow" for fault in done.faults):
        raise typer.Exit(1)


def _print(done: "Rematched", request: "Request") -> None:
    changed = [one for one in done.differences.values() if one.gained or one.lost or one.renewed]
    verb = "would change" if request.dry_run else "change"
    stdout().print(
        f"{number(len(done.differences), 'topic')} over {number(done.articles, 'article')}: {len(changed):,} {verb}."
    )
    for one in changed:
        _print_difference(one)
    for fault in done.faults:
        stdout().print(Text(shown(fault)), soft_wrap=True)


def _print_difference(one: "Difference") -> None:
    counts = f"{one.hits:,} hits, {len(one.gained):,} gained, {len(one.lost):,} lost, {one.renewed:,} with other evidence or version"
    stdout().print(Text.assemble((one.topic, "bold"), f": {counts}"), soft_wrap=True)
    for sign, hits in (("+", one.gained), ("-", one.lost)):
        for hit in hits[:_SHOWN]:
            stdout().print(Text(f"  {sign} {_named(hit)}"), soft_wrap=True)
        if len(hits) > _SHOWN:
            stdout().print(f"  {sign} … and {len(hits) - _SHOWN:,} more")


def _named(hit: "Hit") -> str:
    return f"{hit.article_id}  {cut(hit.title or '-')} ({cut(hit.outlet or hit.source)})"


def _machine(done: "Rematched", request: "Request") -> dict[str, Any]:
    return {
        "run_id": None if request.dry_run else done.run_id,
        "dry_run": request.dry_run,
        "articles": done.articles,
        "alerts": 0,  # never, for what has come already
        "faults": [asdict(fault) for fault in done.faults],
        "topics": {
            one.topic: {
                "hits": one.hits,
                "gained": [hit.article_id for hit in one.gained],
                "lost": [hit.article_id for hit in one.lost],
                "renewed": one.renewed,
            }
            for one in done.differences.values()
        },
    }
