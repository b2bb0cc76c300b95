"""Topics given as SQL: what they may ask, what they see, and what they cannot reach."""

import logging
import re
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.records import Topic, TopicMatch
from warehouse.topics import sql_topics
from warehouse.topics.sql_rows import VIEWS, Rows
from warehouse.topics.sql_topics import SqlTopics, problems

ROOT = Path(__file__).parents[3]
SCHEMA = (ROOT / "warehouse" / "schema.txt").read_text("utf-8").splitlines()
GUIDE = (ROOT / "docs" / "topics.md").read_text("utf-8")


def topic(sql: str, name: str = "t") -> Topic:
    return Topic(name=name, title="", query="", sql=sql)


def article(article_id: str, *, speakers: tuple[str, ...] = (), **known: Any) -> Rows:
    told = dict.fromkeys(VIEWS["articles"]) | {
        "words": 100,
        "title": "Strike",
        **known,
        "article_id": article_id,
    }
    quotes = [
        {"article_id": article_id, "speaker": one, "quote": "No.", "start_at": 0, "end_at": 3}
        for one in speakers
    ]
    return {**{view: [] for view in VIEWS}, "articles": [told], "quotes": quotes}


def asked(sql: str, *articles: Rows, seconds: float = 5.0) -> list[tuple[TopicMatch, ...]]:
    return SqlTopics([topic(sql)], {"t": "v1"}, seconds=seconds).match(articles)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT article_id FRM articles", 'syntax error at or near "articles" (line 1, column 23)'),
        ("DELETE FROM articles", "a topic is a SELECT: nothing else can be asked (line 1, column 1)"),
        ("CREATE TABLE x (y INT)", "a topic is a SELECT"),
        ("ATTACH 'other.duckdb'", "a topic is a SELECT"),
        ("INSTALL httpfs", "a topic is a SELECT"),
        ("SET threads = 8", "a topic is a SELECT"),
        ("COPY articles TO 'out.csv'", "a topic is a SELECT"),
        ("SELECT 1; SELECT 2", "a topic is one SELECT"),
        ("", "a topic is one SELECT"),
        ("SELECT words FROM articles", "the SELECT gives no article_id"),
        ("SELECT article_id\nFROM articls", "there is no view articls for topics (line 2, column 6); did you mean articles?"),
        ("SELECT article_id FROM stories", "there is no view stories for topics"),
        ("SELECT article_id FROM held.articles", "there is no view held.articles for topics"),
        ('WITH "held.articles" AS (SELECT 1) SELECT article_id FROM held.articles', "there is no view held.articles"),
        ("SELECT article_id FROM information_schema.tables", "there is no view information_schema.tables"),
        ("SELECT article_id FROM 'news.csv'", "there is no view news.csv for topics"),
        ("SELECT content AS article_id FROM read_text('/etc/hosts')", "read_text(…) has no place in FROM"),
        ("SELECT article_id FROM articles, range(9)", "range(…) has no place in FROM (line 1, column 34)"),
        ("SELECT article_id FROM articles, duckdb_settings()", "duckdb_settings(…) has no place in FROM"),
        ("SELECT article_id FROM articles\nWHERE wrds > 3", 'Referenced column "wrds" not found'),
        ("SELECT 'é', artcle_id FROM articles", "(line 1, column 13)"),
        ("SELECT article_id FROM quotes WHERE variants > 3", 'Referenced column "variants" not found'),
        ("SELECT article_id FROM articles WHERE published_at > now()", "now is another at each call"),
        ("SELECT article_id FROM articles WHERE published_at::DATE = current_date", "current_date is another at each call"),
        ("SELECT article_id FROM articles WHERE random() < 0.5", "random is another at each call"),
        ("SELECT article_id FROM articles USING SAMPLE 10%", "a sample is another at each call"),
        ("WITH RECURSIVE n AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM n) SELECT a AS article_id FROM n", "without SHOW, PIVOT and WITH RECURSIVE"),
        ("SHOW TABLES", "without SHOW, PIVOT and WITH RECURSIVE"),
        ("SELECT article_id FROM articles -- " + "x" * 20_000, "a statement has at most 20,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_topic(sql: str, message: str) -> None:
    (problem,) = problems([topic(sql)])
    assert message in str(problem)
    assert problem.topic == "t"


@pytest.mark.parametrize(
    ("sql", "evidence"),
    [
        ("SELECT article_id FROM articles WHERE words >= 100", [("SELECT article_id FROM articles WHERE words >= 100", "")]),
        ("FROM quotes WHERE speaker ILIKE 'min%'", [("speaker", "Minister"), ("quote", "No."), ("start_at", "0"), ("end_at", "3")]),
        ("WITH said AS (SELECT article_id, count(*) AS times FROM quotes GROUP BY ALL) FROM said WHERE times > 1", [("times", "2")]),
        ("SELECT a.article_id, unnest(list(speaker)) AS who FROM articles a JOIN quotes q USING (article_id) GROUP BY a.article_id",
         [("who", "Minister"), ("who", "Minister")]),
    ],
)  # fmt: skip
def test_what_it_answers_is_the_evidence(sql: str, evidence: list[tuple[str, str]]) -> None:
    assert problems([topic(sql)]) == []
    (found,) = asked(sql, article("a", speakers=("Minister", "Minister")))[0]
    assert (found.article_id, found.topic, found.version, found.score) == ("a", "t", "v1", 1.0)
    assert [(one.clause, one.words) for one in found.evidence] == list(dict.fromkeys(evidence))
    assert {one.field for one in found.evidence} == {"sql"}


def test_a_query_that_takes_too_long_to_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        raise duckdb.InterruptException

    monkeypatch.setattr(sql_topics, "check", endless)
    (problem,) = problems([topic("SELECT article_id FROM articles")])
    assert "takes more than 10 s" in str(problem)


def test_a_column_named_score_is_the_score() -> None:
    (found,) = asked("SELECT article_id, words / 50 AS score FROM articles", article("a"))[0]
    assert (found.score, found.evidence[0].clause[:6]) == (2.0, "SELECT")


def test_only_one_article_is_in_sight() -> None:
    """What else came in the batch decides nothing (law 3)."""
    longest = "SELECT article_id, (SELECT count(*) FROM articles) AS seen FROM articles WHERE words = (SELECT max(words) FROM articles)"
    found = asked(longest, article("a", words=5), article("b", words=9), article("a", words=7))
    assert [[(one.article_id, one.evidence[0].words) for one in some] for some in found] == [
        [("a", "1")],
        [("b", "1")],
        [("a", "1")],
    ]


def test_nothing_stays_for_the_next_batch() -> None:
    topics = SqlTopics(
        [topic("SELECT article_id, (SELECT count(*) FROM quotes) AS n FROM articles")], {"t": "v"}
    )
    for _ in range(2):
        (found,) = topics.match([article("a", speakers=("A",))])[0]
        assert found.evidence[0].words == "1"


def test_an_answer_about_another_article_counts_for_nothing() -> None:
    assert asked("SELECT 'b' AS article_id", article("a")) == [()]


def test_an_article_that_makes_it_fail_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    found = asked(
        "SELECT article_id FROM articles WHERE title::INTEGER > 3",
        article("a", title="\x1b[2J"),
        article("b", title="4"),
    )
    assert [len(some) for some in found] == [0, 1]
    (told,) = caplog.messages
    assert "topic t does not match article a" in told
    assert told.isprintable()


def test_what_kept_a_topic_from_being_asked_is_told_once() -> None:
    topics = SqlTopics([topic("SELECT article_id FROM articles WHERE title::INTEGER > 3")], {"t": "v1"})
    topics.match([article("a"), article("b")])
    topics.match([article("c")])
    (fault,) = topics.faults
    assert (fault.topic, fault.version, fault.kind, fault.article_id) == ("t", "v1", "failed", "a")
    assert "'Strike'" in fault.detail


def test_a_topic_that_takes_too_long_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    """A product of three lists of a thousand, of which nothing is kept in memory."""
    caplog.set_level(logging.WARNING)
    thousand = "(SELECT unnest(string_split(repeat('a,', 3000), ',')))"
    slow = f"SELECT any_value(article_id) AS article_id, count(*) FROM articles, {thousand} a(x), {thousand} b(y), {thousand} c(z) WHERE x || y || z LIKE '%b%'"
    topics = SqlTopics(
        [topic(slow, "slow"), topic("SELECT article_id FROM articles", "fast")],
        {"slow": "1", "fast": "1"},
        seconds=0.05,
    )
    found = topics.match([article("a"), article("b")])
    assert [[one.topic for one in some] for some in found] == [["fast"], ["fast"]]
    assert caplog.text.count("topic slow took more than 0.05 s") == 1
    assert [(one.topic, one.kind, one.article_id) for one in topics.faults] == [("slow", "slow", "a")]


def test_media_topics_can_be_asked_for() -> None:
    about = {
        "code": "medtop:16000000",
        "name": "conflict, war and peace",
        "top": "medtop:16000000",
        "score": 2.5,
    }
    sql = "SELECT article_id, name, score FROM media_topics WHERE code = 'medtop:16000000'"
    ((match,), other) = asked(
        sql, {**article("a"), "media_topics": [{"article_id": "a", **about}]}, article("b")
    )
    assert (match.article_id, match.score, other) == ("a", 2.5, ())


def test_the_columns_are_those_of_the_public_views() -> None:
    for view, columns in VIEWS.items():
        for name, kind in columns.items():
            assert f"{view}.{name} {kind}" in SCHEMA


def test_every_column_of_an_article_is_in_sight_or_left_out_on_purpose() -> None:
    of_view = {line.split(" ")[0].partition(".")[2] for line in SCHEMA if line.startswith("articles.")}
    left_out = {"first_seen_at", "provenance", "verdict_evidence"}
    assert of_view - set(VIEWS["articles"]) == left_out


@pytest.mark.parametrize("view", VIEWS)
def test_the_guide_names_what_is_in_sight(view: str) -> None:
    assert f"| `{view}` | {', '.join(f'`{name}`' for name in VIEWS[view])} |" in GUIDE


def test_those_of_the_guide_are_fit() -> None:
    blocks = [tomllib.loads(found) for found in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)]
    given = [Topic(**one) for block in blocks for one in block.get("topic", ()) if "sql" in one]
    assert problems(given) == []
