"""Topics given as SQL, as the matcher of queries sees them: named and versioned, never asked."""

from datetime import UTC, datetime

import pytest

from pipeline.records import Article, Topic
from pipeline.topics.topic import Matcher, TopicError, problems, with_dependents, with_references
from pipeline.topics.topic_lint import lint

SQL = Topic(name="long", title="", query="", sql="SELECT article_id FROM articles WHERE words > 900")
WORDS = Topic(name="tanks", title="", query="tanks")
NEWS = Article(
    article_id="a",
    uri="u",
    source="s",
    text="Tanks.",
    content_hash="",
    seen_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def test_they_are_declared_and_not_matched_here() -> None:
    matcher = Matcher([SQL, WORDS])
    assert matcher.topics == (SQL, WORDS)
    assert list(matcher.versions) == ["long", "tanks"]
    assert [match.topic for match in matcher.match(NEWS)] == ["tanks"]
    assert lint([SQL, WORDS]) == []


def test_their_version_changes_with_the_sql() -> None:
    other = Topic(name="long", title="", query="", sql="SELECT article_id FROM articles WHERE words > 901")
    assert Matcher([SQL]).versions != Matcher([other]).versions
    assert Matcher([SQL, WORDS]).versions["long"] == Matcher([SQL]).versions["long"]


def test_a_query_cannot_build_on_them() -> None:
    (problem,) = problems([SQL, Topic(name="both", title="", query="tanks topic:long")])
    assert "long is given as SQL, which is asked later (line 1, column 7)" in str(problem)
    with pytest.raises(TopicError):
        Matcher([SQL, Topic(name="both", title="", query="tanks topic:long")])


def test_what_builds_on_what() -> None:
    top = Topic(name="top", title="", query="drones topic:tanks")
    topics = [SQL, WORDS, top]
    assert [one.name for one in with_references(topics, ["top"])] == ["tanks", "top"]
    assert [one.name for one in with_dependents(topics, ["tanks"])] == ["tanks", "top"]
    assert [one.name for one in with_dependents(topics, ["long"])] == ["long"]
