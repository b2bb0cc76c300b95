"""Folding: which earlier article a new one took its text from, decided once, in order of arrival (law 3).

Candidates are the earlier articles that share fingerprints (pipeline.copies.shingle) with the new one. Containment decides, not
resemblance, for a copy may be cut short or grow (Broder: "On the resemblance and containment of documents", 1997); what
stands in many independent reports is boilerplate and does not count; a text that agrees in its words but not in its
numbers or names is the same template filled in again, and no copy.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.folded import BLOCK, Known, Origins, Past, Remembered, key_of, keys_of
from pipeline.copies.overlap import LEAST_NEAR, NEAR, Match, least_quarter, order_of_text
from pipeline.copies.postings import Hits, merged
from pipeline.copies.shingle import CopyPrint, Hashes, Slots
from pipeline.records import Copy, CopyKind, Json

SHORT: Final = 30  # words: a shorter text is a copy only when all of it is the same
HEADLINE: Final = 6  # words: a shorter one may be chance
COMMON: Final = 5  # independent reports that make a passage boilerplate
MOSTLY_COMMON: Final = 0.8  # share that still tells a copy when nearly all of it is common
CANDIDATES: Final = 8
TEMPLATE: Final = 0.5  # share of the slots for numbers (names) in shared words that are filled anew
LEAST_SLOTS: Final = 2
MERGED: Final = 0.3  # share that a second origin alone accounts for
_HALF: Final = np.uint64(32)


class FoldedBeforeError(ValueError):
    """An article is decided once: this one was given before."""


class Copies:
    """The articles so far, ready to tell whether the next ones are copies of earlier ones."""

    def __init__(self, past: Past | None = None) -> None:
        self._past = past or Remembered()

    def origins(self, numbers: Sequence[int]) -> list[int]:
        """The numbers of the originals of articles: their own where they are no exact or near copies."""
        found: list[int] = self._past.origins(np.array(numbers, np.int64)).tolist()
        return found

    def fold(self, new: CopyPrint) -> Copy | None:
        """Decide on one new article, its print as copy_print() gave it, from what came before, and remember it."""
        return self.fold_all([new])[0]

    def fold_all(self, new: Sequence[CopyPrint]) -> list[Copy | None]:
        """The same of several, one by one; faster, for the past is asked about all of them at once.

        Each article is to be given once.

        Raises:
            FoldedBeforeError: one would be a copy of itself; it and those given with it in its block are not remembered.
        """
        found: list[Copy | None] = []
        while len(found) < len(new):
            batch = new[len(found) :][: BLOCK - self._past.next % BLOCK]
            found += _Batch(self._past, batch).run()
        return found


class _Batch:
    """New articles, what the past has to do with them, and those of them that are decided."""

    def __init__(self, past: Past, new: Sequence[CopyPrint]) -> None:
        self._new = new
        self._past = past
        self._first = past.next
        self._asked = np.unique(np.concatenate([keys_of(one) for one in new]))
        places, self._numbers = past.find(self._asked)
        self._starts = places.searchsorted(np.arange(len(self._asked) + 1))
        self._recent: dict[int, list[int]] = {}
        self._origins: list[int] = []  # of the new ones
        self._known: dict[int, Known] = {}

    def run(self) -> list[Copy | None]:
        found = []
        for number, new in enumerate(self._new, start=self._first):
            origin, copy = self._decide(new)
            self._origins.append(number if origin is None else origin)
            for key in keys_of(new).tolist():
                self._recent.setdefault(key, []).append(number)
            found.append(copy)
        self._past.add(self._new, self._origins)
        return found

    def _decide(self, new: CopyPrint) -> tuple[int | None, Copy | None]:
        """The number of its original, if it is an exact or near copy; and what is told of it."""
        same = self._same(new)
        if same is not None or new.words < SHORT:
            return same or (None, None)
        matches = self._matches(new)
        near = [match for match in matches if match.near and self._genuine(new, match)]
        if near:
            best = max(near, key=lambda match: (match.share, -match.origin))
            merged = [one for one in _merged(best, matches, len(new.fingerprints)) if self._genuine(new, one)]
            return None if merged else best.origin, self._copy(new, best, merged)
        partial = [match for match in matches if match.partial and self._genuine(new, match)]
        return None, self._copy(new, partial[0], partial[1:]) if partial else None

    def _genuine(self, new: CopyPrint, match: Match) -> bool:
        return not _template(new, self._print(match.number))

    def _same(self, new: CopyPrint) -> tuple[int, Copy] | None:
        """The earliest article with the very same words."""
        for number in self._namesakes(new):
            kind = _same_words(new, self._print(number))
            if kind is not None:
                (origin,) = self._origins_of(np.array([number])).tolist()
                copy = Copy(
                    article_id=new.article_id,
                    origin_id=self._id(origin),
                    kind=kind,
                    share=1.0,
                    evidence=self._nearest(new, number, 1.0, 1.0),
                )
                return origin, copy
        return None

    def _namesakes(self, new: CopyPrint) -> list[int]:
        """Articles that may have the very same words.

        Most of those that share but half of a hash differ in size; reading their prints, from anywhere in the past, took a
        quarter of the time at a million articles.
        """
        numbers: list[int] = self._find(key_of(new)).numbers.tolist()
        return [number for number in numbers if self._size(number) == len(new.fingerprints)]

    def _find(self, fingerprints: Hashes) -> Hits:
        """The first articles of each, of the past and of the new ones that are decided."""
        at = self._asked.searchsorted(fingerprints)
        starts = self._starts[at]
        sizes = self._starts[at + 1] - starts
        places = np.repeat(np.arange(len(at)), sizes)
        numbers = self._numbers[np.arange(len(places)) - np.repeat(np.cumsum(sizes) - sizes - starts, sizes)]
        get = self._recent.get
        recent = [(place, one) for place, key in enumerate(fingerprints.tolist()) for one in get(key, ())]
        found = Hits(places, numbers)
        return merged(found, Hits(*np.array(recent, np.int64).T)) if recent else found

    def _origins_of(self, numbers: Origins) -> Origins:
        found = numbers.copy()
        old = numbers < self._first
        found[old] = self._past.origins(numbers[old])
        found[~old] = np.array(self._origins, np.int64)[numbers[~old] - self._first]
        return found

    def _matches(self, new: CopyPrint) -> list[Match]:
        """The groups that share most with the new article, the most first."""
        hits = self._find(new.fingerprints)
        if not len(hits.numbers):
            return []
        origins = self._origins_of(hits.numbers)
        common = _common(hits.places, origins, len(new.fingerprints))
        own = len(new.fingerprints) - int(common.sum())
        if own < max(LEAST_NEAR, (1 - MOSTLY_COMMON) * len(new.fingerprints)):
            return self._ranked(new, hits, origins, np.zeros_like(common), MOSTLY_COMMON)
        return self._ranked(new, hits, origins, common, NEAR)

    def _ranked(
        self, new: CopyPrint, hits: Hits, origins: Origins, common: NDArray[np.bool_], least: float
    ) -> list[Match]:
        counted = ~common[hits.places]
        numbers, shared = np.unique(hits.numbers[counted], return_counts=True)
        if int(shared.max(initial=0)) < LEAST_NEAR:
            return []
        order = np.lexsort((numbers, -shared))
        origin_of = dict(zip(hits.numbers.tolist(), origins.tolist(), strict=True))
        total = len(common) - int(common.sum())
        by_number = dict(zip(numbers.tolist(), shared.tolist(), strict=True))
        found: dict[int, Match] = {}
        in_order = order_of_text(new.places, common)
        for number in numbers[order].tolist():
            origin = origin_of[number]
            if origin in found:
                continue
            if len(found) == CANDIDATES:
                break
            mine = hits.numbers == number
            size = max(1, self._size(number) - int((mine & ~counted).sum()))
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
        evidence = dict(self._nearest(new, match.number, match.share, match.taken))
        if others:
            evidence["others"] = [
                {"origin": self._id(other.origin), "share": round(other.share, 4)} for other in others
            ]
        return Copy(
            article_id=new.article_id,
            origin_id=self._id(match.origin),
            kind=CopyKind.PARTIAL if partial else CopyKind.NEAR,
            share=round(match.of_origin, 4),
            evidence=evidence,
        )

    def _nearest(self, new: CopyPrint, number: int, share: float, taken: float) -> dict[str, Json]:
        nearest = self._id(number)
        if nearest == new.article_id:
            raise FoldedBeforeError(nearest)
        return {
            "nearest": nearest,
            "nearest_share": round(share, 4),
            "share_of_nearest": round(taken, 4),
        }

    def _print(self, number: int) -> CopyPrint:
        if number >= self._first:
            return self._new[number - self._first]
        known = self._known_as(number)
        return CopyPrint.from_bytes(known.article_id, known.data)

    def _id(self, number: int) -> str:
        if number >= self._first:
            return self._new[number - self._first].article_id
        return self._known_as(number).article_id

    def _size(self, number: int) -> int:
        """How many fingerprints an article has."""
        if number >= self._first:
            return len(self._new[number - self._first].fingerprints)
        return self._past.size(number)

    def _known_as(self, number: int) -> Known:
        if not self._known:
            self._known |= self._past.known(self._wanted())
        if number not in self._known:
            self._known |= self._past.known([number])
        return self._known[number]

    def _wanted(self) -> list[int]:
        """Articles of the past that the new ones may be copies of, and their originals: asked for together."""
        found: set[int] = set()
        for new in self._new:
            hits = self._find(keys_of(new))
            numbers, shared = np.unique(hits.numbers[hits.numbers < self._first], return_counts=True)
            order = np.lexsort((numbers, -shared))[:CANDIDATES]
            found.update(numbers[order[(shared[order] >= LEAST_NEAR)]].tolist())
            found.update(self._namesakes(new))
        old = np.array(sorted(one for one in found if one < self._first), np.int64)
        return sorted({*old.tolist(), *self._past.origins(old).tolist()})


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
