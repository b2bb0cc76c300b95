"""Folding side by side with datasketch and rensa: corrupted copies, and texts that only look like copies. See README.md here."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from copy_set import Pairs, Score, Stream, made_streams, mean, read, score
from corruptions import CORRUPTIONS, Text, made_text
from rich.console import Console
from rich.table import Table

from pipeline.copies.fold import Copies
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.records import Article, Copy, CopyKind

HERE = Path(__file__).parent
REPO = HERE.parents[1]
PEERS = ("datasketch", "rensa")
_ORDERS = 3  # shuffled ones, of which the mean is shown
_PRECISE = 0.99


def ours(streams: Sequence[Stream]) -> list[Score]:
    """In order of arrival and shuffled: what is folded, and that with the partial copies."""
    started = time.process_time()
    prints = [[_print(text, str(n)) for n, text in enumerate(stream.texts)] for stream in streams]
    printing = time.process_time() - started
    runs = [list(_run(streams, prints, order, printing)) for order in range(_ORDERS + 1)]
    shuffled = [mean(f"{some[0].name}, shuffled", some) for some in zip(*runs[1:], strict=True)]
    return [one for both in zip(runs[0], shuffled, strict=True) for one in both]


def _run(
    streams: Sequence[Stream], prints: Sequence[Sequence[CopyPrint]], order: int, printing: float
) -> Iterator[Score]:
    started = time.process_time()
    found = [_fold(some, order) for some in prints]
    seconds = printing + time.process_time() - started
    folded = [_pairs(copy for copy in copies if copy.kind is not CopyKind.PARTIAL) for copies in found]
    yield score("wirewatch", streams, folded, seconds)
    yield score("wirewatch +partial", streams, list(map(_pairs, found)), seconds)


def _print(text: Text, name: str) -> CopyPrint:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    return copy_print(
        Article(article_id=name, uri=name, source="set", text=text.text, title=text.title, content_hash=name, seen_at=moment)
    )  # fmt: skip


def _fold(prints: Sequence[CopyPrint], order: int) -> list[Copy]:
    """Order 0 is that of arrival; any other is a seed."""
    copies = Copies()
    shuffled = Random(order).sample(prints, len(prints)) if order else prints
    return [copy for copy in map(copies.fold, shuffled) if copy]


def _pairs(copies: Iterable[Copy]) -> Pairs:
    """A copy with its origin, with the article it is nearest to, and with each other one that it was merged from."""
    found = set()
    for copy in copies:
        others: Any = copy.evidence.get("others", ())
        partners = {copy.origin_id, str(copy.evidence["nearest"]), *(str(one["origin"]) for one in others)}
        found |= {frozenset((int(copy.article_id), int(one))) for one in partners}
    return found


def peer(name: str, streams: Sequence[Stream], cache: Path) -> list[Score]:
    """One score a threshold."""
    texts = list(dict.fromkeys(text.text for stream in streams for text in stream.texts))
    numbers = {text: number for number, text in enumerate(texts)}
    asked = {"texts": texts, "streams": [[numbers[text.text] for text in stream.texts] for stream in streams]}
    command = [_python(cache), HERE / "copies_alone.py", name]
    ended = subprocess.run(command, check=True, input=json.dumps(asked), stdout=subprocess.PIPE, text=True)
    answer = json.loads(ended.stdout)
    share = sum(len(stream.texts) for stream in streams) / len(
        texts
    )  # wirewatch prints each text of each stream
    return [
        score(
            f"{name} {answer['version']}, {run['threshold']:g}",
            streams,
            [{frozenset(pair) for pair in pairs} for pairs in run["pairs"]],
            share * answer["prints_seconds"] + run["seconds"],
        )
        for run in answer["runs"]
    ]


def _python(cache: Path) -> Path:
    """An environment of their own for the peers, made once."""
    python = cache.resolve() / "copies" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "copies"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *PEERS], check=True)
    return python


def chosen(scores: Sequence[Score]) -> list[Score]:
    """The best threshold by F1; and, where it is another, the one that finds most with no more than one false pair in a hundred."""
    best = max(scores, key=lambda one: one.f1)
    precise = [one for one in scores if one.precision >= _PRECISE]
    safest = max(precise, key=lambda one: one.mean_recall, default=best)
    return [best] if safest is best else [best, safest]


def _table(scores: Sequence[Score], rows: Mapping[str, Sequence[str]]) -> Table:
    """A contender a column."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column("", no_wrap=True)
    for one in scores:
        made.add_column(one.name, justify="right")
    for name, figures in rows.items():
        made.add_row(name, *figures)
    return made


def recall_table(scores: Sequence[Score]) -> Table:
    rows = {kind: [f"{one.recall[kind]:.3f}" for one in scores] for kind in CORRUPTIONS}
    rows["all"] = [f"{one.mean_recall:.3f}" for one in scores]
    rows["light edits"] = [f"{one.light:.3f}" for one in scores]
    return _table(scores, rows)


def false_table(scores: Sequence[Score], streams: Sequence[Stream]) -> Table:
    kinds = [stream.kind for stream in streams if not stream.copies]
    rows = {kind: [f"{one.false[kind]:.3g}" for one in scores] for kind in kinds}
    for kind in CORRUPTIONS:
        if any(one.false[kind] for one in scores):
            rows[kind] = [f"{one.false[kind]:.3g}" for one in scores]
    rows["precision of all pairs"] = [f"{one.precision:.4f}" for one in scores]
    rows["texts a second"] = [f"{one.speed:,.0f}" for one in scores]
    return _table(scores, rows)


def main() -> None:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    rng = Random(options.seed)
    made = [made_text(rng, f"made {n}") for n in range(options.sample)]
    originals = read(options.originals, options.sample) if options.originals else made
    streams = list(made_streams(originals, read(options.reports) if options.reports else [], options.seed))
    peers = [peer(name, streams, options.cache) for name in PEERS] if options.peers else []
    scores = [*ours(streams), *(one for some in peers for one in chosen(some))]
    words = fmean(len(one.text.split()) for one in originals)
    console.print(
        f"{len(originals)} originals of {words:.0f} words: share of the corrupted copies that was found; {_load()}"
    )
    console.print(recall_table(scores))
    console.print("\nfalse pairs")
    console.print(false_table(scores, streams))
    for some in peers:
        console.print()
        console.print(thresholds_table(some))


def thresholds_table(scores: Sequence[Score]) -> Table:
    rows = {
        "recall": [f"{one.mean_recall:.3f}" for one in scores],
        "of light edits": [f"{one.light:.3f}" for one in scores],
        "precision": [f"{one.precision:.3f}" for one in scores],
    }
    return _table(scores, rows)


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "originals",
        type=Path,
        nargs="?",
        help="JSON Lines of uri, title, text, may be gzip; made ones without",
    )
    parser.add_argument(
        "--reports", type=Path, help="the same, independent reports with their events beside it"
    )
    parser.add_argument("--sample", type=int, default=200, help="originals, evenly spread")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--cache", type=Path, default=REPO / ".bench", help="where the peers are installed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
