"""Many topics against an article: ours, one by one, SQLite's FTS5 and tantivy with an index a batch. See README.md here."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from topic_set import MadeTopic, made_articles, made_topics

HERE = Path(__file__).parent
REPO = HERE.parents[1]
_ENGINES = ("ours", "one-by-one", "fts5", "tantivy")
_MANY = 100_000  # topics, from which on fewer articles do


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one engine said about so many topics."""

    build_seconds: float
    ms: float  # an article
    articles: int
    hits: frozenset[tuple[int, int]]
    megabytes: float


def ask(
    engine: str,
    articles: Sequence[Any],
    topics: Sequence[MadeTopic],
    options: argparse.Namespace,
    *,
    inflected: bool = False,
) -> Answer:
    question = {
        "articles": articles,
        "topics": [_told(topic, inflected=inflected) for topic in topics],
        "batch": options.batch,
    }
    python = _python(options.cache) if engine == "tantivy" else Path(sys.executable)
    ended = subprocess.run(
        [python, HERE / "topics_alone.py", engine],
        check=True,
        input=json.dumps(question),
        stdout=subprocess.PIPE,
        text=True,
    )
    said = json.loads(ended.stdout)
    return Answer(
        build_seconds=said["build_seconds"],
        ms=1000 * said["seconds"] / said["articles"],
        articles=said["articles"],
        hits=frozenset((article, topic) for article, topic in said["hits"]),
        megabytes=said["megabytes"],
    )


def _told(topic: MadeTopic, *, inflected: bool) -> dict[str, Any]:
    return {
        "kind": topic.kind,
        "left": topic.left,
        "right": topic.right,
        "refused": topic.refused,
        "ours": topic.ours(inflected=inflected).query,
        "fts5": topic.fts5(),
    }


def _python(cache: Path) -> Path:
    """An environment of its own for tantivy, made once."""
    python = cache.resolve() / "topics" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "topics"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "tantivy"], check=True)
    return python


def differing(one: Answer, other: Answer, topics: Sequence[MadeTopic], *, near: bool = True) -> int:
    """Hits that only one of two engines has, among the articles that both have read."""
    both = min(one.articles, other.articles)
    found = one.hits ^ other.hits
    return sum(article < both and (near or topics[topic].kind != "near") for article, topic in found)


def main() -> None:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    read = made_articles(options.articles, options.seed)
    told = [{"title": article.title, "text": article.text} for article in read]
    words = sum(article.words for article in read) / len(read)
    console.print(
        f"{len(read)} articles of {words:.0f} words, batches of {options.batch}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    speed = _table(
        "milliseconds of processor time an article",
        "topics",
        "hits an article",
        *options.engines,
        "ours, inflected",
    )
    cost = _table(
        "ours",
        "topics",
        "parsed and indexed, s",
        "peak memory, MB",
        "differs from one-by-one",
        "from FTS5",
        "from tantivy",
    )
    for size in options.topics:
        topics = list(made_topics(size, options.seed))
        some = told[: len(told) // 4] if size >= _MANY else told
        answers = {engine: ask(engine, some, topics, options) for engine in options.engines}
        inflected = ask("ours", some, topics, options, inflected=True)
        ours = answers["ours"]
        figures = [f"{one.ms:,.2f}" for one in (*answers.values(), inflected)]
        speed.add_row(f"{size:,}", f"{len(ours.hits) / ours.articles:.1f}", *figures)
        cost.add_row(
            f"{size:,}", f"{ours.build_seconds:.1f}", f"{ours.megabytes:,.0f}", *_agreement(answers, topics)
        )
    console.print(speed)
    console.print(cost)


def _agreement(answers: Mapping[str, Answer], topics: Sequence[MadeTopic]) -> list[str]:
    return [
        str(differing(answers["ours"], answers[engine], topics, near=engine != "tantivy"))
        if engine in answers
        else "-"
        for engine in _ENGINES[1:]
    ]


def _table(title: str, *columns: str) -> Table:
    made = Table(title=f"\n{title}", box=None, pad_edge=False, header_style="bold", title_justify="left")
    for column in columns:
        made.add_column(column, justify="right")
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, default=256)
    parser.add_argument("--batch", type=int, default=256, help="articles an index of FTS5 or tantivy holds")
    parser.add_argument("--engines", nargs="+", choices=_ENGINES, default=list(_ENGINES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=REPO / ".bench", help="where tantivy is installed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
