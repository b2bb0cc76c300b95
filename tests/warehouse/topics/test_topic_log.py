from datetime import UTC, datetime, timedelta

import duckdb

from pipeline.records import Topic
from warehouse.topics.topic_log import sync_topics

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ONE = Topic(name="one", title="One", query="a")
TWO = Topic(name="two", title="Two", query="b")


def declared(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute("SELECT topic, version FROM topics ORDER BY topic").fetchall()


def test_declarations_begin_change_and_end(con: duckdb.DuckDBPyConnection) -> None:
    sync_topics(con, [ONE, TWO], {"one": "1", "two": "1"}, NOW)
    sync_topics(con, [ONE], {"one": "2"}, NOW + timedelta(hours=1))
    assert declared(con) == [("one", "2")]
    history = con.execute(
        "SELECT topic, version, valid_to IS NULL FROM topic_versions ORDER BY ALL"
    ).fetchall()
    assert history == [("one", "1", False), ("one", "2", True), ("two", "1", False)]


def test_what_did_not_change_is_left_alone(con: duckdb.DuckDBPyConnection) -> None:
    for hours in range(3):
        sync_topics(con, [ONE], {"one": "1"}, NOW + timedelta(hours=hours))
    assert con.execute("SELECT count(*), min(valid_from) FROM topic_versions").fetchone() == (1, NOW)
