"""Streams of originals with corrupted copies or traps (from a file of articles, or made), and how well a contender told them apart."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from corruptions import CORRUPTIONS, LIGHT, MERGED, Text, traps

Pairs = set[frozenset[int]]  # of places in a stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Originals in order of arrival, then what was made of them, or what is none of theirs."""

    kind: str
    texts: tuple[Text, ...]
    originals: int

    @property
    def copies(self) -> range:
        """Places of the texts that are to be found."""
        return range(self.originals, len(self.texts)) if self.kind in CORRUPTIONS else range(0)

    def related(self, pair: frozenset[int]) -> bool:
        one, other = (self.texts[place].of for place in pair)
        return bool(one & other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one contender found."""

    name: str
    speed: float  # texts a second of processor time
    recall: Mapping[str, float]  # by corruption
    true: float  # pairs
    false: Mapping[str, float]  # pairs, by stream

    @property
    def precision(self) -> float:
        return self.true / max(1, self.true + sum(self.false.values()))

    @property
    def light(self) -> float:
        return fmean(self.recall[kind] for kind in LIGHT)

    @property
    def mean_recall(self) -> float:
        return fmean(self.recall.values())

    @property
    def f1(self) -> float:
        return 2 * self.mean_recall * self.precision / max(1e-9, self.mean_recall + self.precision)


def mean(name: str, scores: Sequence[Score]) -> Score:
    return Score(
        name=name,
        speed=fmean(one.speed for one in scores),
        recall={kind: fmean(one.recall[kind] for one in scores) for kind in scores[0].recall},
        true=fmean(one.true for one in scores),
        false={kind: fmean(one.false[kind] for one in scores) for kind in scores[0].false},
    )


def score(name: str, streams: Sequence[Stream], found: Sequence[Pairs], seconds: float) -> Score:
    recall, false, true = {}, {}, 0
    for stream, pairs in zip(streams, found, strict=True):
        right = {pair for pair in pairs if stream.related(pair)}
        true += len(right)
        false[stream.kind] = len(pairs) - len(right)
        if stream.copies:
            met = {place for pair in right for place in pair}
            recall[stream.kind] = sum(place in met for place in stream.copies) / len(stream.copies)
    texts = sum(len(stream.texts) for stream in streams)
    return Score(name=name, speed=texts / seconds, recall=recall, true=true, false=false)


def made_streams(originals: Sequence[Text], reports: Sequence[Text], seed: int) -> Iterator[Stream]:
    for kind, corrupt in CORRUPTIONS.items():
        rng = Random(f"{seed} {kind}")
        others = [originals[n ^ 1] if n ^ 1 < len(originals) else originals[0] for n in range(len(originals))]
        pairs = list(zip(originals, others, strict=True))
        if kind == MERGED:
            del pairs[1::2]  # each is merged once
        made = [corrupt(rng, one, other) for one, other in pairs]
        yield Stream(kind=kind, texts=(*originals, *made), originals=len(originals))
    for kind, texts in traps(originals, len(originals), Random(seed)).items():
        yield Stream(kind=kind, texts=(*originals, *texts), originals=len(originals))
    if reports:
        yield Stream(kind="reports of other events", texts=tuple(reports), originals=len(reports))


def read(path: Path, sample: int | None = None) -> list[Text]:
    """Lines of uri, title, text: all, or `sample` of them, evenly spread.

    NAME.truth.json(.gz), by uri, says what belongs together: an event, or a cluster, of which the level "base" is read alone.
    """
    truth_path = path.with_name(path.name.replace(".jsonl", ".truth.json"))
    truth = json.loads(_content(truth_path)) if truth_path.exists() else {}
    rows = [json.loads(line) for line in _content(path).splitlines() if line.strip()]
    originals = [row for row in rows if _level(truth.get(row["uri"])) == "base"]
    step = max(1.0, len(originals) / (sample or len(originals)))
    return [_text(originals[int(n * step)], truth) for n in range(int(len(originals) / step))]


def _text(row: Mapping[str, Any], truth: Mapping[str, Any]) -> Text:
    label = truth.get(row["uri"])
    cluster = label["cluster"] if isinstance(label, dict) else label
    return Text(title=row.get("title") or "", text=row["text"], of=frozenset({str(cluster or row["uri"])}))


def _content(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def _level(label: Any) -> str:
    return str(label["level"]) if isinstance(label, dict) else "base"
