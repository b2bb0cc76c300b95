"""Folding under all that happens to a text on its way, with pinned floors; tests/benchmarks/copies.py measures the same on more texts."""

import importlib.util
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.copies.fold import Copies
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.records import Article, Copy, CopyKind

REPORTS = Path(__file__).parents[1] / "data" / "copies" / "reports.txt"
SEEDS = range(3)  # a corruption is drawn this often


def _corruptions() -> ModuleType:
    """The benchmark's corruptions: what is pinned here is what it measures."""
    path = Path(__file__).parents[2] / "benchmarks" / "corruptions.py"
    spec = importlib.util.spec_from_file_location("corruptions", path)
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = _corruptions()
ORIGINALS = [
    MADE.Text(title=title, text=text.strip(), of=frozenset({title}))
    for title, _, text in (part.partition("\n") for part in REPORTS.read_text("utf-8").split("# ")[1:])
]
# Least share of 3 x 10 copies that is folded, in order of arrival and in another. In these short reports every 33rd letter
# misread leaves few words in a row: 23 and 22 of 30 fold, the others are partial copies.
FLOORS = dict.fromkeys(MADE.CORRUPTIONS, (1.0, 1.0)) | {
    "3 % of letters misread": (0.7, 0.7),
    "two articles merged": (1.0, 0.93),
}
PARTIAL = {"two articles merged"}


def _prints(texts: Sequence[Any]) -> list[CopyPrint]:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    return [
        copy_print(
            Article(article_id=str(n), uri=str(n), source="test", text=one.text, title=one.title, content_hash=str(n), seen_at=moment)
        )
        for n, one in enumerate(texts)
    ]  # fmt: skip


def _fold(texts: Sequence[Any], order: int | None = None) -> list[Copy]:
    prints, copies = _prints(texts), Copies()
    if order is not None:
        random.Random(order).shuffle(prints)
    return [copy for copy in map(copies.fold, prints) if copy]


def _related(texts: Sequence[Any], copy: Copy) -> bool:
    partners = {int(copy.origin_id), int(str(copy.evidence["nearest"]))}
    return all(texts[int(copy.article_id)].of & texts[partner].of for partner in partners)


def _stream(kind: str, seed: int) -> list[Any]:
    rng = random.Random(f"{seed} {kind}")
    others = [*ORIGINALS[1:], ORIGINALS[0]]
    pairs = zip(ORIGINALS, others, strict=True)
    return [*ORIGINALS, *(MADE.CORRUPTIONS[kind](rng, one, other) for one, other in pairs)]


def _found(texts: Sequence[Any], copies: Sequence[Copy], *, partial: bool) -> int:
    """How many of the second half are folded with their original, whichever of the two came first."""
    half = len(texts) // 2
    met = {
        int(part)
        for copy in copies
        if (partial or copy.kind is not CopyKind.PARTIAL) and _related(texts, copy)
        for part in (copy.article_id, copy.origin_id, str(copy.evidence["nearest"]))
    }
    return len([place for place in met if place >= half])


@pytest.mark.parametrize("kind", MADE.CORRUPTIONS)
def test_a_corrupted_copy_folds_in_any_order_and_only_with_its_own(kind: str) -> None:
    found = [0, 0]
    for seed in SEEDS:
        texts = _stream(kind, seed)
        for place, order in enumerate((None, seed)):
            copies = _fold(texts, order)
            folded = [copy for copy in copies if copy.kind is not CopyKind.PARTIAL]
            assert kind in PARTIAL or all(_related(texts, copy) for copy in folded)
            found[place] += _found(texts, copies, partial=kind in PARTIAL)
    shares = tuple(count / (len(SEEDS) * len(ORIGINALS)) for count in found)
    assert all(share >= floor for share, floor in zip(shares, FLOORS[kind], strict=True)), shares


@pytest.mark.parametrize("kind", MADE.CORRUPTIONS)
def test_a_corrupted_copy_is_at_least_a_partial_one(kind: str) -> None:
    texts = _stream(kind, 0)
    assert _found(texts, _fold(texts), partial=True) == len(ORIGINALS)


def test_two_reports_merged_are_no_third_one_and_no_copy_of_one_alone() -> None:
    texts = _stream("two articles merged", 0)
    copies = _fold(texts)
    assert [copy.kind for copy in copies] == [CopyKind.PARTIAL] * len(ORIGINALS)
    for copy in copies:
        others = copy.evidence["others"]
        assert isinstance(others, list)
        named = {copy.origin_id, *(str(one["origin"]) for one in others if isinstance(one, dict))}
        assert {texts[int(name)].title for name in named} >= texts[int(copy.article_id)].of


TRAPS = MADE.traps(ORIGINALS, 40, random.Random(7))


@pytest.mark.parametrize("kind", TRAPS)
@pytest.mark.parametrize("order", [None, 1], ids=["in order", "shuffled"])
def test_a_trap_is_no_copy(kind: str, order: int | None) -> None:
    assert _fold([*ORIGINALS, *TRAPS[kind]], order) == []


@pytest.mark.parametrize("kind", MADE.FORMS)
def test_the_same_form_filled_in_the_same_way_is_a_copy(kind: str) -> None:
    filled = TRAPS[kind][:4]
    again = MADE.CORRUPTIONS["boilerplate around"](random.Random(1), filled[2], filled[0])
    assert [(copy.article_id, copy.origin_id) for copy in _fold([*filled, again])] == [("4", "2")]
