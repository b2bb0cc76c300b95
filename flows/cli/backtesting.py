"""The command `backtest`: what a rule would have sent, by the code that decides live."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.moment import ago
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    RuleArgument,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, shown, stdout
from warehouse.database.opening import published

if TYPE_CHECKING:
    import duckdb

    from flows.workspaces.workspace import Workspace
    from pipeline.alerts.backtest import Backtest
    from pipeline.records import Rule

DEFAULT_SINCE = "90 days"


def add_to(app: typer.Typer) -> None:
    app.command()(backtest)


def backtest(
    rule: RuleArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="TIME", help="How far back: 90d, a day as 2026-01-31, or a time of it."
        ),
    ] = DEFAULT_SINCE,
    diff: Annotated[
        str | None,
        typer.Option(
            "--diff",
            metavar="OTHER",
            help="Against another rule of alerts.toml, or the rule of this name in another workspace (a folder).",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a rule would have sent: how many alerts, on which days, why, samples, and what a week of it would bring.

    Nothing is sent or stored. The topics are those of the workspace as they are now; the past is matched again where they
    have changed since.
    """
    from flows.cli.backtest_page import compared, page  # noqa: PLC0415 - the decisions, which other commands do without

    files = files_of(workspace, warehouse)
    desks = _Desks(workspace, files.published.parent)
    with published(files.published) as con:
        now = datetime.now(UTC)
        tried = _Trial(con, ago(since, now), now)
        one = tried.run(*desks.rule(rule))
        other = tried.run(*desks.other(rule, diff)) if diff else None
        if as_json:
            print_json(_plain(one) if other is None else {"one": _plain(one), "other": _plain(other)})
            return
        lines = list(page(con, one)) if other is None else list(compared(con, one, other))
    for line in lines:
        stdout().print(shown(line), markup=False, soft_wrap=True)


class _Desks:
    """Where the rules to be tried are declared."""

    def __init__(self, workspace: Path, outputs: Path) -> None:
        self._folder, self._outputs = workspace, outputs

    def rule(self, name: str) -> "tuple[Workspace, Rule]":
        return self._declared(self._folder, name)

    def other(self, name: str, diff: str) -> "tuple[Workspace, Rule]":
        """Another rule of this workspace, or the rule of this name in another."""
        folder = Path(diff)
        return self._declared(folder, name) if folder.is_dir() else self._declared(self._folder, diff)

    def _declared(self, folder: Path, name: str) -> "tuple[Workspace, Rule]":
        from flows.cli.naming import named_rule  # noqa: PLC0415 - the workspace, which other commands do without
        from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above

        workspace = load_workspace(folder, self._outputs)
        return workspace, named_rule(workspace, name)


class _Trial:
    """One stretch of the past."""

    def __init__(self, con: "duckdb.DuckDBPyConnection", since: datetime, until: datetime) -> None:
        self._con, self._since, self._until = con, since, until

    def run(self, workspace: "Workspace", rule: "Rule") -> "Backtest":
        from pipeline.alerts.backtest import backtest as followed  # noqa: PLC0415 - as above
        from pipeline.topics.topic import Matcher, with_references  # noqa: PLC0415 - as above
        from warehouse.alerting.replay import arrivals  # noqa: PLC0415 - as above

        matcher = Matcher(with_references(workspace.topics, rule.topics))
        stream = arrivals(self._con, matcher, rule.topics, _progress)
        started = min((one.at for one in stream), default=self._until)
        return followed(rule, stream, max(self._since, started), self._until)


def _progress(done: int, of: int) -> None:
    """Matching the past anew takes its time: say how far it is, on a terminal."""
    if of and sys.stderr.isatty():
        sys.stderr.write(f"\rMatching {done:,} of {of:,} articles again …" + ("\n" if done == of else ""))
        sys.stderr.flush()


def _plain(found: "Backtest") -> dict[str, Any]:
    return {
        "rule": found.rule,
        "since": found.since,
        "until": found.until,
        "alerts": [_alert(alert) for alert in found.alerts],
        "by_day": {day.isoformat(): count for day, count in found.by_day.items()},
        "by_hour": {str(hour): count for hour, count in found.by_hour.items()},
        "by_reason": found.by_reason,
        "held": found.held,
        "forecast": found.forecast and asdict(found.forecast),
    }


def _alert(alert: Any) -> dict[str, Any]:
    stories = [telling.story_id for telling in alert.tellings]
    return {
        "alert_id": alert.alert_id,
        "moment": alert.moment,
        "reason": str(alert.reason),
        "stories": stories,
        "article_id": alert.article_id,
        "evidence": alert.evidence,
    }
