"""What the clauses of topics find in many articles: which never do, which bring nearly all, which find more than was meant."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.records import Article, Evidence, Mention, Quote, Topic, TopicMatch
from pipeline.topics import clause
from pipeline.topics.clause import Extent, Mode, Node
from pipeline.topics.match import Reading
from pipeline.topics.positions import READ, Positions, vocabulary
from pipeline.topics.topic import Matcher
from pipeline.topics.topic_lint import Remark, remark

_ENOUGH: Final = 1_000  # articles: in fewer, that a word was not there says nothing about the word
_HITS: Final = 20  # of which a share says something
_MOST: Final = 0.9  # of the hits, brought by one alternative
_EVERYTHING: Final = 0.5  # of the articles
_FORMS: Final = 40  # words a wildcard stands for: one verb has some ten forms, even in languages rich in them
_NOT_NAMES: Final = (
    0.2  # of the places of a capitalised word, written small: one of five would be a false hit
)
_PLACES: Final = 10
_EXAMPLES: Final = 5


class Located(NamedTuple):
    """A clause, and where in an article it is looked for."""

    node: Node
    zone: str
    extent: Extent


def located(node: Node, zone: str = READ, extent: Extent = Extent.ARTICLE) -> Iterator[Located]:
    """The clauses of a query that are wanted, parents first; what stands behind NOT is left out."""
    yield Located(node, zone, extent)
    match node:
        case clause.Field():
            yield from located(node.part, node.name, extent)
        case clause.Within():
            yield from located(node.part, zone, node.extent)
        case clause.NotNear():
            yield from located(node.part, zone, extent)
        case clause.And():
            for part in node.parts:
                yield from located(part, zone, extent)
        case _:
            for part in clause.parts_of(node):
                yield from located(part, zone, extent)


@dataclass(slots=True, kw_only=True)
class _Counted:
    """Of one topic, by the place of a clause in the query."""

    topic: Topic
    clauses: Mapping[str, Located]  # by names of their own
    hits: int = 0
    found: Counter[int] = field(default_factory=Counter)  # articles in which a clause holds
    alone: Counter[int] = field(default_factory=Counter)  # hits in which no other alternative of its OR holds
    forms: dict[str, Counter[str]] = field(default_factory=dict)  # of a pattern: articles that have the word
    places: Counter[int] = field(default_factory=Counter)
    small: dict[int, Counter[str]] = field(default_factory=dict)  # of a name: the same word, not capitalised


class Survey:
    """Topics asked about one article after the other."""

    def __init__(self, matcher: Matcher, names: Iterable[str]) -> None:
        self.articles = 0
        self._matcher = matcher
        declared = {topic.name: topic for topic in matcher.topics}
        self._counted = [
            _Counted(topic=declared[name], clauses=_clauses(matcher, declared[name])) for name in names
        ]
        self._presearcher = matcher.presearcher(
            {name: at.node for counted in self._counted for name, at in counted.clauses.items()}
        )

    def add(
        self,
        article: Article,
        mentions: Sequence[Mention],
        quotes: Sequence[Quote],
        asked: Iterable[TopicMatch] = (),
    ) -> None:
        """Match and look in one reading; `asked`: the article's matches of topics given as SQL."""
        self.articles += 1
        possible = self._presearcher.candidates(vocabulary(article, mentions, quotes), article.language)
        positions = Positions(article, mentions, quotes) if possible else None
        found = self._matcher.match_in(positions) if positions else ()
        matched = {match.topic: match.evidence for match in (*found, *asked)}
        for counted in self._counted:
            counted.hits += counted.topic.name in matched
        if positions:
            self._look(positions, matched, possible)

    def _look(
        self, positions: Positions, matched: Mapping[str, tuple[Evidence, ...]], possible: AbstractSet[str]
    ) -> None:
        for counted in self._counted:
            clauses = [at for name, at in counted.clauses.items() if name in possible]
            if not clauses:
                continue
            reading = Reading(clauses[0].node, positions, matched)
            for at in clauses:
                if reading.holds(*at):
                    counted.found[id(at.node)] += 1
                    _count(counted, at, reading, positions, hit=counted.topic.name in matched)

    def remarks(self) -> list[Remark]:
        """What is odd, topic by topic, in the order of the query."""
        return [
            remark(counted.topic, start, text)
            for counted in self._counted
            for start, text in sorted(_remarks(counted, self.articles))
        ]


def _clauses(matcher: Matcher, topic: Topic) -> Mapping[str, Located]:
    """By names that no topic has; none, if it is given as SQL."""
    if topic.sql is not None:
        return {}
    return {f"{topic.name} {place}": at for place, at in enumerate(located(matcher.tree(topic.name)))}


def _count(counted: _Counted, at: Located, reading: Reading, positions: Positions, *, hit: bool) -> None:
    match at.node:
        case clause.Or() if hit:
            holding = [part for part in at.node.parts if reading.holds(part, at.zone, at.extent)]
            if len(holding) == 1:
                counted.alone[id(holding[0])] += 1
        case clause.Words(tokens=tokens):
            for token in tokens:
                if token.mode is Mode.PATTERN:
                    counted.forms.setdefault(token.text, Counter()).update(positions.forms_of(token.text))
            if _is_name(at.node, counted.topic.query):
                _count_small(counted, at, reading, positions)


def _count_small(counted: _Counted, at: Located, reading: Reading, positions: Positions) -> None:
    written = [positions.standing(place).written for place in reading.places(at.node, at.zone)]
    counted.places[id(at.node)] += len(written)
    small = (word for word in written if word[:1].islower())
    counted.small.setdefault(id(at.node), Counter()).update(small)


def _is_name(node: clause.Words, query: str) -> bool:
    """One plain word, capitalised, of which every inflection is found."""
    return (
        len(node.tokens) == 1
        and node.tokens[0].mode is Mode.INFLECTED
        and query[node.start : node.start + 1].isupper()
    )


def _remarks(counted: _Counted, articles: int) -> Iterator[tuple[int, str]]:
    if counted.hits == 0:
        yield 0, f"matches none of {articles:,} articles"
    elif articles >= _HITS and counted.hits >= _EVERYTHING * articles:
        yield 0, f"matches {counted.hits:,} of {articles:,} articles: hardly anything is left out"
    if articles >= _ENOUGH:
        yield from _dead(counted, articles)
    for at in counted.clauses.values():
        if isinstance(at.node, clause.Or) and counted.hits >= _HITS:
            yield from _leading(counted, at.node)
        if isinstance(at.node, clause.Words):
            yield from _wide(counted, at.node)
            yield from _small(counted, at.node)


def _dead(counted: _Counted, articles: int) -> Iterator[tuple[int, str]]:
    """Words that never stand there while something else of the topic does."""
    if not counted.found:
        return
    for at in counted.clauses.values():
        if isinstance(at.node, clause.Words) and not counted.found[id(at.node)]:
            written = clause.as_written(counted.topic.query, at.node)
            where = f" in {at.zone}" if at.zone != READ else ""
            yield at.node.start, f"{written} was not found{where} in any of {articles:,} articles"


def _leading(counted: _Counted, node: clause.Or) -> Iterator[tuple[int, str]]:
    for part in node.parts:
        alone = counted.alone[id(part)]
        if len(node.parts) > 2 and alone >= _MOST * counted.hits:
            written = clause.as_written(counted.topic.query, part)
            yield (
                part.start,
                f"{written} alone brings {alone / counted.hits:.0%} of the {counted.hits:,} hits",
            )


def _wide(counted: _Counted, node: clause.Words) -> Iterator[tuple[int, str]]:
    for token in node.tokens:
        forms = counted.forms.get(token.text, Counter())
        if token.mode is Mode.PATTERN and len(forms) >= _FORMS:
            yield node.start, f"{token.text} stands for {len(forms):,} different words: {_examples(forms)} …"


def _small(counted: _Counted, node: clause.Words) -> Iterator[tuple[int, str]]:
    places, small = counted.places[id(node)], counted.small.get(id(node), Counter())
    if places >= _PLACES and small.total() >= _NOT_NAMES * places:
        name = clause.as_written(counted.topic.query, node)
        yield (
            node.start,
            f"{name} is no name in {small.total():,} of {places:,} places: {_examples(small)}; write ={name} for the name",
        )


def _examples(counts: Counter[str]) -> str:
    few = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_EXAMPLES]
    return ", ".join(f"{word} ({count:,})" for word, count in few)
