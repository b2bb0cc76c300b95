"""The command that applies what has been learned to earlier articles: reclean."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from flows.cli.options import (
    DEFAULT_WORKSPACE,
    DryRunOption,
    JsonOption,
    WaitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout

if TYPE_CHECKING:
    from flows.archive.reclean import Recleaned, Request

_LISTED = 12  # outlets at most


def add_to(app: typer.Typer) -> None:
    app.command()(reclean)


def reclean(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", help="Only the articles of this one, as `FROM refrains` names it."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", metavar="ID", help="A refrain that is content after all: from now on it stays."
        ),
    ] = None,
    dry_run: DryRunOption = False,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Take passages that recur in unrelated articles of one outlet out of the articles that came before they were known.

    Each such article gets a new version; stories, copies and alerts stay as they were. Later articles are cleaned as they
    come. What has been learned, and from which articles: `wirewatch sql "FROM refrains"`.
    """
    from flows.archive.reclean import Request, reclean  # noqa: PLC0415 - as above
    from flows.clock import utc_now  # noqa: PLC0415 - a second of imports that reading commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    request = Request(outlet=outlet, keep=tuple(keep or ()), dry_run=dry_run, wait=wait)
    done = reclean(declared, files, request, utc_now)
    if as_json:
        print_json(_machine_summary(done, request))
    else:
        _print_summary(done, request)


def _machine_summary(done: "Recleaned", request: "Request") -> dict[str, object]:
    return {
        "run_id": None if request.dry_run else done.run_id,
        "dry_run": request.dry_run,
        "articles": done.articles,
        "changed": done.changed.total(),
        "removed": done.removed.total(),
        "refrains": dict(done.removed),
        "outlets": dict(done.changed),
    }


def _print_summary(done: "Recleaned", request: "Request") -> None:
    verb = "would change" if request.dry_run else "changed"
    stdout().print(
        f"{done.changed.total():,} of {done.articles:,} articles {verb}: "
        f"{done.removed.total():,} passages out, {len(done.removed):,} different ones."
    )
    for name, count in done.changed.most_common(_LISTED):
        stdout().print(Text(f"{count:9,}  {shown(name)}"), soft_wrap=True)
    if len(done.changed) > _LISTED:
        stdout().print(f"{'':11}… and {len(done.changed) - _LISTED:,} more outlets")
