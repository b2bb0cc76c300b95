from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipeline.records import Topic
from warehouse.topics.topic_faults import TopicFault, add_faults, end_faults, standing
from warehouse.topics.topic_log import sync_topics

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TOPIC = Topic(name="t", title="T", query="", sql="SELECT article_id FROM articles")
SLOW = TopicFault(topic="t", version="1", kind="slow", article_id="a", detail="took more than 1 s")
FAILED = replace(SLOW, kind="failed", detail="no number")


@pytest.fixture
def held(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    sync_topics(con, [TOPIC], {"t": "1"}, NOW)
    add_faults(con, [SLOW, FAILED, replace(FAILED, article_id="b", detail="no number either")], NOW)
    return con


def test_each_kind_is_kept_once_with_the_article_it_was_met_first(held: duckdb.DuckDBPyConnection) -> None:
    add_faults(held, [replace(SLOW, article_id="c")], LATER)
    assert standing(held) == [FAILED, SLOW]


def test_another_declaration_ends_them(held: duckdb.DuckDBPyConnection) -> None:
    sync_topics(held, [TOPIC], {"t": "1"}, LATER)
    assert len(standing(held)) == 2
    sync_topics(held, [TOPIC], {"t": "2"}, LATER)
    assert standing(held) == []
    add_faults(held, [replace(SLOW, version="2")], LATER)
    told = held.execute("SELECT kind, version, happened_at, ended_at FROM topic_faults ORDER BY ALL")
    assert told.fetchall() == [
        ("failed", "1", NOW, LATER),
        ("slow", "1", NOW, LATER),
        ("slow", "2", LATER, None),
    ]


@pytest.mark.parametrize(
    ("topics", "since", "left"),
    [(["t"], None, []), (["other"], None, [FAILED, SLOW]), (["t"], NOW, []), (["t"], LATER, [FAILED, SLOW])],
    ids=["of the topic", "of another", "all that came since", "only what came later"],
)
def test_a_rematch_makes_up_for_what_was_met_in_its_reach(
    held: duckdb.DuckDBPyConnection, topics: list[str], since: datetime | None, left: list[TopicFault]
) -> None:
    end_faults(held, topics, LATER, since)
    assert standing(held) == left


@pytest.mark.parametrize("fault", [SLOW, FAILED], ids=lambda fault: fault.kind)
def test_a_person_is_told_what_to_do(fault: TopicFault) -> None:
    assert "article a" in str(fault)
    assert fault.detail in str(fault)
    assert "wirewatch topics rematch t" in str(fault)
