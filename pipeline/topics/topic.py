"""Topics matched against articles: many declared interests, one article at a time.

Each topic is indexed by words one of which any match must contain, the rarest it requires, so that an article meets
only the topics it could match; those are then verified on positions. This is the presearcher of Lucene's Monitor.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from pipeline.identity import content_id
from pipeline.records import Article, Evidence, Mention, Quote, Topic, TopicMatch
from pipeline.topics import clause
from pipeline.topics.clause import Node
from pipeline.topics.match import Reading
from pipeline.topics.positions import Positions, vocabulary
from pipeline.topics.presearch import Presearcher
from pipeline.topics.query import QueryError, parse
from pipeline.topics.query_term import closest

MAX_REFERENCES: Final = 20  # deep; a chain longer than that is a mistake


class TopicError(ValueError):
    """A topic that cannot be used, and what is wrong with its query."""

    def __init__(self, topic: str, error: QueryError) -> None:
        self.topic = topic
        self.error = error
        super().__init__(f"topic {topic}: {error}")


@dataclass(frozen=True, slots=True)
class _Compiled:
    topic: Topic
    tree: Node
    version: str


class Matcher:
    """Topics made ready for matching; raises TopicError for the first that cannot be used."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        trees, errors = _parsed(topics)
        if errors:
            raise errors[0]
        self._topics = tuple(topics)
        order = list(
            TopologicalSorter({name: _references(tree) for name, tree in trees.items()}).static_order()
        )
        versions = _versions(topics, trees, order)
        self._versions = {topic.name: versions[topic.name] for topic in topics}
        self._declared = {
            topic.name: _Compiled(topic, trees[topic.name], versions[topic.name])
            for topic in topics
            if topic.sql is None  # the others are asked where the warehouse is
        }
        self._place = {topic.name: place for place, topic in enumerate(topics)}
        self._rank = {name: rank for rank, name in enumerate(order)}
        self._ordered = {name: trees[name] for name in order}
        self._presearcher = Presearcher(self._ordered)

    def tree(self, name: str) -> Node:
        """The query of a topic as a tree; one given as SQL has none."""
        return self._declared[name].tree

    def presearcher(self, clauses: Mapping[str, Node]) -> Presearcher:
        """An index of clauses of these topics, by names that no topic has."""
        return Presearcher({**self._ordered, **clauses})

    @property
    def topics(self) -> tuple[Topic, ...]:
        """As declared."""
        return self._topics

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each topic, in declared order."""
        return self._versions

    def match(
        self, article: Article, mentions: Iterable[Mention] = (), quotes: Iterable[Quote] = ()
    ) -> tuple[TopicMatch, ...]:
        """The topics an article matches, in declared order; entity: and speaker: look at the mentions and quotes."""
        if not self._declared:
            return ()
        named, quoted = tuple(mentions), tuple(quotes)
        candidates = self._candidates(vocabulary(article, named, quoted), article.language)
        return self._matches(Positions(article, named, quoted), candidates) if candidates else ()

    def match_in(self, positions: Positions) -> tuple[TopicMatch, ...]:
        """The same, of an article that is indexed already."""
        return self._matches(positions, self._candidates(positions.vocabulary, positions.article.language))

    def _candidates(self, words: AbstractSet[str], language: str | None) -> list[str]:
        """The topics to look at, those that others refer to first."""
        return sorted(self._presearcher.candidates(words, language), key=self._rank.__getitem__)

    def _matches(self, positions: Positions, candidates: Sequence[str]) -> tuple[TopicMatch, ...]:
        grounds: dict[str, tuple[Evidence, ...]] = {}
        found = {}
        for name in candidates:
            compiled = self._declared[name]
            reading = Reading(compiled.tree, positions, grounds)
            score = reading.score()
            if score is not None:
                grounds[name] = reading.evidence(compiled.topic.query)
                found[name] = score
        return tuple(
            TopicMatch(
                article_id=positions.article.article_id,
                topic=name,
                version=self._declared[name].version,
                score=found[name],
                evidence=grounds[name],
            )
            for name in sorted(found, key=self._place.__getitem__)
        )


def problems(topics: Sequence[Topic]) -> tuple[TopicError, ...]:
    """All that keeps topics from being used: queries in declared order, then references."""
    return _parsed(topics)[1]


def references(topic: Topic) -> tuple[str, ...]:
    """The topics that one builds on directly."""
    return _references(parse(topic.query)) if topic.sql is None else ()


def with_references(topics: Sequence[Topic], names: Iterable[str]) -> tuple[Topic, ...]:
    """These topics and all that they build on, in declared order; to be called with topics that have no problems."""
    below = {topic.name: references(topic) for topic in topics}
    return _reached(topics, names, below)


def with_dependents(topics: Sequence[Topic], names: Iterable[str]) -> tuple[Topic, ...]:
    """These topics and all that build on them, whose matches change with theirs."""
    above: dict[str, list[str]] = {topic.name: [] for topic in topics}
    for topic in topics:
        for name in references(topic):
            above[name].append(topic.name)
    return _reached(topics, names, above)


def _reached(
    topics: Sequence[Topic], names: Iterable[str], leads_to: Mapping[str, Iterable[str]]
) -> tuple[Topic, ...]:
    waiting, reached = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += leads_to[name]
    return tuple(topic for topic in topics if topic.name in reached)


def _parsed(topics: Sequence[Topic]) -> tuple[Mapping[str, Node], tuple[TopicError, ...]]:
    trees: dict[str, Node] = {}
    errors = []
    for topic in topics:
        if topic.sql is not None:
            continue
        try:
            tree = parse(topic.query)
        except QueryError as error:
            errors.append(TopicError(topic.name, error))
            continue
        if topic.name in trees:
            errors.append(
                TopicError(topic.name, QueryError("declared twice", 0, topic.query, "rename one of the two"))
            )
        trees[topic.name] = tree
    named = {topic.name: topic for topic in topics}
    errors += [
        error
        for topic in topics
        if topic.name in trees
        for error in _unknown(topic, trees[topic.name], named)
    ]
    return trees, tuple(errors) or _entangled(topics, trees)


def _unknown(topic: Topic, tree: Node, named: Mapping[str, Topic]) -> Iterable[TopicError]:
    for node in clause.clauses(tree):
        if isinstance(node, clause.TopicRef) and node.name not in named:
            meant = closest(node.name, sorted(named))
            suggestion = f"did you mean topic:{meant}" if meant else "declare it, or remove the reference"
            message = f"no topic is named {node.name}"
        elif isinstance(node, clause.TopicRef) and named[node.name].sql is not None:
            message, suggestion = (
                f"{node.name} is given as SQL, which is asked later",
                "put the query into the SQL, or a rule on both",
            )
        else:
            continue
        yield TopicError(topic.name, QueryError(message, node.start, topic.query, suggestion))


def _entangled(topics: Sequence[Topic], trees: Mapping[str, Node]) -> tuple[TopicError, ...]:
    """Topics that refer to themselves, or to others in too long a chain."""
    below = {name: _references(tree) for name, tree in trees.items()}
    queries = {topic.name: topic.query for topic in topics}
    try:
        order = list(TopologicalSorter(below).static_order())
    except CycleError as error:
        circle = list(reversed(error.args[1]))  # graphlib names the referred-to topic first
        message = f"topics refer to one another in a circle: {' -> '.join(circle)}"
        return (_at_reference(circle[0], circle[1], trees, queries, message),)
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = 1 + max((depth[other] for other in below[name]), default=0)
        if depth[name] > MAX_REFERENCES:
            deepest = max(below[name], key=depth.__getitem__)
            message = f"topics refer to one another more than {MAX_REFERENCES} deep"
            return (_at_reference(name, deepest, trees, queries, message),)
    return ()


def _at_reference(
    name: str, other: str, trees: Mapping[str, Node], queries: Mapping[str, str], message: str
) -> TopicError:
    nodes = clause.clauses(trees[name])
    at = next(node.start for node in nodes if isinstance(node, clause.TopicRef) and node.name == other)
    return TopicError(name, QueryError(message, at, queries[name], "remove one of the references"))


def _references(tree: Node) -> tuple[str, ...]:
    named = (node.name for node in clause.clauses(tree) if isinstance(node, clause.TopicRef))
    return tuple(dict.fromkeys(named))


def _versions(topics: Sequence[Topic], trees: Mapping[str, Node], order: Iterable[str]) -> dict[str, str]:
    """A topic's version changes with its name, its query and those of the topics it refers to."""
    queries = {topic.name: topic.query for topic in topics}
    versions: dict[str, str] = {}
    for name in order:
        below = (versions[other] for other in _references(trees[name]))
        versions[name] = content_id("topic", name, queries[name], *below)
    for topic in topics:
        if topic.sql is not None:
            versions[topic.name] = content_id("topic", topic.name, "sql", topic.sql)
    return versions
