"""The commands that set up and check: init, doctor."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import DEFAULT_WORKSPACE, JsonOption, WarehouseOption, WorkspaceOption, files_of
from flows.cli.output import print_json, stdout
from flows.workspaces.starter import write_starter

if TYPE_CHECKING:
    from flows.doctor import Finding


def add_to(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(doctor)


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; existing files are kept.")],
) -> None:
    """Make a workspace: commented sources.toml, topics.toml and alerts.toml to start from.

    Its warehouse is inside it, as `warehouse` in sources.toml says.
    """
    for path in write_starter(folder):
        typer.echo(f"wrote {path}")
    typer.echo(
        f"Now put texts into {folder / 'articles'}, or name feeds in {folder / 'sources.toml'}; then: wirewatch run -w {folder}"
    )


def doctor(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check everything a run needs and what runs have left: files, declarations, channels, the warehouse's laws."""
    from flows.doctor import Finding, examine  # noqa: PLC0415 - it imports what it checks
    from flows.workspaces.workspace import WorkspaceError  # noqa: PLC0415 - as above

    try:
        findings = examine(workspace, files_of(workspace, warehouse))
    except WorkspaceError as error:  # it does not even say where the warehouse is
        findings = [Finding("workspace", ok=False, detail=problem) for problem in error.problems]
    if as_json:
        print_json([{"check": f.check, "ok": f.ok, "detail": f.detail} for f in findings])
    else:
        _print_findings(findings)
    bad = {finding.check for finding in findings if not finding.ok}
    if bad:
        raise typer.Exit(WorkspaceError.exit_code if "workspace" in bad else 1)


def _print_findings(findings: "list[Finding]") -> None:
    for finding in findings:
        stdout().print(
            "ok  " if finding.ok else "BAD ", finding.check, ": ", finding.detail, sep="", markup=False
        )
