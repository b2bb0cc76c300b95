"""The command `alerts`: what rules had to say. Its subcommands stand in files of their own, a group of them each."""

from pathlib import Path

import typer

from flows.cli import explaining, hushing, letters
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    LimitOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import minute, print_json, print_rows
from warehouse.database.opening import published
from warehouse.database.rows import Row
from warehouse.queries import newest

alerts = typer.Typer()


def add_to(app: typer.Typer) -> None:
    app.add_typer(alerts, name="alerts")


@alerts.callback(invoke_without_command=True)
def list_alerts(
    context: typer.Context,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List what rules had to say, newest first; state is sent, pending, held or dead."""
    if context.invoked_subcommand:
        _refuse_options_before(context)
        return
    _print_alerts(workspace, warehouse, limit, as_json=as_json)


def _refuse_options_before(context: typer.Context) -> None:
    """They would be the list's, and a subcommand would look at another warehouse without a word."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(
                f"options stand behind the subcommand: wirewatch alerts {context.invoked_subcommand} …"
            )


def _print_alerts(workspace: Path, warehouse: Path | None, limit: int, *, as_json: bool) -> None:
    with published(files_of(workspace, warehouse).published) as con:
        found = newest.newest_alerts(con, limit=limit)
    if as_json:
        print_json(found)
        return
    rows = [
        (minute(a["raised_at"]), a["rule"], _state(a), a["channels"] or [], a["story_id"], a["about"])
        for a in found
    ]
    print_rows(rows, ("raised", "rule", "state", "channels", "story", "title"), empty="No alerts yet.")


def _state(alert: Row) -> str:
    """One that some channels have is sent, though others may still be waited for."""
    late = alert["state"] == "sent" and alert["waiting"]
    return f"sent, {', '.join(alert['waiting'])} waiting" if late else str(alert["state"])


explaining.add_to(alerts)
hushing.add_to(alerts)
letters.add_to(alerts)
