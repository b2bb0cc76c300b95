"""Options and arguments that several commands take, and the files that the first two of them name."""

from pathlib import Path
from typing import Annotated

import typer

from flows.workspaces import whereabouts
from flows.workspaces.whereabouts import DEFAULT_WAREHOUSE
from warehouse.database.publish import Files

DEFAULT_WORKSPACE = whereabouts.DEFAULT_WORKSPACE

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="WIREWATCH_WORKSPACE",
        help="Folder with sources.toml, topics.toml, alerts.toml.",
    ),
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        envvar="WIREWATCH_WAREHOUSE",
        help=f"The DuckDB file to publish to. [default: the workspace's own, else {DEFAULT_WAREHOUSE}]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, for machines.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10**9, help="At most so many rows.")]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="TIME",
        help="Only articles that have come since: 12h, 30d, a day as 2026-01-31, or a time of it.",
        show_default=False,
    ),
]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0, help="Seconds to wait for another run to end, before giving up.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who says so. [default: the user's name]", show_default=False)
]

ArticleArgument = Annotated[str, typer.Argument(help="An article's id; its beginning is enough.")]
AlertArgument = Annotated[str, typer.Argument(metavar="ALERT", help="Its id; its beginning is enough.")]
RuleArgument = Annotated[str, typer.Argument(metavar="RULE", help="Its name in alerts.toml.")]


def files_of(workspace: Path, warehouse: Path | None) -> Files:
    """Where the warehouse is: as given, as the workspace says, or in its usual place."""
    return whereabouts.files_of(workspace, warehouse)
