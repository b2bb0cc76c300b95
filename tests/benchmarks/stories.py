"""Grouping labelled sets at one setting, beside peers at the cut that is best for each set. See README.md here."""

import argparse
import gzip
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from pipeline.copies.fold import Copies
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.extract import extract
from pipeline.records import Article, CopyKind, Document
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.story import Stories
from pipeline.texts.text import sentences

HERE = Path(__file__).parent
REPO = HERE.parents[1]
_SEEN = datetime(2026, 1, 1, tzinfo=UTC)
_SENTENCE = 3  # words; fewer are a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article, and the event it reports."""

    text: str  # with its title, as a peer reads it
    event: str
    copy_print: CopyPrint
    story_print: StoryPrint


class Score(NamedTuple):
    """Of one partition."""

    precision: float
    recall: float
    f1: float  # B-cubed (Bagga and Baldwin, 1998)
    ari: float  # adjusted Rand index (Hubert and Arabie, 1985)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One setting of one contender on one set: file order first, then the shuffled ones, if it streams."""

    cut: float | None
    scores: list[Score]


def read(path: Path, shorten: str | None = None, seed: int = 0) -> list[Report]:
    """A set: lines with uri, title, text or html, published_at; NAME.truth.json.gz beside it says the events by uri.

    `shorten`: to what half of the articles, a random one, are cut: "headline", or "teaser", with the first sentence.
    """
    truth_path = path.with_name(path.name.replace(".jsonl", ".truth.json"))
    truth = json.loads(_opened(truth_path))
    rows = [json.loads(line) for line in _opened(path).splitlines()]
    articles = [(_article(row), str(truth[row["uri"]])) for row in rows if row["uri"] in truth]
    half = Random(seed).sample(range(len(articles)), len(articles) // 2) if shorten else []
    for at in half:
        article, event = articles[at]
        articles[at] = (_shortened(article, shorten), event)
    return [_report(article, event) for article, event in articles]


def _opened(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def _article(row: Mapping[str, Any]) -> Article:
    published = row.get("published_at")
    found = extract(
        Document(
            uri=row["uri"],
            source="set",
            media_type="text/html" if row.get("html") else "text/plain",
            content=row.get("html") or row.get("text") or "",
            title=row.get("title"),
            outlet=row.get("outlet"),
            language=row.get("language"),
            fetched_at=_SEEN,
            published_at=datetime.fromisoformat(published) if published else None,
            published_from="import" if published else None,
        )
    )
    assert isinstance(found, Article), found
    return found


def _shortened(article: Article, to: str | None) -> Article:
    """The same as a feed would give it; its first sentence is the headline of one without."""
    told = (article.text[slice(*span)] for span in sentences(article.text))
    first = next((one for one in told if len(one.split()) >= _SENTENCE), article.text)
    row = {"uri": article.uri, "title": article.title, "text": first, "outlet": article.outlet}
    if to == "headline":
        row |= {"title": article.title or first, "text": None}
    if article.published_at:
        row["published_at"] = article.published_at.isoformat()
    return _article(row)


def _report(found: Article, event: str) -> Report:
    text = f"{found.title or ''}\n{found.text}"
    return Report(text=text, event=event, copy_print=copy_print(found), story_print=story_print(found))


def grouped(reports: Sequence[Report]) -> list[str]:
    """The story of each at the end, as one stream in this order."""
    copies, stories, place = Copies(), Stories(), dict[str, str]()
    for one in reports:
        copy = copies.fold(one.copy_print)
        origin = copy.origin_id if copy and copy.kind is not CopyKind.PARTIAL else None
        assigned = stories.assign(one.story_print, origin)
        place |= {row.article_id: row.story_id for row in (assigned.membership, *assigned.changes)}
    return [place[one.story_print.article_id] for one in reports]


def score(stories: Sequence[Any], events: Sequence[Any]) -> Score:
    both, ours, theirs = Counter(zip(stories, events, strict=True)), Counter(stories), Counter(events)
    count = len(events)
    precision = sum(n * n / ours[story] for (story, _), n in both.items()) / count
    recall = sum(n * n / theirs[event] for (_, event), n in both.items()) / count
    same, mine, true, pairs = *(_pairs(one) for one in (both, ours, theirs)), count * (count - 1) / 2
    chance = mine * true / pairs if pairs else 0.0
    spread = (mine + true) / 2 - chance
    return Score(
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        (same - chance) / spread if spread else 1.0,
    )


def _pairs(counted: Counter[Any]) -> float:
    return sum(n * (n - 1) / 2 for n in counted.values())


def orders(reports: Sequence[Report], shuffled: int) -> list[list[Report]]:
    return [list(reports), *(Random(seed).sample(reports, len(reports)) for seed in range(shuffled))]


def ours(streams: Sequence[Sequence[Report]]) -> Run:
    return Run(cut=None, scores=[score(grouped(stream), [one.event for one in stream]) for stream in streams])


def peers(streams: Sequence[Sequence[Report]], cache: Path) -> dict[str, list[Run]]:
    """Every setting of every peer."""
    asked = {"orders": [[one.text for one in stream] for stream in streams]}
    events = [[one.event for one in stream] for stream in streams]
    command = [_python(cache), HERE / "stories_alone.py"]
    ended = subprocess.run(command, check=True, input=json.dumps(asked), stdout=subprocess.PIPE, text=True)
    found = json.loads(ended.stdout)["peers"]
    return {
        f"{name} ({peer['version']})": [
            Run(cut=run["cut"], scores=[score(*both) for both in zip(run["labels"], events, strict=False)])
            for run in peer["runs"]
        ]
        for name, peer in found.items()
    }


def _python(cache: Path) -> Path:
    """An environment of their own for the peers, made once."""
    python = cache.resolve() / "stories" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "stories"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "scikit-learn", "river"], check=True)
    return python


def chosen(found: Mapping[str, Mapping[str, Sequence[Run]]]) -> dict[str, int]:
    """By peer the place of the one cut that is best over all sets it was asked for, by mean F1 in file order."""
    by_peer: dict[str, list[Sequence[Run]]] = {}
    for peers_of_set in found.values():
        for name, runs in peers_of_set.items():
            by_peer.setdefault(name, []).append(runs)
    return {
        name: max(range(len(sets[0])), key=lambda at: fmean(runs[at].scores[0].f1 for runs in sets))
        for name, sets in by_peer.items()
    }


def rows(own: Run, by_peer: Mapping[str, Sequence[Run]], single: Mapping[str, int]) -> Iterator[list[str]]:
    yield _row("wirewatch, one setting", own)
    for name, runs in by_peer.items():
        yield _row(f"{name}, own best cut", max(runs, key=lambda run: run.scores[0].f1))
        yield _row(f"{name}, one cut for all", runs[single[name]])


def _row(name: str, run: Run) -> list[str]:
    first, *others = run.scores
    shuffled = [one.f1 for one in others]
    spread = f"{fmean(shuffled):.3f} ± {pstdev(shuffled):.3f}" if shuffled else ""
    return [name, "" if run.cut is None else f"{run.cut:g}", *(f"{value:.3f}" for value in first), spread]


def main() -> None:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    streams = {
        path.name: orders(read(path, options.shorten, options.seed), options.orders) for path in options.sets
    }
    found = {name: peers(some, options.cache) for name, some in streams.items()} if options.peers else {}
    single = chosen(found) if found else {}
    for name, some in streams.items():
        events = {one.event for one in some[0]}
        console.print(f"\n{name}: {len(some[0])} articles, {len(events)} events")
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in (
            "",
            "cut",
            "precision",
            "recall",
            "B-cubed F1",
            "ARI",
            f"F1 in {options.orders} shuffled orders",
        ):
            table.add_column(heading, no_wrap=True, justify="right" if heading else "left")
        for row in rows(ours(some), found.get(name, {}), single):
            table.add_row(*row)
        console.print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sets", type=Path, nargs="+", help="NAME.jsonl or NAME.jsonl.gz, NAME.truth.json(.gz) beside it"
    )
    parser.add_argument("--orders", type=int, default=5, help="shuffled orders")
    parser.add_argument("--shorten", choices=("headline", "teaser"), help="what a random half is cut to")
    parser.add_argument("--seed", type=int, default=0, help="of that half")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--cache", type=Path, default=REPO / ".bench", help="where the peers are installed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
