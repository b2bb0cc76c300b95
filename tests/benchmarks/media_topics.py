"""The rules for the IPTC Media Topics on labelled news, beside the vocabulary's own labels and a trained model. See README.md here."""

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.records import Article
from pipeline.topics.media_topic import Vocabulary, given, media_topics_of, vocabulary
from pipeline.topics.media_topic_rules import Rules, Term, media_topics, terms
from pipeline.topics.positions import Positions

HERE = Path(__file__).parent
# Which media topics stand for a class of AG News; its other top topics have no class there.
AGNEWS = {
    "World": ("16000000", "11000000", "02000000", "03000000"),
    "Sports": ("15000000",),
    "Business": ("04000000", "09000000"),
    "Sci/Tech": ("13000000",),
}
# Which Reuters topics, and the media topics that say the same: any of them.
REUTERS = {
    "earnings": (("earn",), ("20000178",)),
    "mergers": (("acq",), ("20000204",)),
    "currency": (("money-fx", "dlr", "yen", "stg", "dmk", "austdlr", "nzdlr"), ("20000355", "20000391")),
    "oil": (("crude", "fuel", "heat", "gas", "naphtha", "jet"), ("20001243", "20000387")),
    "natural gas": (("nat-gas", "propane"), ("20000263",)),
    "farm goods": (
        ("grain", "wheat", "corn", "barley", "sorghum", "rice", "oilseed", "soybean", "veg-oil", "livestock", "carcass",
         "hog", "sugar", "coffee", "cocoa", "cotton", "meal-feed", "palm-oil", "rapeseed", "orange", "rubber", "tea"),
        ("20000210", "20000386"),
    ),
    "metals": (("gold", "silver", "copper", "alum", "zinc", "lead", "tin", "nickel", "platinum"), ("20000388",)),
    "trade": (("trade", "bop"), ("20000373",)),
    "interest rates": (("interest",), ("20000371",)),
    "money supply": (("money-supply",), ("20000379",)),
    "shipping": (("ship",), ("20000343",)),
    "output": (("gnp",), ("20000359", "20000357")),
    "prices": (("cpi", "wpi"), ("20000370",)),
    "jobs": (("jobs",), ("20000533", "20000365")),
    "industrial output": (("ipi",), ("20000360",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    title: str
    text: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Task:
    """A labelled set: what a model may learn from, what is asked, and which media topics mean which label."""

    name: str
    train: Sequence[Labelled]
    test: Sequence[Labelled]
    codes: Mapping[str, tuple[str, ...]]
    one: bool  # exactly one label a text


def agnews(folder: Path) -> Task:
    found = [
        Labelled(row["title"], row["text"], frozenset({row["topic"]})) for row in _rows(folder, "agnews")
    ]
    half = len(found) // 2
    return Task(
        "AG News",
        found[:half],
        found[half:],
        {name: _codes(codes) for name, codes in AGNEWS.items()},
        one=True,
    )


def reuters(folder: Path) -> Task:
    split: dict[str, list[Labelled]] = {"TRAIN": [], "TEST": [], "NOT-USED": []}
    for row in _rows(folder, "reuters21578"):
        if row["has_topics"] == "YES":
            labels = {
                name for name, (theirs, _) in REUTERS.items() if not set(theirs).isdisjoint(row["topics"])
            }
            split[row["split"]].append(Labelled(row["title"] or "", row["text"] or "", frozenset(labels)))
    codes = {name: _codes(ours) for name, (_, ours) in REUTERS.items()}
    return Task("Reuters-21578", split["TRAIN"], split["TEST"], codes, one=False)


def _codes(numbers: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"medtop:{number}" for number in numbers)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def article(one: Labelled) -> Article:
    return Article(
        article_id="benchmark", uri="benchmark", source="benchmark", title=one.title, text=one.text, language="en",
        content_hash="", seen_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def by_rules(task: Task, rules: Vocabulary, *, lenient: bool = False) -> list[frozenset[str]]:
    """Of one label a text, the strongest; else all that are given; lenient: all that reach the minimum of a top topic."""
    return [_labels(task, rules, one, lenient=lenient) for one in task.test]


def _labels(task: Task, rules: Vocabulary, one: Labelled, *, lenient: bool) -> frozenset[str]:
    grounds = rules.judge(Positions(article(one)), *([0.0] if task.one else []))
    found = set(grounds if task.one or lenient else given(grounds))
    scores = {
        label: max(grounds[code].score for code in found.intersection(codes))
        for label, codes in task.codes.items()
        if not found.isdisjoint(codes)
    }
    return frozenset(
        {max(sorted(scores), key=lambda label: scores[label])} if task.one and scores else scores
    )


def labels_alone(folder: Path) -> Rules:
    """Each concept by its English labels and those of the concepts below it."""
    concepts = json.loads((folder / "iptc_mediatopics.json").read_text("utf-8"))["topics"]
    above = {one["qcode"]: one["parent"] for one in concepts}
    found: dict[str, dict[Any, Term]] = {code: {} for code in media_topics()}
    for one in concepts:
        labels = {label for key, label in one["label"].items() if key.startswith("en")}
        pieces = {
            piece.strip()
            for label in labels
            for piece in label.partition("(")[0].replace(" and ", ",").split(",")
        }
        for piece in filter(None, pieces):
            (term,) = terms(f'~"{piece}"^2')
            code = one["qcode"]
            while code:
                if code in found:
                    found[code][term.tokens] = term
                code = above.get(code)
    return found


def by_model(task: Task, cache: Path) -> list[frozenset[str]]:
    question = {
        "one": task.one,
        "train": [(f"{one.title}\n{one.text}", sorted(one.labels)) for one in task.train],
        "test": [f"{one.title}\n{one.text}" for one in task.test],
    }
    ended = subprocess.run(
        [_model_python(cache), HERE / "media_topics_model.py"],
        check=True, input=json.dumps(question), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return [frozenset(labels) for labels in json.loads(ended.stdout)]


def _model_python(cache: Path) -> Path:
    """An environment of its own for scikit-learn, made once."""
    python = cache.resolve() / "media_topics" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "media_topics"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "scikit-learn"], check=True)
    return python


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(task: Task, answers: Sequence[frozenset[str]]) -> dict[str, Score]:
    found = {}
    for label in task.codes:
        right = sum(
            label in one.labels and label in said for one, said in zip(task.test, answers, strict=True)
        )
        said_of = sum(label in said for said in answers)
        true_of = sum(label in one.labels for one in task.test)
        found[label] = Score(right / said_of if said_of else 0.0, right / true_of if true_of else 0.0)
    return found


def show(console: Console, task: Task, answers: Mapping[str, Sequence[frozenset[str]]]) -> None:
    table = Table("class", "texts", *answers, title=f"{task.name}: F1, {len(task.test)} texts asked")
    results = {name: scores(task, given) for name, given in answers.items()}
    for label in task.codes:
        texts = sum(label in one.labels for one in task.test)
        table.add_row(label, str(texts), *(f"{result[label].f1:.3f}" for result in results.values()))
    for name, mean in (("macro", "f1"), ("macro precision", "precision"), ("macro recall", "recall")):
        means = [
            sum(getattr(one, mean) for one in result.values()) / len(result) for result in results.values()
        ]
        table.add_row(name, "", *(f"{value:.3f}" for value in means), style="bold")
    console.print(table)


def show_time(console: Console, task: Task) -> None:
    """Processor time of texts of about 500 words, the index of their positions, which topics need too, apart."""
    long = [article(one) for one in (*task.train, *task.test) if 400 <= len(one.text.split()) <= 600][:200]
    timed: dict[str, float] = {}
    started = time.process_time()
    vocabulary("en")
    timed["rules made ready, once, s"] = time.process_time() - started
    for part in ("first time", "again"):  # stems are remembered
        positions = _timed(
            timed, f"index, {part}, ms an article", lambda: [Positions(one) for one in long], len(long)
        )
        _timed(
            timed,
            f"media topics, {part}, ms an article",
            lambda at=positions: [media_topics_of(one) for one in at],
            len(long),
        )
    words = sum(one.words for one in long) / max(len(long), 1)
    console.print(f"{len(media_topics())} topics, {len(long)} articles of {words:.0f} words")
    for name, value in timed.items():
        console.print(f"{name}: {value:.2f}")


def _timed(timed: dict[str, float], name: str, work: Callable[[], list[Any]], count: int) -> list[Any]:
    started = time.process_time()
    done = work()
    timed[name] = 1000 * (time.process_time() - started) / max(count, 1)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="with agnews.jsonl.gz, reuters21578.jsonl.gz, iptc_mediatopics.json"
    )
    parser.add_argument("--cache", type=Path, default=HERE.parents[1] / ".bench")
    parser.add_argument("--no-model", action="store_true", help="leave the trained model out")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    console = Console()
    alone = Vocabulary("en", labels_alone(options.folder))
    tasks = [agnews(options.folder), reuters(options.folder)]
    show_time(console, tasks[1])
    for task in tasks:
        answers = {
            "rules": by_rules(task, vocabulary("en")),
            "labels alone": by_rules(task, alone, lenient=True),
        }
        if not options.no_model:
            answers["TF-IDF, linear, trained"] = by_model(task, options.cache)
        show(console, task, answers)


if __name__ == "__main__":
    main()
