"""The subcommands of `alerts` that explain: why one was sent, why there is none."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.options import (
    DEFAULT_WORKSPACE,
    AlertArgument,
    JsonOption,
    RuleArgument,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout
from warehouse.database.opening import published


def add_to(alerts: typer.Typer) -> None:
    alerts.command()(explain)
    alerts.command("why-not")(why_not)


def explain(
    alert: AlertArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain an alert: what was new, which clause matched where, who got it when, and what has been held back since."""
    from flows.cli.why_alert import explained  # noqa: PLC0415 - it brings the decisions, which other commands do without
    from warehouse.queries import alert_queries  # noqa: PLC0415 - as above

    with published(files_of(workspace, warehouse).published) as con:
        found = alert_queries.explain(con, alert_queries.find_alert(con, alert))
    if as_json:
        print_json(found)
    else:
        for line in explained(found):
            stdout().print(shown(line), markup=False, soft_wrap=True)


def why_not(
    rule: RuleArgument,
    story: Annotated[str, typer.Argument(metavar="STORY", help="A story's id, or of an article in it.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why a rule is silent about a story: what it lacks, what holds it back, and when it would speak."""
    from flows.cli.naming import declared_rule  # noqa: PLC0415 - the workspace, which other commands do without
    from flows.cli.why_alert import unspoken  # noqa: PLC0415 - as above
    from warehouse.queries import alert_queries, story_queries  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    declared = declared_rule(workspace, files, rule)
    with published(files.published) as con:
        story_id = story_queries.find_story(con, story)
        found = alert_queries.why_not(con, declared, story_id, datetime.now(UTC))
        held = alert_queries.held_back(con, declared.name, story_id)
    if as_json:
        print_json(asdict(found) | {"story_id": story_id, "reason": found.reason, "held_back": held})
        return
    for line in unspoken(declared, story_id, found, held):
        stdout().print(shown(line), markup=False, soft_wrap=True)
