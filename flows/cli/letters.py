"""The subcommands of `alerts` about delivery: dead, resend, test."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from flows.cli.asking import asker
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    ByOption,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, print_rows, shown, stdout
from flows.errors import UserError
from flows.spool.order import Order
from warehouse.alerting import outbox
from warehouse.alerting.outbox import DeadLetter
from warehouse.database.opening import published


class ResendError(UserError):
    """Nothing was given up under that id; the text says so."""


def add_to(alerts: typer.Typer) -> None:
    alerts.command()(dead)
    alerts.command()(resend)
    alerts.command("test")(try_out)


def dead(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List dead letters: alerts that were given up on a channel, with the error and how long ago."""
    with published(files_of(workspace, warehouse).published) as con:
        found = outbox.dead_letters(con)
    if as_json:
        print_json([asdict(letter) for letter in found])
        return
    now = datetime.now(UTC)
    rows = [
        (one.alert_id, one.rule, one.channel, _ago(now - one.died_at), one.attempts, one.error)
        for one in found
    ]
    print_rows(rows, ("alert", "rule", "channel", "given up", "tries", "error"), empty="No dead letters.")


def resend(
    alerts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ALERT", help="Ids of alerts; their beginnings are enough.", show_default=False
        ),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that was given up.")] = False,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Queue dead letters again, under the same keys, so that a receiver which did get one can tell.

    Sent at once if nothing runs, else by the next run.
    """
    if bool(alerts) == all_dead:
        raise typer.BadParameter("name alerts, or say --all-dead (`wirewatch alerts dead` lists them)")
    files = files_of(workspace, warehouse)
    with published(files.published) as con:
        letters = outbox.dead_letters(con)
    chosen = letters if all_dead else [one for prefix in alerts or () for one in _named(letters, prefix)]
    from flows.cli import work  # noqa: PLC0415 - a second of imports that a refused order does without
    from flows.loading.orders import RESEND  # noqa: PLC0415 - as above

    named = list(dict.fromkeys(letter.alert_id for letter in chosen))
    order = Order(kind=RESEND, asked_at=datetime.now(UTC), made_by=asker(by), values={"alerts": tuple(named)})
    busy = work.take_order(order, workspace, files, as_json=as_json) if chosen else None
    with published(files.published) as con:
        _tell(chosen, [] if busy else outbox.last_attempts(con, chosen), busy, as_json=as_json)


def _named(letters: Sequence[DeadLetter], prefix: str) -> list[DeadLetter]:
    found = [letter for letter in letters if letter.alert_id.startswith(prefix.lower())]
    ids = sorted({letter.alert_id for letter in found})
    if not ids:
        raise ResendError(f"No alert {prefix} was given up: `wirewatch alerts dead` lists those that were.")
    if len(ids) > 1:
        raise ResendError(f"{prefix} is the beginning of several ids: {', '.join(ids[:5])}.")
    return found


def _tell(
    chosen: Sequence[DeadLetter], attempts: Sequence[dict[str, Any]], busy: str | None, *, as_json: bool
) -> None:
    if as_json:
        print_json({"queued": len(chosen), "waiting": busy, "attempts": attempts})
    elif not chosen:
        stdout().print("No dead letters.")
    elif busy:
        stdout().print(f"{len(chosen)} wait in the spool; the next run takes them. {busy}", markup=False)
    else:
        rows = [(row["alert_id"], row["channel"], row["outcome"], row["error"]) for row in attempts]
        print_rows(rows, ("alert", "channel", "now", "error"), empty="Queued again.")


def try_out(
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Its name in alerts.toml.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a message marked as a test to a channel, and say what became of it; it is stored nowhere as an alert."""
    from flows.delivery.channel_trial import attempt  # noqa: PLC0415 - the workspace and the channels, which other commands do without

    started = time.perf_counter()
    stream = sys.stderr if as_json else sys.stdout
    tried = attempt(workspace, files_of(workspace, warehouse), channel, os.environ, stream, datetime.now(UTC))
    seconds = round(time.perf_counter() - started, 3)
    if as_json:
        print_json(
            {
                "channel": channel,
                "key": tried.key,
                "sent": tried.sent,
                "detail": tried.detail,
                "seconds": seconds,
            }
        )
    else:
        outcome = f"sent in {seconds:.2f} s, key {tried.key}" if tried.sent else "not sent"
        detail = f": {shown(tried.detail)}" if tried.detail else "."
        typer.echo(f"Test of channel {channel}: {outcome}{detail}", err=not tried.sent)
    if not tried.sent:
        raise typer.Exit(1)


def _ago(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
