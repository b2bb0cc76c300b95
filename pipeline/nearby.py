"""Which earlier articles share the rarest terms with one: the candidates that are worth scoring."""

from collections import Counter
from itertools import chain
from typing import Final

import numpy as np

from pipeline.feature import StoryPrint

_KEYS: Final = (
    28  # rarest terms an article is filed under; its story is then among the candidates in 99.9 % (ECB+)
)
_LATEST: Final = 256  # articles of a term that are looked at, newest first: bounds the time of a look-up
_FOUND: Final = 30
_FEW: Final = 8  # an article of so few terms, a headline, is met on a single one


class Nearby:
    """An inverted index from term to article numbers, of the articles not yet forgotten."""

    def __init__(self) -> None:
        self._postings: dict[int, list[int]] = {}

    def add(self, number: int, article: StoryPrint) -> None:
        for key in _keys(article):
            posting = self._postings.setdefault(key, [])
            posting.append(number)
            if len(posting) >= 2 * _LATEST:
                del posting[:_LATEST]

    def forget(self, number: int, article: StoryPrint) -> None:
        """Drop the oldest article."""
        for key in _keys(article):
            posting = self._postings.get(key)
            if posting and posting[0] <= number:
                posting.pop(0)
                if not posting:
                    del self._postings[key]

    def find(self, article: StoryPrint) -> list[int]:
        """Numbers of the articles that share most keys, best first, the newer before the older."""
        keys = _keys(article)
        hits = Counter(chain.from_iterable(self._postings.get(key, ())[-_LATEST:] for key in keys))
        least = 1 if article.short or len(keys) < _FEW else 2
        found = [(-count, -number) for number, count in hits.items() if count >= least]
        return [-number for _, number in sorted(found)[:_FOUND]]


def _keys(article: StoryPrint) -> list[int]:
    """The rarest terms; of equals the lowest ids, so that two articles pick the same ones of those they share."""
    terms, first = np.unique(article.term, return_index=True)
    order = np.argsort(-article.rarity[first].astype(np.int64), kind="stable")
    found: list[int] = terms[order[:_KEYS]].tolist()
    return found
