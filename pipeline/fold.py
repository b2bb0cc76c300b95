"""Folding: which earlier article a new one took its text from, decided once, in order of arrival (law 3).

Candidates are the earlier articles that share fingerprints (pipeline.shingle) with the new one. Containment decides, not
resemblance, for a copy may be cut short or grow (Broder: "On the resemblance and containment of documents", 1997); what
stands in many independent reports is boilerplate and does not count; a text that agrees in its words but not in its
numbers or names is the same template filled in again, and no copy.
"""

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.overlap import LEAST_NEAR, NEAR, Match, least_quarter, order_of_text
from pipeline.postings import Hits, Postings
from pipeline.records import Copy, CopyKind, Json
from pipeline.shingle import CopyPrint, Hashes, Slots

SHORT: Final = 30  # words: a shorter text is a copy only when all of it is the same
HEADLINE: Final = 6  # words: a shorter one may be chance
COMMON: Final = 5  # independent reports that make a passage boilerplate
MOSTLY_COMMON: Final = 0.8  # share that still tells a copy when nearly all of it is common
CANDIDATES: Final = 8
TEMPLATE: Final = 0.5  # share of the slots for numbers (names) in shared words that are filled anew
LEAST_SLOTS: Final = 2
MERGED: Final = 0.3  # share that a second origin alone accounts for
_HALF: Final = np.uint64(32)


class Copies:
    """The articles so far, ready to tell whether the next one is a copy of one of them."""

    def __init__(self) -> None:
        self._postings = Postings()
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._prints: list[bytes] = []
        self._origins = array("q")  # number of the original; of itself when it is one
        self._sizes = array("q")  # fingerprints

    def restore(self, prints: Iterable[tuple[CopyPrint, str | None]]) -> None:
        """Take in articles decided before, in order of arrival, each with the origin of its exact or near copy."""
        numbered = [(self._remember(known, origin_id), _keys(known)) for known, origin_id in prints]
        self._postings.load(numbered)

    def fold(self, new: CopyPrint) -> Copy | None:
        """Decide on one new article, its print as copy_print() gave it, from what came before, and remember it."""
        copy = self._decide(new)
        folded = copy is not None and copy.kind is not CopyKind.PARTIAL
        self._postings.add(_keys(new), self._remember(new, copy.origin_id if copy and folded else None))
        return copy

    def _remember(self, new: CopyPrint, origin_id: str | None) -> int:
        if new.article_id in self._numbers:
            raise ValueError(f"{new.article_id} is folded already")
        number = len(self._ids)
        self._numbers[new.article_id] = number
        self._ids.append(new.article_id)
        self._prints.append(new.to_bytes())
        self._origins.append(number if origin_id is None else self._numbers[origin_id])
        self._sizes.append(len(new.fingerprints))
        return number

    def _decide(self, new: CopyPrint) -> Copy | None:
        same = self._same(new)
        if same is not None or new.words < SHORT:
            return same
        matches = [match for match in self._matches(new) if not _template(new, self._print(match.number))]
        near = [match for match in matches if match.near]
        if near:
            best = max(near, key=lambda match: (match.share, -match.origin))
            return self._copy(new, best, _merged(best, matches, len(new.fingerprints)))
        partial = [match for match in matches if match.partial]
        return self._copy(new, partial[0], partial[1:]) if partial else None

    def _same(self, new: CopyPrint) -> Copy | None:
        """The earliest article with the very same words."""
        for number in self._postings.find(_key(new)).numbers.tolist():
            kind = _same_words(new, self._print(number))
            if kind is not None:
                origin_id = self._ids[self._origins[number]]
                return Copy(
                    article_id=new.article_id,
                    origin_id=origin_id,
                    kind=kind,
                    share=1.0,
                    evidence=self._nearest(number, 1.0, 1.0),
                )
        return None

    def _matches(self, new: CopyPrint) -> list[Match]:
        """The groups that share most with the new article, the most first."""
        hits = self._postings.find(new.fingerprints)
        origins = np.frombuffer(self._origins, np.int64)[hits.numbers]
        common = _common(hits.places, origins, len(new.fingerprints))
        own = len(new.fingerprints) - int(common.sum())
        if own < max(LEAST_NEAR, (1 - MOSTLY_COMMON) * len(new.fingerprints)):
            return self._ranked(new, hits, np.zeros_like(common), MOSTLY_COMMON)
        return self._ranked(new, hits, common, NEAR)

    def _ranked(self, new: CopyPrint, hits: Hits, common: NDArray[np.bool_], least: float) -> list[Match]:
        counted = ~common[hits.places]
        origins = np.frombuffer(self._origins, np.int64)[hits.numbers]
        numbers, shared = np.unique(hits.numbers[counted], return_counts=True)
        order = np.lexsort((numbers, -shared))
        total = len(common) - int(common.sum())
        by_number = dict(zip(numbers.tolist(), shared.tolist(), strict=True))
        found: dict[int, Match] = {}
        in_order = order_of_text(new.places, common)
        for number in numbers[order].tolist():
            origin = self._origins[number]
            if origin in found:
                continue
            if len(found) == CANDIDATES:
                break
            mine = hits.numbers == number
            size = max(1, self._sizes[number] - int((mine & ~counted).sum()))
            shared_here = np.zeros_like(common)
            shared_here[hits.places[mine & counted]] = True
            along = shared_here[in_order]
            found[origin] = Match(
                number=number,
                origin=origin,
                shared=by_number[number],
                share=by_number[number] / total,
                taken=by_number[number] / size,
                opening=int(along[:size].sum()) / size,
                throughout=least_quarter(along),
                of_origin=by_number.get(origin, 0) / total,
                places=frozenset(hits.places[counted & (origins == origin)].tolist()),
                least=least,
            )
        return list(found.values())

    def _copy(self, new: CopyPrint, match: Match, others: list[Match]) -> Copy:
        partial = bool(others) or not match.near
        evidence = dict(self._nearest(match.number, match.share, match.taken))
        if others:
            evidence["others"] = [
                {"origin": self._ids[other.origin], "share": round(other.share, 4)} for other in others
            ]
        return Copy(
            article_id=new.article_id,
            origin_id=self._ids[match.origin],
            kind=CopyKind.PARTIAL if partial else CopyKind.NEAR,
            share=round(match.of_origin, 4),
            evidence=evidence,
        )

    def _nearest(self, number: int, share: float, taken: float) -> dict[str, Json]:
        return {
            "nearest": self._ids[number],
            "nearest_share": round(share, 4),
            "share_of_nearest": round(taken, 4),
        }

    def _print(self, number: int) -> CopyPrint:
        return CopyPrint.from_bytes(self._ids[number], self._prints[number])


def _key(new: CopyPrint) -> Hashes:
    """Where articles of the same words meet in the index, long or short."""
    return np.array([(new.body or new.title) & 0xFFFFFFFF], np.uint32)


def _keys(new: CopyPrint) -> Hashes:
    return np.concatenate((new.fingerprints, _key(new)))


def _same_words(new: CopyPrint, old: CopyPrint) -> CopyKind | None:
    """Whether two articles have the same words; a short text counts only across outlets and under one headline."""
    if new.body != old.body:
        return None
    headline = new.title == old.title or not (new.title and old.title)
    if new.words >= SHORT:
        return CopyKind.EXACT if headline else CopyKind.NEAR
    outlets = new.outlet and old.outlet and new.outlet != old.outlet
    enough = max(new.words, min(new.title_words, old.title_words)) >= HEADLINE
    return CopyKind.EXACT if headline and outlets and enough else None


def _common(places: NDArray[np.int64], origins: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which of the new article's fingerprints stand in several groups."""
    pairs = np.unique((places << 32) | origins)
    return np.bincount(pairs >> 32, minlength=size) >= COMMON


def _merged(best: Match, matches: list[Match], size: int) -> list[Match]:
    """The other groups that gave a good part of their own to a text merged from several."""
    return [
        match for match in matches if match is not best and len(match.places - best.places) >= MERGED * size
    ]


def _template(new: CopyPrint, old: CopyPrint) -> bool:
    """Whether the same words stand around other numbers, or around other names."""
    return any(_filled_anew(*slots) for slots in ((new.numbers, old.numbers), (new.names, old.names)))


def _filled_anew(mine: Slots, theirs: Slots) -> bool:
    around = np.intersect1d(mine >> _HALF, theirs >> _HALF)
    same = np.unique(np.intersect1d(mine, theirs, assume_unique=True) >> _HALF)
    other = len(around) - len(same)
    return other >= LEAST_SLOTS and other > TEMPLATE * len(around)
