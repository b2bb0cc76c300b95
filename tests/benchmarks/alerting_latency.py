"""From an item in a feed to its alert at a webhook, both on loopback: `wirewatch run --direct`, and `wirewatch up` on its schedule.

Each item stands in a feed of its own, for a feed is asked every ten minutes at most; its source is declared just before
the run that is to find it, so that the interval between two polls is left out.
"""

import argparse
import contextlib
import gzip
import json
import math
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from made_feeds import make_feed
from rich.console import Console
from rich.table import Table

WIREWATCH = Path(sys.executable).with_name("wirewatch")
_EARLY = 1.0  # seconds that Prefect may begin a run before its time
_LATEST = 240.0  # seconds until an alert is counted as lost
_TOPIC = '[[topic]]\nname = "made"\nquery = "the OR of"\n'
_ALERTS = """[[channel]]
name = "hook"
type = "webhook"
url = "http://127.0.0.1:{port}/hook"

[[rule]]
name = "made"
topics = ["made"]
channels = ["hook"]
"""


@dataclass
class Seen:
    """When each item was asked for, and when its alert came: seconds since the epoch, by the number of its feed."""

    asked: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, number: int) -> None:
        with self.changed:
            if not self.changed.wait_for(lambda: number in self.told, _LATEST):
                raise SystemExit(f"no alert of item {number} within {_LATEST:g} s")


class Web(BaseHTTPRequestHandler):
    """The feeds, and the webhook."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        kind, _, number = self.path[1:].partition("/")
        if kind != "feed":
            self._answer(404, b"")
            return
        seen, site = self.server.seen, f"http://127.0.0.1:{self.server.server_port}"
        seen.asked.setdefault(int(number), time.time())
        made = make_feed(site, int(number), entries=1, seed=self.server.seed, until=datetime.now(UTC))
        self._answer(200, gzip.decompress(made.packed), made.media_type)

    def do_POST(self) -> None:
        now, seen = time.time(), self.server.seen
        alert = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with seen.changed:
            for source in alert["sources"]:
                seen.told.setdefault(int(source["url"].split("/")[4]), now)  # http://host/article/NUMBER/0
            seen.changed.notify_all()
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes, media_type: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """On loopback, on any free port."""

    daemon_threads = True

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Web)
        self.seed, self.seen = seed, Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A workspace whose sources grow by one for each item."""

    folder: Path
    port: int

    @property
    def warehouse(self) -> Path:
        return self.folder / "news.duckdb"

    def prepare(self) -> None:
        self.folder.mkdir()
        (self.folder / "topics.toml").write_text(_TOPIC)
        (self.folder / "alerts.toml").write_text(_ALERTS.format(port=self.port))
        self.declare(0)

    def declare(self, items: int) -> None:
        sources = [
            f'[[source]]\nname = "feed-{number}"\nfeed = "http://127.0.0.1:{self.port}/feed/{number}"\nallow_private = true\n'
            for number in range(1, items + 1)
        ]
        partial = self.folder / "sources.partial"
        partial.write_text('[schedule]\nevery = "60 s"\n' + "\n".join(sources))
        partial.replace(self.folder / "sources.toml")  # whole: a run may be reading it

    def command(self, *arguments: str) -> list[str]:
        given = (*arguments, "-w", str(self.folder), "--warehouse", str(self.warehouse))
        return [str(WIREWATCH), *given]

    def run(self, *arguments: str) -> None:
        ran = subprocess.run(self.command(*arguments), check=False, capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{arguments} ended with {ran.returncode}:\n{ran.stderr[-3000:]}")

    def load_history(self, articles: int, seed: int) -> None:
        """What was there before: made articles, an alert about none of them."""
        if not articles:
            return
        made = make_feed("http://127.0.0.1", 0, entries=articles, seed=seed, until=datetime.now(UTC))
        path = self.folder / "history.xml"
        path.write_bytes(gzip.decompress(made.packed))
        (self.folder / "alerts.toml").rename(self.folder / "alerts.aside")
        self.run("ingest", str(path))
        (self.folder / "alerts.aside").rename(self.folder / "alerts.toml")

    def steps(self) -> list[dict[str, float]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            rows = con.execute("SELECT seconds FROM runs WHERE new = 1 ORDER BY started_at").fetchall()
        return [json.loads(seconds) for (seconds,) in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One alert on its way, in seconds."""

    from_start: float  # of the run: of its command, or of its time by the schedule
    from_asking: float  # since the feed was asked
    cpu: float | None = None  # of the command and all it started


def directly(desk: Desk, server: Server, items: int) -> Iterator[Arrival]:
    """A command a run, as cron would have it; the start of Python is part of it."""
    for number in range(1, items + 1):
        desk.declare(number)
        started, before = time.time(), _children_cpu()
        desk.run("run", "--direct", "--json")
        server.seen.wait(number)
        yield replace(_arrival(server.seen, number, started), cpu=_children_cpu() - before)


def scheduled(desk: Desk, server: Server, items: int) -> Iterator[Arrival]:
    """The supervised server; the run that finds an item was due at the last full interval before it asked."""
    with _up(desk) as home:
        for number in range(1, items + 1):
            desk.declare(number)
            server.seen.wait(number)
            yield _arrival(server.seen, number, _due(home, server.seen.asked[number]))


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _arrival(seen: Seen, number: int, started: float) -> Arrival:
    told = seen.told[number]
    return Arrival(from_start=told - started, from_asking=told - seen.asked[number])


@contextlib.contextmanager
def _up(desk: Desk) -> Iterator[Path]:
    """A running `wirewatch up`, its first run through; where its Prefect keeps its records."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(desk.command("up"), stdout=log, stderr=log, start_new_session=True)
        try:
            _until(lambda: desk.warehouse.exists() or process.poll() is not None)
            yield desk.folder / f".{desk.warehouse.stem}.prefect"
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(120)
            if code:
                log.seek(0)
                raise SystemExit(f"up ended with {code}:\n{log.read().decode()[-3000:]}")


def _due(home: Path, asked: float) -> float:
    """When the run that asked then was to begin: the latest time by the schedule before that, of those that have begun."""
    with contextlib.closing(sqlite3.connect(f"file:{home / 'prefect.db'}?mode=ro", uri=True)) as con:
        rows = con.execute("SELECT expected_start_time FROM flow_run WHERE start_time IS NOT NULL").fetchall()
    times = [datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() for (text,) in rows]
    return max(moment for moment in times if moment <= asked + _EARLY)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _LATEST
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"nothing came within {_LATEST:g} s")
        time.sleep(0.2)


WAYS = {"direct": directly, "up": scheduled}


def measure(way: str, options: argparse.Namespace, console: Console) -> None:
    server = Server(options.seed)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder=Path(folder) / "desk", port=server.server_port)
        desk.prepare()
        desk.load_history(options.history, options.seed)
        found = list(WAYS[way](desk, server, options.items))
        steps = desk.steps()
    server.shutdown()
    server.server_close()
    table = Table("seconds", box=None, pad_edge=False)
    for column in ("median", "p95", "most"):
        table.add_column(column, justify="right")
    _add(table, "start of the run to alert", [one.from_start for one in found])
    _add(table, "feed asked to alert", [one.from_asking for one in found])
    if used := [one.cpu for one in found if one.cpu is not None]:
        _add(table, "processor time of the command", used)
    for name in dict.fromkeys(name for step in steps for name in step):
        _add(table, f"  step {name}", [step[name] for step in steps if name in step])
    console.print(
        f"{way}: {len(found)} items, {options.history} articles before them; {_load()}", table, "", sep="\n"
    )


def _load() -> str:
    return f"the machine's load was {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores"


def _add(table: Table, name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]  # nearest rank
    table.add_row(name, f"{median(ordered):.2f}", f"{p95:.2f}", f"{ordered[-1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", choices=[*WAYS, []], default=list(WAYS), help="all, unless given")
    parser.add_argument("--items", type=int, default=21)
    parser.add_argument(
        "--history", type=int, default=300, help="articles in the warehouse before the first item"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    for way in options.ways or WAYS:
        measure(way, options, console)


if __name__ == "__main__":
    main()
