"""Collecting, side by side with lemon24/reader: a thousand feeds on two hundred hosts, all on loopback. See README.md here."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from measure import Cost, run
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
REPO = HERE.parents[1]
WIREWATCH = Path(sys.executable).with_name("wirewatch")
_HOURS = 12.0  # between the polls: every feed is due by then, and none is asked without its validators yet
# The feedparser that reader 3.26 carries needs sgmllib3k and does not say so.
_READER = ("reader>=3.20", "sgmllib3k")
_PATIENCE = 600.0  # seconds for one command


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One contender's poll of all feeds: what it says, what it cost, what the server saw."""

    said: dict[str, Any]
    cost: Cost
    served: dict[str, Any]


class Server:
    """The server process; a context, so that it ends whatever happens."""

    def __init__(self, options: argparse.Namespace) -> None:
        settings = {
            "hosts": options.hosts,
            "feeds": options.feeds,
            "entries": options.entries,
            "seed": options.seed,
            "until": datetime.now(UTC).replace(microsecond=0).isoformat(),
            "latency": options.latency,
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [sys.executable, HERE / "feed_server.py", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        self.ready = self._take()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def served(self) -> dict[str, Any]:
        """What was asked since the last time."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._take()

    def _take(self) -> dict[str, Any]:
        assert self._process.stdout
        return dict(json.loads(self._process.stdout.readline()))

    def addresses(self, hosts: int, feeds: int) -> list[str]:
        """Host after host within one number, so that no two neighbours are on the same host."""
        names = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
        return [
            f"http://{name}:{self.ready['port']}/feed/{number}"
            for number in range(1, feeds + 1)
            for name in names
        ]


def measured(server: Server, command: Sequence[str | Path]) -> Run:
    server.served()
    cost = run(command, seconds=_PATIENCE)
    return Run(said=json.loads(cost.output.splitlines()[-1]), cost=cost, served=server.served())


def write_workspace(folder: Path, addresses: Sequence[str]) -> Path:
    folder.mkdir(parents=True)
    tables = [
        f'[[source]]\nname = "feed-{number}"\nfeed = "{address}"\nallow_private = true\n'
        for number, address in enumerate(addresses)
    ]
    (folder / "sources.toml").write_text("\n".join(tables), "utf-8")
    return folder


def poll_wirewatch(server: Server, folder: Path, addresses: Sequence[str], *flags: str) -> tuple[Run, Run]:
    """Collecting alone, twice."""
    command = [sys.executable, HERE / "poll_wirewatch.py"]
    command += [write_workspace(folder / "desk", addresses), folder, *flags]
    return measured(server, command), measured(server, [*command, "--hours", str(_HOURS)])


def poll_reader(
    server: Server, python: Path, folder: Path, addresses: Sequence[str], workers: int
) -> tuple[Run, Run]:
    folder.mkdir()
    listed = folder / "addresses.txt"
    listed.write_text("\n".join(addresses), "utf-8")
    command = [python, HERE / "poll_reader.py", folder / "reader.sqlite", listed, "--workers", str(workers)]
    return measured(server, command), measured(server, command)


def run_whole(server: Server, folder: Path, addresses: Sequence[str]) -> tuple[Run, Run]:
    """The product as a person starts it, all stages, and at once again."""
    desk = write_workspace(folder / "desk", addresses)
    command = [WIREWATCH, "run", "--direct", "--json", "-w", desk, "--warehouse", folder / "news.duckdb"]
    return measured(server, command), measured(server, command)


def reader_python(cache: Path) -> Path:
    """An environment of its own for reader, made once."""
    python = cache.resolve() / "reader" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "reader"], check=True)
    install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *_READER], check=True)
    return python


def _table(title: str, columns: Iterable[str]) -> Table:
    """A row a figure, a column a run."""
    table = Table(title, *columns, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def polls_table(title: str, runs: dict[str, Run]) -> Table:
    rows = {name: _figures(one) for name, one in runs.items()}
    table = _table(title, rows)
    for label in next(iter(rows.values())):
        table.add_row(label, *(figures[label] for figures in rows.values()))
    return table


def _figures(one: Run) -> dict[str, str]:
    said, cost, served = one.said, one.cost, one.served
    asked, statuses = served["feeds"], served["statuses"]
    return {
        "feeds asked": f"{asked:,}",
        "read, unchanged, failed": " ".join(
            str(said.get(status, 0)) for status in ("ok", "unchanged", "failed")
        ),
        "feeds a minute": f"{60 * asked / said['seconds']:,.0f}",
        "polling, s": f"{said['seconds']:.1f}",
        "polling, CPU s": f"{said['cpu_seconds']:.1f}",
        "feeds a minute of CPU": f"{60 * asked / said['cpu_seconds']:,.0f}",
        "whole command, s": f"{cost.seconds:.1f}",
        "whole command, CPU s": f"{cost.cpu_seconds:.1f}",
        "peak memory, all processes, MB": f"{cost.peak_bytes / 1e6:.0f}",
        "requests": f"{served['requests']:,}",
        "answers 200, 304, other": " ".join(str(count) for count in _answers(statuses)),
        "most at once for a host": str(served["most_at_once"]),
        "shortest pause on a host, ms": _milliseconds(served["pause"]),
        "sent by the server, MB": f"{served['bytes'] / 1e6:.2f}",
        "entries taken": f"{said.get('documents', 0):,}",
    }


def _answers(statuses: dict[str, int]) -> tuple[int, int, int]:
    full, unchanged = statuses.get("200", 0), statuses.get("304", 0)
    return full, unchanged, sum(statuses.values()) - full - unchanged


def _milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.0f}"


def troubles(runs: dict[str, Run]) -> Iterator[str]:
    """What went wrong, in the words of the contender."""
    for name, one in runs.items():
        yield from (f"{name}, {count} times: {error}" for error, count in one.said["errors"])


def whole_table(title: str, runs: dict[str, Run]) -> Table:
    """All stages, from the network to the report: the figures of `wirewatch run --direct`, by its own summary."""
    table = _table(title, runs)
    for name in ("in", "new", "repeats", "rejected", "stories"):
        table.add_row(
            f"documents {name}" if name == "in" else name, *(f"{one.said[name]:,}" for one in runs.values())
        )
    table.add_row("requests", *(f"{one.served['requests']:,}" for one in runs.values()))
    table.add_row(
        "documents a second", *(f"{one.said['in'] / one.cost.seconds:.0f}" for one in runs.values())
    )
    table.add_row("whole command, s", *(f"{one.cost.seconds:.1f}" for one in runs.values()))
    table.add_row("whole command, CPU s", *(f"{one.cost.cpu_seconds:.1f}" for one in runs.values()))
    table.add_row(
        "peak memory, all processes, MB", *(f"{one.cost.peak_bytes / 1e6:.0f}" for one in runs.values())
    )
    steps = dict.fromkeys(step for one in runs.values() for step in one.said["seconds"])
    for step in steps:
        table.add_row(f"  {step}, s", *(f"{one.said['seconds'].get(step, 0):.1f}" for one in runs.values()))
    return table


def about(ready: dict[str, Any], options: argparse.Namespace) -> str:
    return (
        f"{options.hosts * options.feeds:,} feeds of {options.entries} entries on {options.hosts} hosts, "
        f"{ready['smallest'] / 1e3:.0f} to {ready['largest'] / 1e3:.0f} kB each, {ready['size'] / 1e6:.1f} MB in all, "
        f"{ready['packed'] / 1e6:.1f} MB packed; every answer takes {options.latency * 1000:.0f} ms.\n"
    )


def poll_all(server: Server, folder: Path, options: argparse.Namespace) -> dict[str, tuple[Run, Run]]:
    """By contender, both polls of all feeds."""
    addresses = server.addresses(options.hosts, options.feeds)
    runs = {"wirewatch": poll_wirewatch(server, folder / "polite", addresses)}
    runs["wirewatch, spacing 0"] = poll_wirewatch(server, folder / "hasty", addresses, "--spacing", "0")
    if options.reader:
        python = reader_python(options.cache)
        polled = poll_reader(server, python, folder / "reader", addresses, options.workers)
        runs[f"reader {polled[0].said['version']}, {options.workers} threads"] = polled
    return runs


def main() -> None:
    if sys.platform != "linux":
        sys.exit("collecting.py needs Linux: 200 addresses of loopback, and /proc.")
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)
    with Server(options) as server, tempfile.TemporaryDirectory(prefix="collecting-") as scratch:
        console.print(about(server.ready, options))
        runs = poll_all(server, Path(scratch), options)
        for place, title in enumerate(("First poll, from network to spool", "Second poll, all due again")):
            polls = {name: both[place] for name, both in runs.items()}
            console.print(polls_table(title, polls), *troubles(polls), "", sep="\n")
        some = server.addresses(options.whole, options.feeds)
        first, again = run_whole(server, Path(scratch) / "whole", some)
        title = f"wirewatch run, {len(some)} of the feeds"
        console.print(whole_table(title, {"first": first, "at once again": again}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=REPO / ".bench", help="where reader is installed")
    parser.add_argument("--no-reader", dest="reader", action="store_false", help="without lemon24/reader")
    parser.add_argument("--workers", type=int, default=10, help="threads of reader")
    parser.add_argument("--hosts", type=int, default=200, choices=range(1, 255), metavar="1-254")
    parser.add_argument("--feeds", type=int, default=5, help="of a host")
    parser.add_argument("--entries", type=int, default=50, help="of a feed")
    parser.add_argument("--whole", type=int, default=6, help="hosts whose feeds go through all stages")
    parser.add_argument("--latency", type=float, default=0.02, help="seconds before each answer")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
