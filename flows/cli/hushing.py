"""The subcommands of `alerts` that hush: ack, mute, snooze, resume, hushed; and those that judge: useful, useless."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, assert_never

import typer

from flows.cli.asking import asker, said
from flows.cli.moment import ahead
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    AlertArgument,
    ByOption,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, print_rows, stdout
from flows.spool.order import Order
from pipeline.alerts.act import Act, ActKind
from warehouse.database.opening import published

_HOW_LONG = "How long: 8h, 2d; or until a day as 2026-01-31, or a time of it."
RuleOption = Annotated[str | None, typer.Option("--rule", help="A rule of alerts.toml.", show_default=False)]
StoryOption = Annotated[
    str | None, typer.Option("--story", help="A story's id, or of an article in it.", show_default=False)
]
ForOption = Annotated[
    str | None,
    typer.Option("--for", "--until", metavar="TIME", help=_HOW_LONG, show_default=False),
]
NoteOption = Annotated[str | None, typer.Option("--note", help="Why; kept with it.", show_default=False)]


def add_to(alerts: typer.Typer) -> None:
    for command in (ack, mute, snooze, resume, useful, useless, hushed):
        alerts.command()(command)


def ack(
    alert: AlertArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Acknowledge an alert: its rule says no more of its story, but corrections and what is more severe."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).about(ActKind.ACKNOWLEDGE, alert)


def mute(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    rule: RuleOption = None,
    story: StoryOption = None,
    time: ForOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say nothing of a rule, a story, or a rule's story, for a time or until `resume`; what comes meanwhile is not told later."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).scoped(ActKind.MUTE, rule, story, time)


def snooze(
    time: Annotated[str, typer.Option("--for", "--until", metavar="TIME", help=_HOW_LONG)],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    rule: RuleOption = None,
    story: StoryOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wait with a rule, a story, or a rule's story; what came meanwhile is told in one then."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).scoped(ActKind.SNOOZE, rule, story, time)


def resume(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    rule: RuleOption = None,
    story: StoryOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """End what ack, mute and snooze began: all that lies within the rule, the story, or both."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).scoped(ActKind.RESUME, rule, story, None)


def useful(
    alert: AlertArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that an alert was worth it: `wirewatch sql "FROM rule_feedback"` has each rule's precision."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).about(ActKind.USEFUL, alert)


def useless(
    alert: AlertArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that an alert was not; `backtest` shows which clause brings most of those."""
    _Acts(workspace, warehouse, note, by, as_json=as_json).about(ActKind.USELESS, alert)


def hushed(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is acknowledged, muted and snoozed now."""
    from warehouse.queries import alert_queries  # noqa: PLC0415 - it brings the decisions, which other commands do without

    with published(files_of(workspace, warehouse).published) as con:
        found = alert_queries.hushed(con, datetime.now(UTC))
    if as_json:
        print_json([asdict(act) | {"act_id": act.act_id} for act in found])
        return
    rows = [(act.kind, act.rule or "every rule", act.story_id or "every story", act.until) for act in found]
    print_rows(rows, ("what", "rule", "story", "until"), empty="Nothing is hushed.")


class _Acts:
    """Where an act is laid down: it waits in the spool, and is taken at once if nothing runs."""

    def __init__(
        self, workspace: Path, warehouse: Path | None, note: str | None, by: str | None, *, as_json: bool
    ) -> None:
        self._workspace, self._files = workspace, files_of(workspace, warehouse)
        self._made: dict[str, Any] = {"asked_at": datetime.now(UTC), "made_by": asker(by), "note": said(note)}
        self._as_json = as_json

    def about(self, kind: ActKind, prefix: str) -> None:
        """An act about an alert; one that hushes is about each story it told of."""
        from warehouse.queries import alert_queries  # noqa: PLC0415 - as above

        with published(self._files.published) as con:
            alert_id = alert_queries.find_alert(con, prefix)
            rule, stories = alert_queries.alert_scope(con, alert_id)
        scopes: Sequence[str | None] = stories if kind.hushes and stories else (None,)
        self._lay_down(
            [Act(kind=kind, rule=rule, story_id=story, alert_id=alert_id, **self._made) for story in scopes]
        )

    def scoped(self, kind: ActKind, rule: str | None, story: str | None, time: str | None) -> None:
        if rule is None and story is None:
            raise typer.BadParameter("name a rule (--rule), a story (--story), or both")
        act = Act(
            kind=kind,
            rule=self._rule(rule),
            story_id=self._story(story),
            until=self._until(time) if time is not None else None,
            **self._made,
        )
        self._lay_down([act])

    def _until(self, time: str) -> datetime:
        asked_at: datetime = self._made["asked_at"]
        until = ahead(time, asked_at)
        if until <= asked_at:
            raise typer.BadParameter(f"expected a time to come, got {time!r}: `alerts resume` ends it now")
        return until

    def _rule(self, name: str | None) -> str | None:
        if name is None:
            return None
        from flows.cli.naming import declared_rule  # noqa: PLC0415 - the workspace, which other commands do without

        return declared_rule(self._workspace, self._files, name).name

    def _story(self, prefix: str | None) -> str | None:
        if prefix is None:
            return None
        from warehouse.queries import story_queries  # noqa: PLC0415 - as above

        with published(self._files.published) as con:
            return story_queries.find_story(con, prefix)

    def _lay_down(self, acts: Sequence[Act]) -> None:
        from flows.cli import work  # noqa: PLC0415 - a second of imports that a refused act does without
        from flows.loading.orders import ACTS  # noqa: PLC0415 - as above

        values = [{key: _plain(value) for key, value in asdict(act).items()} for act in acts]
        order = Order(
            kind=ACTS,
            asked_at=self._made["asked_at"],
            made_by=self._made["made_by"],
            values={"acts": tuple(values)},
        )
        busy = work.take_order(order, self._workspace, self._files, as_json=self._as_json)
        if self._as_json:
            print_json({"acts": values, "waiting": busy})
        elif busy:
            stdout().print(f"It waits in the spool; the next run takes it. {busy}", markup=False)
        else:
            for act in acts:
                stdout().print(_told(act), markup=False)


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _told(act: Act) -> str:
    about = " about ".join(
        part
        for part in (
            f"rule {act.rule}" if act.rule else "every rule",
            f"story {act.story_id}" if act.story_id else "",
        )
        if part
    )
    match act.kind:
        case ActKind.USEFUL | ActKind.USELESS:
            return f"Alert {act.alert_id} of rule {act.rule} was {act.kind.value}."
        case ActKind.ACKNOWLEDGE:
            done = f"Acknowledged: {about} is told again only when it is corrected or more severe."
        case ActKind.MUTE:
            done = f"Muted: {about}"
        case ActKind.SNOOZE:
            done = f"Snoozed: {about}"
        case ActKind.RESUME:
            done = f"Speaks again: {about}."
        case _:
            assert_never(act.kind)
    return f"{done}, until {act.until:%Y-%m-%d %H:%M} UTC." if act.until else done.rstrip(".") + "."
