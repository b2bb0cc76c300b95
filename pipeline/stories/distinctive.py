"""Terms that tell one group of articles from another.

Log-odds ratios with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, "Fightin' Words", Political Analysis 16:4,
equations 16, 22 and 23): the archive at large is the prior, so that a rare word that happens to stand on one side only is not taken
for a sign, and a common one needs a large difference. A term counts once an article, however often it stands there.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.records import Article
from pipeline.texts.term import COMMON, Token, language_of, tokens
from pipeline.texts.text import words

SIGNIFICANT: Final = 1.96  # z, two-sided 5 %; many terms are looked at, so the order says more than this line
# Articles that the prior weighs. With 10, words that two near misses share by chance come first; with 200 hardly any is sure.
_PRIOR: Final = 50.0
_LONGEST: Final = 30  # letters: longer words are addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """A term that one group has more often than another."""

    term: str
    z: float
    ours: int  # articles of the group that have it
    theirs: int  # of the other
    archive: int  # of all


def terms(article: Article) -> frozenset[str]:
    """The telling words of an article, and the pairs of them that follow one another; in scripts without spaces, pairs of characters."""
    language = language_of(article.language, article.text)
    found: set[str] = set()
    for text in (article.title or "", article.text):
        read = list(tokens(words(text), language))
        found.update(token.word for token in read if _telling(token))
        found.update(
            f"{first.word} {second.word}"
            for first, second in pairwise(read)
            if first.end < second.start and _telling(first) and _telling(second)
        )
    return frozenset(found)


def _telling(token: Token) -> bool:
    return token.term.rarity >= COMMON and token.term.number == 0 and 1 < len(token.word) <= _LONGEST


def counted(articles: Iterable[frozenset[str]]) -> Counter[str]:
    """In how many articles each term stands."""
    return Counter(word for article in articles for word in sorted(article))


def distinctive(
    ours: Mapping[str, int], theirs: Mapping[str, int], archive: Mapping[str, int], articles: int
) -> list[Distinct]:
    """The terms that are significantly more frequent in our group than in theirs, the surest first.

    Args:
        ours: terms to articles of the one group that have them.
        theirs: the same of the other.
        archive: the same of all articles; it holds every term of ours.
        articles: in the archive.
    """
    weight = _PRIOR / max(articles, 1)
    prior = weight * sum(archive.values())
    here, there = sum(ours.values()), sum(theirs.values())
    found = []
    for word, count in ours.items():
        alpha, other = weight * max(archive.get(word, 0), 1), theirs.get(word, 0)
        delta = _log_odds(count + alpha, here + prior) - _log_odds(other + alpha, there + prior)
        z = delta / math.sqrt(1 / (count + alpha) + 1 / (other + alpha))
        if z > SIGNIFICANT:
            found.append(Distinct(term=word, z=z, ours=count, theirs=other, archive=archive.get(word, count)))
    return sorted(found, key=lambda one: (-one.z, one.term))


def _log_odds(count: float, total: float) -> float:
    return math.log(count / max(total - count, 1e-9))


def without_parts(found: Iterable[Distinct]) -> list[Distinct]:
    """A pair and its words, where one says it all: the word goes if the pair is nearly as frequent, else the pair."""
    kept: list[Distinct] = []
    for one in found:
        own = set(one.term.split())
        rival = next((other for other in kept if own & set(other.term.split())), None)
        if rival is None:
            kept.append(one)
    return kept
