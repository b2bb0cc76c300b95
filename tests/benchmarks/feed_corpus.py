"""Every file below a folder of feeds through wirewatch's parser, feedparser alone and lemon24/reader's. See README.md here."""

import argparse
import json
import re
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.table import Table

from flows.sources.feed_parser import FeedParser, ParseError
from flows.workspaces.opml import OpmlError, Outline, is_opml, read_opml

HERE = Path(__file__).parent
REPO = HERE.parents[1]
_HANG = 10.0  # seconds
_LIST = "opml"
_SHOWN = 12  # files listed of each difference
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,40})")
_POSITION = re.compile(r"<unknown>:\d+:\d+: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    kind: str = ""  # of feed; empty: it is none
    entries: int = 0
    refused: str | None = None  # why
    fault: str | None = None  # an exception that no caller expects
    seconds: float = 0.0

    @property
    def is_read(self) -> bool:
        """As a feed."""
        return bool(self.kind or self.entries) and self.kind != _LIST


class Alone:
    """A peer's parser in a process that is killed when one file takes too long."""

    def __init__(self, python: Path, name: str) -> None:
        self._command = [python, HERE / "parse_alone.py", name]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def __call__(self, path: Path) -> Outcome:
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
            )
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], _HANG)
        line = process.stdout.readline() if ready else ""
        if not line:
            self.__exit__()
            return Outcome(fault="died" if ready else None, seconds=0.0 if ready else _HANG)
        return _peer_outcome(json.loads(line))


def _peer_outcome(said: dict[str, Any]) -> Outcome:
    """A ParseError is reader's word for a refusal; any other exception is one."""
    error = said["error"]
    refused = said.get("detail", "").partition(":")[0] or error if error == "ParseError" else None
    if not error and not said["kind"] and not said["entries"]:
        refused = "no feed"
    return Outcome(
        kind=said["kind"],
        entries=said["entries"],
        refused=refused,
        fault=error if error != "ParseError" else None,
        seconds=said["seconds"],
    )


class Ours:
    """wirewatch: OPML is read as a list of feeds, everything else goes to the feed parser."""

    def __init__(self, parser: FeedParser) -> None:
        self._parser = parser
        self.listed = 0  # feeds that lists name

    def __call__(self, path: Path) -> Outcome:
        body, started = path.read_bytes(), time.perf_counter()
        try:
            kind, entries, refused = self._read_list(body) if is_opml(body) else self._read_feed(body)
            fault = None
        except Exception as error:  # noqa: BLE001 (there must be none: that is what is counted here)
            kind, entries, refused, fault = "", 0, None, type(error).__name__
        took = time.perf_counter() - started
        return Outcome(kind=kind, entries=entries, refused=refused, fault=fault, seconds=took)

    def _read_feed(self, body: bytes) -> tuple[str, int, str | None]:
        try:
            feed = self._parser.parse(body, url="http://feed.invalid/", content_type="application/xml")
        except ParseError as error:
            return "", 0, str(error)
        read = feed.version or feed.entries
        return feed.version, len(feed.entries), None if read else _why(body, feed.problem)

    def _read_list(self, body: bytes) -> tuple[str, int, str | None]:
        try:
            feeds = sum(isinstance(one, Outline) for one in read_opml(body))
        except OpmlError as error:
            return "", 0, str(error)
        self.listed += feeds
        return _LIST, 0, None


def _why(body: bytes, problem: str | None) -> str:
    """What a body is that is no feed."""
    if not body.strip():
        return "no feed: empty"
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return "no feed: JSON" + (", broken" if problem else " without the version of JSON Feed")
    root = next((name.decode() for name in _ROOT.findall(body[:4_000])), None)
    if root is None:
        return "no feed: no markup"
    if "html" in root.lower() or root.lower() in {"head", "body", "div", "p"}:
        return "no feed: a web page"
    return f"no feed: <{root}>" + (f", {_POSITION.sub('', problem)[:70]}" if problem else "")


def _figures(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    read = [one for one in outcomes if one.is_read]
    took = sorted(one.seconds * 1000 for one in read)
    hangs = sum(one.seconds >= _HANG for one in outcomes)
    yield "files", f"{len(outcomes):,}"
    yield "read, with entries", f"{sum(one.entries > 0 for one in read):,}"
    yield "read, without an entry", f"{sum(one.entries == 0 for one in read):,}"
    yield "lists of feeds (OPML)", f"{sum(one.kind == _LIST for one in outcomes):,}"
    yield "refused with a reason", f"{sum(one.refused is not None for one in outcomes):,}"
    yield "exceptions", f"{sum(one.fault is not None for one in outcomes):,}"
    yield f"hangs (over {_HANG:g} s)", f"{hangs:,}"
    yield "entries in all", f"{sum(one.entries for one in outcomes):,}"
    yield "ms a feed read: mean", f"{sum(took) / len(took):.1f}" if took else "-"
    yield "ms a feed read: median", f"{took[len(took) // 2]:.1f}" if took else "-"
    yield "ms a feed read: worst", f"{took[-1]:.0f}" if took else "-"


def figures_table(results: dict[str, list[Outcome]]) -> Table:
    table = Table("", *results, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    columns = [dict(_figures(outcomes)) for outcomes in results.values()]
    for label in columns[0]:
        table.add_row(label, *(figures[label] for figures in columns))
    return table


def reasons_table(name: str, outcomes: Sequence[Outcome]) -> Table:
    table = Table("files", f"not read by {name} because", box=None, pad_edge=False, header_style="bold")
    table.columns[0].justify = "right"
    reasons = (one.refused or one.fault for one in outcomes)
    for reason, count in Counter(reason for reason in reasons if reason).most_common():
        table.add_row(str(count), reason)
    return table


def differences(
    paths: Sequence[Path], ours: Sequence[Outcome], theirs: Sequence[Outcome], peer: str
) -> Iterator[str]:
    """Where one reads what the other does not, and where the same feed has another number of entries."""
    pairs = list(zip(paths, ours, theirs, strict=True))
    lists = {
        f"read by wirewatch, not by {peer}": [p for p, a, b in pairs if a.is_read and not b.is_read],
        f"read by {peer}, not by wirewatch": [p for p, a, b in pairs if b.is_read and not a.is_read],
        f"read by both, fewer entries by wirewatch than by {peer}": [
            p for p, a, b in pairs if a.is_read and b.is_read and a.entries < b.entries
        ],
        f"read by both, more entries by wirewatch than by {peer}": [
            p for p, a, b in pairs if a.is_read and b.is_read and a.entries > b.entries
        ],
    }
    for title, found in lists.items():
        kinds = ", ".join(
            f"{count} {kind}" for kind, count in Counter(p.suffix for p in found).most_common(4)
        )
        yield f"{len(found):>5} {title}" + (f" ({kinds})" if found else "")
        yield from (f"        {path.parent.name}/{path.name}" for path in found[:_SHOWN])


def read_all(paths: Sequence[Path], cache: Path) -> tuple[dict[str, list[Outcome]], int]:
    """By contender, the outcome of each file; and how many feeds the lists name."""
    python = cache / "reader" / "bin" / "python"
    with ExitStack() as stack:
        ours = Ours(stack.enter_context(FeedParser()))
        contenders: dict[str, Callable[[Path], Outcome]] = {
            "wirewatch": ours,
            "feedparser": stack.enter_context(Alone(Path(sys.executable), "feedparser")),
        }
        if python.exists():
            contenders["reader"] = stack.enter_context(Alone(python, "reader"))
        results = {name: [parse(path) for path in paths] for name, parse in contenders.items()}
        return results, ours.listed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--cache", type=Path, default=REPO / ".bench", help="where collecting.py installed reader"
    )
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.resolve().rglob("*") if path.is_file())
    if not paths:
        parser.error(f"there is no file below {options.folder}")
    results, listed = read_all(paths, options.cache.resolve())
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)
    console.print(figures_table(results), "")
    console.print(f"The lists name {listed:,} feeds.\n")
    for name, outcomes in results.items():
        if not all(one.is_read for one in outcomes):
            console.print(reasons_table(name, outcomes), "")
    for peer in list(results)[1:]:
        console.print("\n".join(differences(paths, results["wirewatch"], results[peer], peer)), "")


if __name__ == "__main__":
    main()
