"""Delivery that is killed: alerts to servers that fail, by a process that is ended with SIGKILL at random instants, again and again.

What was acknowledged is held against what was queued: is anything lost, what came twice and under which key, in which order. Before
that, how many messages a second go to servers that are well.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import duckdb
from alerting_receivers import FAULTS, Fault, Received, http, serving, smtp
from rich.console import Console
from rich.table import Table

from flows.channels import Channel, MailChannel, Security, WebhookChannel
from flows.delivery.deliver import DeliveryCounts, deliver
from flows.delivery.retrying import Policy
from pipeline.records import Alert
from warehouse.alerting import outbox
from warehouse.alerting.alerts import add_alerts
from warehouse.database.opening import open_loader

CHANNELS = ("hook", "mail")
_LONGEST = 3600.0  # seconds for the last process to end
_TIMEOUT = 0.5  # seconds of patience with a receiver, so that one that hangs does not take all the time
_POLICY = Policy(
    first_wait=0.02,
    longest_wait=0.5,
    max_tries=10_000,
    max_age=timedelta(days=36_500),
    send_limit=5.0,
    budget=3600.0,
)
_LIFE = (0.0, 1.0)  # seconds from the first message a process may send to its end
_START = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
_PAUSE = 0.02  # seconds between two dispatches of one process


def queue(path: Path, alerts: int) -> None:
    """Alerts about made stories, each for both channels; their ids are in the order they are to be sent."""
    made = [
        Alert(
            alert_id=f"m{number:011}",
            rule="made",
            story_id=f"s{number:011}",
            article_id="a",
            reason="matched",
            evidence={"title": "Made"},
            raised_at=_START,
        )
        for number in range(alerts)
    ]
    with open_loader(path) as con:
        add_alerts(con, made, {"made": CHANNELS}, _START)


def channels_to(hook: int, mail: int, timeout: float) -> tuple[Channel, ...]:
    return (
        WebhookChannel(name="hook", url=f"http://127.0.0.1:{hook}/alerts", timeout=timeout),
        MailChannel(
            name="mail",
            host="127.0.0.1",
            port=mail,
            sender="watch@desk.example",
            to=("ann@desk.example",),
            security=Security.NONE,
            timeout=timeout,
        ),
    )


def dispatch(path: Path, hook: int, mail: int) -> None:
    """The process that is killed: sends until nothing waits."""
    channels = channels_to(hook, mail, _TIMEOUT)
    con = open_loader(path)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while _sent(con, channels).waiting:
        time.sleep(_PAUSE)
    con.close()


def _sent(con: duckdb.DuckDBPyConnection, channels: Sequence[Channel]) -> DeliveryCounts:
    return deliver(
        con, channels, clock=lambda: datetime.now(UTC), environ={}, stream=io.StringIO(), policy=_POLICY
    )


def kill_again_and_again(path: Path, ports: Sequence[int], kills: int, random: Random) -> int:
    """Each process is ended a random time after it may send its first message; how many were, while alerts were waiting."""
    for number in range(kills):
        process = _process(path, ports)
        time.sleep(random.uniform(*_LIFE))
        done = process.poll() is not None
        process.kill()
        process.wait()
        if done:
            return number
    return kills


def _process(path: Path, ports: Sequence[int]) -> "subprocess.Popen[str]":
    command = [sys.executable, __file__, "--dispatch", str(path), *map(str, ports)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def resend(path: Path) -> int:
    """Queue again what was refused for good."""
    with open_loader(path) as con:
        return outbox.requeue(con, datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one channel came to."""

    channel: str
    acknowledged: int  # alerts
    lost: int
    repeats: int  # acknowledged again: the process was killed before it could note the first time
    unanswered: int  # taken without an answer, so sent again
    other_keys: int  # alerts that came under more than one key
    out_of_order: int
    faults: Counter[str]


def judge(channel: str, alerts: int, received: Received) -> Judged:
    said = Counter(received.acknowledged)
    alert_of = {key: alert for key, under in received.alerts.items() for alert in under}
    keys = Counter(alert for under in received.alerts.values() for alert in under)
    first = [alert_of[key] for key in dict.fromkeys(received.acknowledged) if key not in received.given_up]
    return Judged(
        channel=channel,
        acknowledged=len(said),
        lost=alerts - len({alert_of[key] for key in said}),
        repeats=sum(said.values()) - len(said),
        unanswered=len(received.unanswered),
        other_keys=sum(count > 1 for count in keys.values()),
        out_of_order=sum(later < earlier for earlier, later in pairwise(first)),
        faults=received.met,
    )


def ledger(path: Path) -> str:
    """What the warehouse says of it."""
    with open_loader(path) as con:
        rows = con.execute("SELECT outcome, count(*) FROM delivery_log GROUP BY ALL ORDER BY ALL").fetchall()
        twice = con.execute(
            """SELECT count(*) FROM (FROM delivery_log SELECT alert_id, channel
               WHERE outcome = 'sent' GROUP BY ALL HAVING count(*) > 1)"""
        ).fetchall()
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in rows)
    return f"attempts in the warehouse: {outcomes}; marked as sent twice: {twice[0][0]}"


def throughput(alerts: int, console: Console) -> None:
    """Messages a second to servers that are well: each channel alone, then both at once."""
    for wanted in (("hook",), ("mail",), CHANNELS):
        hook, mail = Received(), Received()
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            ports = [stack.enter_context(serving(*one)) for one in ((http, hook), (smtp, mail))]
            path = Path(folder) / "news.duckdb"
            queue(path, alerts)
            channels = [one for one in channels_to(*ports, timeout=10.0) if one.name in wanted]
            with open_loader(path) as con:
                started = time.perf_counter()
                counts = _sent(con, channels)
                seconds = time.perf_counter() - started
        console.print(
            f"{' and '.join(wanted)}: {counts.sent:,} sent in {seconds:.1f} s, {counts.sent / seconds:,.0f} a second, "
            f"connections {hook.connections + mail.connections:,}"
        )


def killed(options: argparse.Namespace, console: Console) -> None:
    random = Random(options.seed)
    received = [
        Received(faults=options.faults, refused=options.refused, random=Random(random.random()))
        for _ in CHANNELS
    ]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ports = [stack.enter_context(serving(*one)) for one in zip((http, smtp), received, strict=True)]
        path = Path(folder) / "news.duckdb"
        queue(path, options.alerts)
        started = time.perf_counter()
        kills = kill_again_and_again(path, ports, options.kills, random)
        _finish(path, ports)
        dead = resend(path)
        _finish(path, ports)
        seconds = time.perf_counter() - started
        said = ledger(path)
    console.print(
        f"{options.alerts:,} alerts to {len(CHANNELS)} channels; killed {kills} times; {seconds:.0f} s in all"
    )
    console.print(f"{dead} were refused for good, stood as dead letters and were queued again; {said}")
    console.print(_table([judge(*one) for one in zip(CHANNELS, [options.alerts] * 2, received, strict=True)]))


def _finish(path: Path, ports: Sequence[int]) -> None:
    process = _process(path, ports)
    if process.wait(_LONGEST):
        raise SystemExit("the last process failed")


def _table(rows: Sequence[Judged]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for row in rows:
        table.add_column(row.channel, justify="right")
    lines: dict[str, Callable[[Judged], int]] = {
        "alerts acknowledged": lambda row: row.acknowledged,
        "lost": lambda row: row.lost,
        "repeats after a kill": lambda row: row.repeats,
        "alerts under more than one key": lambda row: row.other_keys,
        "out of order": lambda row: row.out_of_order,
        "taken without an answer, sent again": lambda row: row.unanswered,
    }
    for name, value in lines.items():
        table.add_row(name, *(f"{value(row):,}" for row in rows))
    for fault in (Fault.REFUSED, *FAULTS):
        table.add_row(f"  {fault}", *(f"{row.faults[fault]:,}" for row in rows))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--faults", type=float, default=0.01, help="share of messages that meet one")
    parser.add_argument(
        "--refused", type=float, default=0.001, help="share of messages that are refused for good"
    )
    parser.add_argument(
        "--well", type=int, default=2_000, help="alerts to servers that are well, for the throughput"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dispatch", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.dispatch:
        dispatch(Path(options.dispatch[0]), *map(int, options.dispatch[1:]))
        return
    console = Console(highlight=False, soft_wrap=True)
    if options.well:
        throughput(options.well, console)
    if options.kills:
        killed(options, console)


if __name__ == "__main__":
    main()
