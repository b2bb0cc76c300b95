"""A labelled set of pages (NAME.jsonl.gz with uri, url, html; NAME.truth.json.gz by uri), and how a text compares with its label.

The measure is that of Zyte's article-extraction-benchmark: word 4-grams as multisets, each page weighing the same.
"""

import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_OWN = Path(__file__).parents[1] / "pipeline" / "data" / "pages"
_WORD = re.compile(r"\w+")
_GRAM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    uri: str
    url: str | None
    html: str
    text: str
    title: str | None = None
    date: str | None = None  # ISO, or a part of it
    authors: frozenset[str] = field(default_factory=frozenset)  # as author_names() spells them


def read_set(folder: Path, name: str, sample: int | None = None) -> list[LabelledPage]:
    """All pages of a set, or `sample` of them, evenly spread."""
    with gzip.open(folder / f"{name}.truth.json.gz", "rt", encoding="utf-8") as file:
        truth = json.load(file)
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    step = max(1.0, len(rows) / (sample or len(rows)))
    chosen = [rows[int(place * step)] for place in range(int(len(rows) / step))]
    return [_labelled(row, truth[row["uri"]]) for row in chosen if row["uri"] in truth]


def _labelled(row: dict[str, Any], truth: dict[str, Any]) -> LabelledPage:
    return LabelledPage(
        uri=row["uri"],
        url=row.get("url"),
        html=row["html"],
        text=truth["text"],
        title=truth.get("title"),
        date=truth.get("date"),
        authors=author_names([truth.get("authors") or ""]),
    )


def read_own() -> list[LabelledPage]:
    """The pages of the quality gate (tests/pipeline/pages/test_extraction_quality.py)."""
    return [_own(path) for path in sorted(_OWN.glob("*/expected.toml"))]


def _own(path: Path) -> LabelledPage:
    label = tomllib.loads(path.read_text("utf-8"))
    return LabelledPage(
        uri=path.parent.name,
        url=label["url"],
        html=(path.parent / "page.html").read_text("utf-8"),
        text=label["text"],
        title=label["title"],
        date=str(label["published"]),
        authors=author_names(label["authors"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Of one text with its label: 4-grams in both, in the text alone, in the label alone."""

    hit: int
    extra: int
    missed: int

    @property
    def f1(self) -> float:
        whole = 2 * self.hit + self.extra + self.missed
        return 2 * self.hit / whole if whole else 1.0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.extra or 1)

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed or 1)

    @property
    def trouble(self) -> str:
        """What kind of mistake outweighs: less than half of either is another block, less than a tenth lost is small."""
        if not self.hit + self.extra:
            return "no text"
        if self.recall < 0.5 and self.precision < 0.5:
            return "wrong block"
        if self.f1 > 0.9:
            return "small"
        return "missing text" if self.missed > self.extra else "extra text"


def overlap(text: str | None, label: str) -> Overlap:
    got, gold = _grams(text or ""), _grams(label)
    return Overlap(hit=(gold & got).total(), extra=(got - gold).total(), missed=(gold - got).total())


def _grams(text: str) -> "Counter[tuple[str, ...]]":
    """A text shorter than a gram is one."""
    words = _WORD.findall(text)
    count = max(1, len(words) - _GRAM + 1) if words else 0
    return Counter(tuple(words[place : place + _GRAM]) for place in range(count))


def of_set(overlaps: Iterable[Overlap]) -> tuple[float, float, float]:
    """F1, precision and recall over pages, each page's counts as shares of its own whole."""
    hit = extra = missed = 0.0
    for one in overlaps:
        whole = one.hit + one.extra + one.missed or 1
        hit, extra, missed = hit + one.hit / whole, extra + one.extra / whole, missed + one.missed / whole
    precision, recall = hit / (hit + extra or 1), hit / (hit + missed or 1)
    return 2 * precision * recall / (precision + recall or 1), precision, recall


def same_letters(one: str | None, other: str | None) -> bool:
    """Equal but for case, space and punctuation."""
    return _letters(one) == _letters(other)


def _letters(text: str | None) -> str:
    return "".join(_WORD.findall(text or "")).lower()


def author_names(authors: Sequence[str]) -> frozenset[str]:
    """The letters of each name; several names in one string are parted at commas, semicolons and "and"."""
    names = (name for one in authors for name in re.split(r"\s*[,;&]\s*|\s+and\s+", one))
    return frozenset(filter(None, map(_letters, names)))
