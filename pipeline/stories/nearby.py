"""Which earlier articles share the rarest terms with one: the candidates that are worth scoring."""

from array import array
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.stories.feature import StoryPrint

Keys: TypeAlias = NDArray[np.uint32]

# Rarest terms an article is filed under, and of its first words, which are its title's, the rarest others: its story is then among
# the candidates in 99.9 % (ECB+). Where half of all texts are cut to their headline, that of a text is in 99 % (NewsWCL50: 98 %),
# by the rarest alone in 97 % (87 %): what a headline says is seldom rare. With 24 and 8 forms filled in anew hide one another.
_KEYS: Final = 28
_TITLE_KEYS: Final = 8
_TITLE: Final = 16  # words
_SHARED: Final = 6  # names and figures beside them, by which an article in another language is found
_LATEST: Final = 256  # articles of a term that are looked at, newest first: bounds the time of a look-up
_FOUND: Final = 30
_FEW: Final = 8  # an article of so few terms, a headline, is met on a single one
_RECENT: Final = 1 << 16  # postings that are kept apart until they are filed with the others
_NONE: Final = array("I")
_NUMBER: Final = np.uint64(32)


class Nearby:
    """An inverted index from term to article numbers, of the articles not yet forgotten.

    Most postings stand in two sorted arrays, eight bytes each; the recent ones in lists.
    """

    def __init__(self) -> None:
        self._terms: Keys = np.zeros(0, np.uint32)  # ascending, beside
        self._numbers: NDArray[np.uint32] = np.zeros(0, np.uint32)  # ascending within a term
        self._recent: dict[int, array[int]] = {}
        self._pending = 0
        self._oldest = 0  # number of the oldest article that is remembered

    def load(self, numbers: Sequence[int], articles: Sequence[Keys]) -> None:
        """Add many articles at once; the same as adding one after another."""
        own = np.repeat(np.array(numbers, np.uint32), [len(keys) for keys in articles])
        terms = np.concatenate([self._terms, *articles]).astype(np.uint64)
        postings = (terms << _NUMBER) | np.concatenate([self._numbers, own])
        postings.sort()
        self._terms, self._numbers = (postings >> _NUMBER).astype(np.uint32), postings.astype(np.uint32)
        self._trim()

    def add(self, number: int, keys: Keys) -> None:
        for key in keys.tolist():
            recent = self._recent.get(key)
            if recent is None:
                recent = self._recent[key] = array("I")
            recent.append(number)
        self._pending += len(keys)
        if self._pending >= _RECENT:
            self._flush()

    def forget(self, before: int) -> None:
        """Drop the articles before this one."""
        self._oldest = before

    def find(self, keys: Keys, *, short: bool) -> list[int]:
        """Numbers of the articles that share most keys, best first, the newer before the older."""
        numbers = self._latest(keys)
        numbers = numbers[numbers >= self._oldest]
        numbers.sort()
        if not len(numbers):
            return []
        first = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
        counts = np.concatenate((first[1:], [len(numbers)])) - first
        least = 1 if short or len(keys) < _FEW else 2
        ranks = (counts.astype(np.uint64) << _NUMBER) | numbers[first]
        ranks = ranks[counts >= least]
        if len(ranks) > _FOUND:
            ranks = np.partition(ranks, len(ranks) - _FOUND)[-_FOUND:]
        ranks.sort()
        found: list[int] = ranks[::-1].astype(np.uint32).tolist()
        return found

    def _latest(self, keys: Keys) -> NDArray[np.uint32]:
        """The latest articles of each key, one after the other."""
        keys = np.sort(keys)  # one is looked up faster where the last one stood
        ends = self._terms.searchsorted(keys, "right")
        starts = self._terms.searchsorted(keys, "left")
        found = []
        for key, start, end in zip(keys.tolist(), starts.tolist(), ends.tolist(), strict=True):
            recent = self._recent.get(key, _NONE)
            if start < end and len(recent) < _LATEST:
                found.append(self._numbers[max(start, end - _LATEST + len(recent)) : end])
            if recent:
                found.append(np.frombuffer(recent, np.uint32)[-_LATEST:])
        return np.concatenate(found) if found else np.zeros(0, np.uint32)

    def _flush(self) -> None:
        terms = np.fromiter(self._recent, np.uint32, len(self._recent))
        terms = np.repeat(terms, [len(numbers) for numbers in self._recent.values()])
        numbers = np.frombuffer(b"".join(self._recent.values()), np.uint32)
        self._recent, self._pending = {}, 0
        order = np.argsort(terms, kind="stable")  # the articles of a term ascend, and come after those filed
        at = self._terms.searchsorted(terms[order], "right")
        self._terms = np.insert(self._terms, at, terms[order])
        self._numbers = np.insert(self._numbers, at, numbers[order])
        self._trim()

    def _trim(self) -> None:
        """Drop the postings that no look-up will give any more."""
        kept = self._numbers >= self._oldest
        kept[:-_LATEST] &= self._terms[:-_LATEST] != self._terms[_LATEST:]
        self._terms, self._numbers = self._terms[kept], self._numbers[kept]


def keys_of(article: StoryPrint) -> Keys:
    """The rarest terms, of equals the lowest ids, so that two articles pick the same ones; and what other languages share."""
    terms, first = np.unique(article.term, return_index=True)
    order = np.argsort(-article.rarity[first].astype(np.int64), kind="stable")
    others = order[_KEYS:]
    title = others[article.position[first[others]] < _TITLE][:_TITLE_KEYS]
    kept = terms[order[:_KEYS]], terms[title], article.key[:_SHARED]
    found: Keys = np.concatenate(kept).astype(np.uint32)
    return found
