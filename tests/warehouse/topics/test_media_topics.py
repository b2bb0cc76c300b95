"""Media topics in the warehouse: with the version of an article that they were found in."""

import json
from datetime import UTC, datetime, timedelta

import duckdb

from pipeline.records import MediaTopicMatch, Sign
from warehouse.articles.article_versions import close
from warehouse.topics.media_topics import add_media_topics

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIGN = Sign(term="drone", adds=0.7, times=2, field="title", start=0, end=5, words="Drone")


def found(name: str, code: str = "medtop:16000000") -> MediaTopicMatch:
    return MediaTopicMatch(
        article_id="a", code=code, name=name, top="medtop:16000000", score=1.5, version="v", evidence=(SIGN,)
    )


def test_what_an_article_is_about_is_told_with_its_terms(con: duckdb.DuckDBPyConnection) -> None:
    add_media_topics(con, [found("war"), found("riot", "medtop:20000069")], NOW)
    rows = con.execute("SELECT code, name, top, score FROM media_topics ORDER BY code").fetchall()
    assert rows == [
        ("medtop:16000000", "war", "medtop:16000000", 1.5),
        ("medtop:20000069", "riot", "medtop:16000000", 1.5),
    ]
    ((evidence,),) = con.execute("SELECT evidence FROM media_topics WHERE name = 'war'").fetchall()
    assert json.loads(evidence) == [
        {"term": "drone", "adds": 0.7, "times": 2, "field": "title", "start": 0, "end": 5, "words": "Drone"}
    ]


def test_what_was_found_in_an_earlier_version_is_told_as_of_its_time(con: duckdb.DuckDBPyConnection) -> None:
    later = NOW + timedelta(hours=1)
    add_media_topics(con, [found("war")], NOW)
    close(con, "media_topic_log", ["a"], later)
    add_media_topics(con, [found("peace")], later)
    assert con.execute("SELECT name FROM media_topics").fetchall() == [("peace",)]
    assert con.execute("SELECT name FROM media_topics_as_of(?)", [NOW]).fetchall() == [("war",)]


def test_nothing_found_is_nothing_stored(con: duckdb.DuckDBPyConnection) -> None:
    add_media_topics(con, [], NOW)
    assert con.execute("SELECT count(*) FROM media_topics").fetchall() == [(0,)]
