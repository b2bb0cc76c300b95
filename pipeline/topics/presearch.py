"""Which topics an article could match: each is indexed by words one of which any match must contain.

The method is the term-filtered presearcher of Lucene's Monitor: among what a query requires, the rarest in the
language is indexed, and the next few are looked up before the query itself is run. A topic that requires no word (one
that asks only for a date, say) is always a candidate.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pipeline.texts.text import comparable
from pipeline.texts.wordform import algorithm, stems, unaccented, variants
from pipeline.topics import clause
from pipeline.topics.clause import Mode, Node, Token

# A key is a mark and a word's form, stem or first letters.
_FORM, _STEM, _PREFIX = "=", "~", "^"
_PREFIXES: Final = (3, 4, 5)  # letters; fewer say too little
_PER_TOPIC: Final = 4  # requirements looked up before a query is run: a fifth rejects hardly anything more
_WORDS: Final = 500  # of an article, for the share of articles that have a word
# Guesses that decide speed only: a stem is so much more frequent than one of its forms; the share of articles with a
# word that begins with so many given letters.
_INFLECTIONS: Final = 3.0
_PREFIX_SHARE: Final = {3: 0.3, 4: 0.15, 5: 0.05}


@dataclass(frozen=True, slots=True)
class _Demand:
    """Keys one of which an article must have, and about what share of articles do: the smaller, the better."""

    keys: frozenset[str]
    share: float


class Presearcher:
    """An index of topics, built for each stemmer when an article first needs it."""

    def __init__(self, trees: Mapping[str, Node]) -> None:
        self._trees = trees  # referred-to topics before those that refer to them
        self._indexes: dict[str | None, _Index] = {}

    def candidates(self, vocabulary: AbstractSet[str], language: str | None) -> set[str]:
        """The topics that an article of these words could match: every one that it does, and some that it does not."""
        stemmer = algorithm(language)
        if stemmer not in self._indexes:
            self._indexes[stemmer] = _Index(self._trees, language if stemmer else None)
        keys = set[str]().union(*[_keys(word, language) for word in vocabulary])
        return self._indexes[stemmer].candidates(keys)


class _Index:
    def __init__(self, trees: Mapping[str, Node], language: str | None) -> None:
        self._always: list[str] = []
        self._topics: dict[str, list[str]] = {}
        self._further: dict[str, tuple[frozenset[str], ...]] = {}
        self._demands: dict[str, Sequence[_Demand]] = {}
        for name, tree in trees.items():
            demands = sorted(_Demands(language, self._demands).of(tree), key=lambda demand: demand.share)
            self._put(name, demands[:_PER_TOPIC])

    def _put(self, name: str, demands: Sequence[_Demand]) -> None:
        self._demands[name] = demands
        self._further[name] = tuple(demand.keys for demand in demands[1:])
        if not demands:
            self._always.append(name)
            return
        for key in demands[0].keys:
            self._topics.setdefault(key, []).append(name)

    def candidates(self, keys: set[str]) -> set[str]:
        hit = {name for key in keys & self._topics.keys() for name in self._topics[key]}
        missing = {name for name in hit if any(demand.isdisjoint(keys) for demand in self._further[name])}
        return hit.difference(missing).union(self._always)


@dataclass(frozen=True, slots=True)
class _Demands:
    """What an article must contain to match a query, in one language: every one of the demands."""

    language: str | None
    referred: Mapping[str, Sequence[_Demand]]

    def of(self, node: Node) -> Sequence[_Demand]:
        match node:
            case clause.Words():
                return [demand for token in node.tokens for demand in self._token(token)]
            case clause.And() | clause.Near():
                return [demand for part in node.parts for demand in self.of(part)]
            case clause.Or():
                return _any_of([self.of(part) for part in node.parts])
            case clause.AtLeast() | clause.About():
                return self._at_least(node)
            case _:
                return self._below(node)

    def _below(self, node: Node) -> Sequence[_Demand]:
        match node:
            case clause.TopicRef():
                return self.referred[node.name]
            case clause.NotNear() | clause.Count() | clause.Within() | clause.Field() | clause.Weighted():
                return self.of(node.part)
            case _:
                return []

    def _at_least(self, node: clause.AtLeast | clause.About) -> Sequence[_Demand]:
        """One of the parts that are left when the most frequent, which cannot reach the minimum alone, are put aside."""
        parts = [(self.of(part), _highest(part)) for part in node.parts]
        parts.sort(key=lambda part: min((demand.share for demand in part[0]), default=1.0), reverse=True)
        missing = node.minimum
        while parts and parts[0][1] < missing:
            missing -= parts.pop(0)[1]
        return _any_of([demands for demands, _ in parts])

    def _token(self, token: Token) -> Sequence[_Demand]:
        match token.mode:
            case Mode.PATTERN:
                prefix = token.text.replace("?", "*").partition("*")[0][: max(_PREFIXES)]
                share = _PREFIX_SHARE.get(len(prefix))
                return [_Demand(frozenset({_PREFIX + prefix}), share)] if share else []
            case Mode.INFLECTED:
                keys = frozenset(_STEM + stem for stem in stems(token.text, self.language))
                return [_Demand(keys, _share(token.text, self.language) * _INFLECTIONS)]
            case _:
                word = comparable(token.text)
                return [_Demand(frozenset({_FORM + unaccented(word)}), _share(word, self.language))]


@lru_cache(maxsize=1 << 15)
def _keys(word: str, language: str | None) -> tuple[str, ...]:
    """The keys by which a word of an article is found."""
    found = []
    for variant in variants(word, language):
        form = unaccented(variant)
        found += [_FORM + form, *(_STEM + stem for stem in stems(variant, language))]
        found += [_PREFIX + form[:length] for length in _PREFIXES]
    return tuple(found)


def _any_of(alternatives: Sequence[Sequence[_Demand]]) -> Sequence[_Demand]:
    """The rarest demand of each alternative; none at all if one of them demands nothing."""
    if not all(alternatives):
        return []
    rarest = [min(demands, key=lambda demand: demand.share) for demands in alternatives]
    keys: Iterable[frozenset[str]] = (demand.keys for demand in rarest)
    return [_Demand(frozenset().union(*keys), sum(demand.share for demand in rarest))] if rarest else []


def _highest(node: Node) -> float:
    """The most a clause can score."""
    match node:
        case clause.And() | clause.Or():
            return max(_highest(part) for part in node.parts)
        case clause.AtLeast() | clause.About():
            return sum(_highest(part) for part in node.parts)
        case clause.Field():
            return _highest(node.part)
        case clause.Weighted():
            return _highest(node.part) * node.weight
        case _:
            return 1.0


def _share(word: str, language: str | None) -> float:
    """About the share of articles that have a word."""
    per_word = _frequencies(language or "en").get(word, 0.0)
    # Of words too rare to be counted the longer are the rarer.
    return min(1.0, _WORDS * per_word) if per_word else 1e-4 / max(len(word), 1)


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    from wordfreq import available_languages, get_frequency_dict  # noqa: PLC0415 - 90 ms, and only matching asks for it

    known = available_languages("small")
    return get_frequency_dict(language if language in known else "en", "small")
