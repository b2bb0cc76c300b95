"""The commands that change the warehouse: run, ingest, up. What they do is in flows.cli.work and flows.orchestration.supervise."""

from typing import Annotated

import typer

from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    WaitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)


def add_to(app: typer.Typer) -> None:
    for command in (run, ingest, up):
        app.command()(command)


def run(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: the same, in seconds less.")
    ] = False,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Read all sources of the workspace once, load what is new, send alerts, publish, report.

    A real Prefect run: through the server of a running `wirewatch up`, else one that lives as long as the run. With
    `--direct` the same stages run without Prefect, for cron and containers; the warehouse is the same either way.
    """
    from flows.orchestration.prefect_server import server_for_one_run  # noqa: PLC0415 - a second of imports that reading commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    declared = load_workspace(workspace, files.published.parent)
    if direct:
        from flows.cli import work  # noqa: PLC0415 - as above

        work.run_direct(declared, files, wait=wait, as_json=as_json)
        return
    with server_for_one_run(files.prefect) as server:
        from flows.cli import work  # noqa: PLC0415 - as above; the server starts meanwhile

        work.run_with_prefect(declared, files, server, wait=wait, as_json=as_json)


def ingest(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH_OR_ADDRESS",
            help="Files, folders, .jsonl, .jsonl.gz, saved feeds; addresses of feeds, sitemaps, pages.",
            show_default=False,
        ),
    ],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The addresses may be inside our own network.")
    ] = False,
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Load files or addresses once, as if they were a source of the workspace.

    Text and HTML files are one article each. JSON Lines hold one a line: `uri` is required; `url`, `title`, `text` or
    `html`, `published_at`, `outlet`, `language`, `author` are optional. A bad line is one rejection, with its number.
    """
    from flows.cli import work  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    work.ingest(given, workspace, files, wait=wait, as_json=as_json, allow_private=allow_private)


def up(workspace: WorkspaceOption = DEFAULT_WORKSPACE, warehouse: WarehouseOption = None) -> None:
    """Run on the workspace's schedule until Ctrl-C, by a private Prefect server that starts and stops with it.

    The schedule stands in sources.toml: `[schedule]` with `every = "15 minutes"` or `cron = "*/15 * * * *"`.
    """
    from flows.orchestration.supervise import supervise  # noqa: PLC0415 - as above

    supervise(workspace, files_of(workspace, warehouse))
