"""Extraction side by side with trafilatura, newspaper4k and readability-lxml, on labelled sets of pages. See README.md here."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from contenders import NAMES, OURS, PEERS, REPO, Result, contest
from page_set import LabelledPage, read_own, read_set
from rich.console import Console
from rich.table import Table

from flows.loading.workers import Workers
from pipeline.records import Document
from pipeline.topics.topic import Matcher

HERE = Path(__file__).parent
_WORST = 10
_RUNS = 3  # of each number of worker processes, by turns
_WORKED = 240  # pages for the worker processes, evenly spread


def _table(*columns: str, left: int = 1) -> Table:
    """The first `left` columns are words, the others figures."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < left else "right", no_wrap=place < left)
    return table


def quality_table(results: Sequence[Result]) -> Table:
    """`ours is x`: how many times as many pages a second wirewatch does, the median over the passes."""
    table = _table("", "F1", "precision", "recall", "pages/s", "ours is x", "peak MB", "failed")
    ours = next(one.passes for one in results if one.name == OURS)
    for one in results:
        figures = [f"{score:.4f}" for score in one.scores()]
        speed = one.pages_a_second
        table.add_row(
            f"{one.name} {one.version}" if "+meta" not in one.name else one.name,
            *figures,
            f"{speed:.1f}",
            f"{median(theirs / mine for theirs, mine in zip(one.passes, ours, strict=True)):.2f}",
            f"{one.peak_bytes / 1e6:.0f}",
            str(one.troubles),
        )
    return table


def fields_table(pages: Sequence[LabelledPage], results: Sequence[Result]) -> Table | None:
    """None where the set has no such labels."""
    rows = {one.name: one.fields_right(pages) for one in results if _reads_metadata(one.name)}
    named = list(next(iter(rows.values()), {}))
    if not named:
        return None
    table = _table("", *named)
    for name, right in rows.items():
        table.add_row(name, *(f"{good / of:.3f} ({good}/{of})" for good, of in right.values()))
    return table


def _reads_metadata(name: str) -> bool:
    return name in {OURS, "newspaper4k"} or name.endswith("+meta")


def verdict_line(ours: Result) -> str:
    counts = Counter(str(one.get("kind")) for one in ours.answers)
    return "verdicts: " + ", ".join(f"{kind} {count}" for kind, count in counts.most_common())


def worst_table(pages: Sequence[LabelledPage], results: Sequence[Result]) -> Table:
    """Where ours is lowest, with the best of the others beside it."""
    ours = next(one for one in results if one.name == OURS)
    rest = [one for one in results if one is not ours]
    columns = ("page", "why", "best other", "verdict", "F1", "precision", "recall", "its F1")
    table = _table(*columns, left=4)
    for place in sorted(range(len(pages)), key=lambda place: ours.overlaps[place].f1)[:_WORST]:
        mine = ours.overlaps[place]
        best = max(rest, key=lambda one: one.overlaps[place].f1, default=ours)
        kind = str(ours.answers[place].get("kind"))
        numbers = (mine.f1, mine.precision, mine.recall, best.overlaps[place].f1)
        table.add_row(
            _short(pages[place]),
            mine.trouble,
            best.name.removesuffix(" +meta"),
            kind,
            *(f"{score:.2f}" for score in numbers),
        )
    return table


def _short(page: LabelledPage) -> str:
    return (page.url or page.uri).removeprefix("https://").removeprefix("http://").removeprefix("www.")[:40]


def workers_table(pages: Sequence[LabelledPage], counts: Sequence[int]) -> Table:
    """Wall time of all that is prepared from the pages (extraction, fingerprints, names), by number of processes."""
    documents = [_document(page) for page in pages]
    speeds: dict[int, list[float]] = {count: [] for count in counts}
    pools = {count: Workers(Matcher(()), count) for count in counts}
    for pool in pools.values():
        list(pool(documents[:8]))  # started, and warm
    for run in range(_RUNS):
        for count in counts if run % 2 == 0 else counts[::-1]:
            started = time.perf_counter()
            done = len(list(pools[count](documents)))
            speeds[count].append(done / (time.perf_counter() - started))
    for pool in pools.values():
        pool.__exit__(None, None, None)
    table = _table("processes", "pages/s", "ratio", "of each run")
    one = median(speeds[counts[0]])
    for count, speed in speeds.items():
        each = " ".join(f"{run:.1f}" for run in speed)
        table.add_row(str(count), f"{median(speed):.1f}", f"{median(speed) / one:.2f}", each)
    return table


def _document(page: LabelledPage) -> Document:
    return Document(
        uri=page.uri,
        source="set",
        media_type="text/html",
        content=page.html,
        fetched_at=datetime.now(UTC),
        url=page.url,
    )


def memory_table(folder: Path, sets: Sequence[str], count: int) -> Table:
    """Resident memory of the worker processes and of theirs over many pages, the sets again and again in other words."""
    command = [sys.executable, str(HERE / "extract_memory.py"), str(folder), ",".join(sets), str(count)]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=REPO)
    table = _table("pages", "seconds", "this process, MB", "each of its own, MB")
    for line in ended.stdout.splitlines():
        seen = json.loads(line)
        each = " ".join(f"{size / 1e6:.0f}" for size in seen["others"])
        table.add_row(f"{seen['pages']:,}", str(seen["seconds"]), f"{seen['own'] / 1e6:.0f}", each)
    return table


def of_one_set(
    name: str, pages: Sequence[LabelledPage], options: argparse.Namespace
) -> Iterator[Table | str]:
    names = [one for one in NAMES if options.peers or one not in PEERS]
    results = list(contest(names, pages, options.passes, options.cache))
    size = sum(len(page.html) for page in pages) / len(pages) / 1e3
    yield f"{name}: {len(pages)} pages of {size:.0f} kB; processor time, median of {options.passes} passes; {_load()}"
    yield quality_table(results)
    fields = fields_table(pages, results)
    if fields:
        yield f"\n{name}: fields exactly right"
        yield fields
    yield f"\n{name}: {verdict_line(next(one for one in results if one.name == OURS))}"
    yield f"\n{name}: our worst {_WORST}"
    yield worst_table(pages, results)
    yield ""


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main() -> None:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 132, highlight=False, markup=False)
    sets = {name: read_set(options.folder, name, options.sample) for name in options.sets if options.folder}
    sets["own"] = read_own()
    for name, pages in sets.items():
        for part in of_one_set(name, pages, options):
            console.print(part)
    if options.workers:
        every = [page for pages in sets.values() for page in pages]
        every = every[:: max(1, len(every) // _WORKED)]
        console.print(f"Worker processes: {len(every)} pages through prepare(), wall time; {_load()}")
        console.print(workers_table(every, (1, 2)), "")
    if options.memory and options.folder:
        console.print(f"Memory of two worker processes over {options.pages:,} pages; resident")
        console.print(memory_table(options.folder, options.sets, options.pages))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        help="with NAME.jsonl.gz and NAME.truth.json.gz; our own pages only without",
    )
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["aeb", "wcxb"])
    parser.add_argument("--sample", type=int, help="pages of a set, evenly spread; all of them otherwise")
    parser.add_argument("--passes", type=int, default=3, help="over each set, for the speed")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="trafilatura only beside ours")
    parser.add_argument(
        "--no-workers", dest="workers", action="store_false", help="without 1 and 2 processes"
    )
    parser.add_argument(
        "--memory", action="store_true", help="with the memory of the processes over many pages"
    )
    parser.add_argument("--pages", type=int, default=100_000, help="for --memory, which needs a folder")
    parser.add_argument("--cache", type=Path, default=REPO / ".bench", help="where the peers are installed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
