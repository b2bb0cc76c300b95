"""A topic tried on the archive: the live matcher over articles that have come already (law 7)."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb

from flows.errors import UserError
from flows.running.progress import Progress
from pipeline.records import Evidence, Topic, TopicMatch
from pipeline.topics import clause
from pipeline.topics.match import Reading
from pipeline.topics.positions import Positions
from pipeline.topics.query_term import closest
from pipeline.topics.topic import Matcher, TopicError, problems, with_references
from pipeline.topics.topic_survey import located
from warehouse.topics import archive
from warehouse.topics.archive import Filed
from warehouse.topics.sql_rows import archived
from warehouse.topics.sql_topics import SqlTopics


class UnknownTopicError(UserError):
    """There is no topic of that name."""

    exit_code = 2


_LEAVES = clause.Words | clause.Published | clause.TopicRef
GIVEN = "query"  # the name of a query that is given, not declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that matches, without its text."""

    article_id: str
    title: str | None
    outlet: str | None
    source: str
    day: date  # published, or first seen where that is not known
    story_id: str | None
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(slots=True, kw_only=True)
class Trial:
    """What a topic finds."""

    topic: Topic
    version: str
    articles: int  # looked at
    hits: list[Hit]
    clauses: Counter[str] = field(default_factory=Counter)  # hits in which each clause holds


def declared(topics: Sequence[Topic], name: str) -> Topic:
    """The topic of that name.

    Raises:
        UnknownTopicError: there is none; the text names one that is like it.
    """
    found = next((topic for topic in topics if topic.name == name), None)
    if found is None:
        raise unknown_topic(name, [topic.name for topic in topics])
    return found


def unknown_topic(name: str, known: Collection[str]) -> UnknownTopicError:
    """What is said of a name that none of the known topics has."""
    meant = closest(name, known)
    hint = f"did you mean {meant}?" if meant else "`wirewatch topics` lists them."
    return UnknownTopicError(f"There is no topic {name}: {hint}")


def given(topics: Sequence[Topic], query: str) -> tuple[Topic, ...]:
    """The declared topics and a query that may refer to them.

    Raises:
        UserError: the query cannot be understood.
    """
    name = GIVEN
    while any(topic.name == name for topic in topics):
        name += "-"
    tried = (*topics, Topic(name=name, title="the given query", query=query))
    for problem in problems(tried):
        if isinstance(problem, TopicError) and problem.topic == name:
            raise UserError(f"The query: {problem.error}")
    return tried


def try_topic(
    con: duckdb.DuckDBPyConnection,
    topics: Sequence[Topic],
    name: str,
    *,
    since: datetime | None,
    progress: Progress,
) -> Trial:
    """Match a topic, and those it builds on, against the archive."""
    matcher = Matcher(with_references(topics, [name]))
    trial = Trial(topic=declared(topics, name), version=matcher.versions[name], articles=0, hits=[])
    for filed, matches in matched(con, matcher, since, progress):
        trial.articles += 1
        for match in matches:
            if match.topic == name:
                trial.hits.append(hit(filed, match.score, match.evidence))
                trial.clauses.update(_holding(matcher, filed, matches, trial.topic))
    return trial


def _holding(matcher: Matcher, filed: Filed, matches: Sequence[TopicMatch], topic: Topic) -> frozenset[str]:
    """The words, chains and facts of a query that hold in an article, as written; of SQL, the columns it returned."""
    if topic.sql is not None:
        return frozenset(
            one.clause for match in matches if match.topic == topic.name for one in match.evidence
        )
    tree = matcher.tree(topic.name)
    evidence = {match.topic: match.evidence for match in matches}
    reading = Reading(tree, Positions(filed.article, filed.mentions, filed.quotes), evidence)
    return frozenset(
        clause.as_written(topic.query, at.node)
        for at in located(tree)
        if isinstance(at.node, _LEAVES) and reading.holds(*at)
    )


def matched(
    con: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    since: datetime | None,
    progress: Progress,
    asked: SqlTopics | None = None,
) -> Iterator[tuple[Filed, tuple[TopicMatch, ...]]]:
    """The articles of the archive, one by one, with all topics of the matcher that they match, those given as SQL last.

    `asked`: those, where the caller wants to know what kept them from being asked.
    """
    for filed, answers in answered(
        con, asked or SqlTopics(matcher.topics, matcher.versions), since, progress
    ):
        yield filed, (*matcher.match(filed.article, filed.mentions, filed.quotes), *answers)


def answered(
    con: duckdb.DuckDBPyConnection, asked: SqlTopics, since: datetime | None, progress: Progress
) -> Iterator[tuple[Filed, Sequence[TopicMatch]]]:
    """The articles of the archive, one by one, with the topics given as SQL that they match."""
    for batch in _batches(con, since, progress):
        ids = [filed.article.article_id for filed in batch]
        answers = asked.match(archived(con, ids)) if asked else [() for _ in batch]
        yield from zip(batch, answers, strict=True)


def articles(con: duckdb.DuckDBPyConnection, since: datetime | None, progress: Progress) -> Iterator[Filed]:
    """The articles of the archive, one by one."""
    for batch in _batches(con, since, progress):
        yield from batch


def _batches(
    con: duckdb.DuckDBPyConnection, since: datetime | None, progress: Progress
) -> Iterator[list[Filed]]:
    """With a bar for who waits."""
    progress.say("Reading the archive")
    progress.expect(archive.count(con, since))
    for batch in archive.read(con, since):
        yield batch
        progress.advance(len(batch))


def hit(filed: Filed, score: float, evidence: tuple[Evidence, ...]) -> Hit:
    article = filed.article
    return Hit(
        article_id=article.article_id,
        title=article.title,
        outlet=article.outlet,
        source=article.source,
        day=(article.published_at or filed.first_seen_at).date(),
        story_id=filed.story_id,
        score=score,
        evidence=evidence,
    )
