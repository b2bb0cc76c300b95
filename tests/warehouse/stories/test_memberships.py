from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipeline.copies.shingle import copy_print
from pipeline.records import Article, Membership, StoryMerge
from pipeline.stories.feature import story_print
from pipeline.stories.memory import WINDOW
from pipeline.stories.story import Stories, filed_under
from warehouse.stories import memberships

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def member(article_id: str, story_id: str, reason: str = "opened") -> Membership:
    return Membership(article_id=article_id, story_id=story_id, similarity=1.0, reason=reason)


def remember(
    con: duckdb.DuckDBPyConnection, number: int, seen_at: datetime, origin: int | None = None
) -> str:
    """An article that has been through folding and grouping."""
    article = Article(
        article_id=f"a{number}",
        uri=f"u{number}",
        source="s",
        text=f"Text number {number}.",
        content_hash="h",
        seen_at=seen_at,
    )
    row = {
        "seq": number,
        "article_id": article.article_id,
        "seen_at": seen_at,
        "copy_print": copy_print(article).to_bytes(),
        "story_print": story_print(article).to_bytes(),
        "story_keys": filed_under(story_print(article)),
        "origin": origin or number,
    }
    memberships.add_fingerprints(con, [row])
    memberships.add_memberships(con, [member(article.article_id, f"s{number}")], NOW)
    return article.article_id


def current(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return con.execute("SELECT article_id, story_id, reason FROM story_members ORDER BY ALL").fetchall()


def test_a_decision_ends_the_one_before(con: duckdb.DuckDBPyConnection) -> None:
    memberships.add_memberships(con, [member("a", "s")], NOW)
    memberships.add_memberships(con, [member("a", "t", "moved"), member("a", "u", "merged")], LATER)
    assert current(con) == [("a", "u", "merged")]
    assert con.execute("SELECT count(*) FROM memberships").fetchone() == (3,)
    before = con.execute("SELECT story_id FROM story_members_as_of(?)", [NOW]).fetchall()
    assert before == [("s",)]


def test_a_merge_takes_along_what_grouping_has_forgotten(con: duckdb.DuckDBPyConnection) -> None:
    """Also through a chain of merges in one batch."""
    memberships.add_memberships(con, [member("old", "s1"), member("new", "s2"), member("other", "s3")], NOW)
    merges = [
        StoryMerge(story_id="s2", absorbed_id="s1", article_id="new"),
        StoryMerge(story_id="s3", absorbed_id="s2", article_id="new"),
    ]
    memberships.add_merges(con, merges, LATER)
    assert [(article_id, story_id) for article_id, story_id, _ in current(con)] == [
        ("new", "s3"), ("old", "s3"), ("other", "s3"),
    ]  # fmt: skip


def test_grouping_is_rebuilt_from_what_it_remembers(con: duckdb.DuckDBPyConnection) -> None:
    remember(con, 1, NOW - timedelta(minutes=WINDOW + 1))
    remember(con, 2, NOW)
    remember(
        con, 3, NOW - timedelta(minutes=WINDOW + 1)
    )  # arrived late: what came after the first is needed whole
    assert [row.article_id for row in memberships.story_members(con)] == ["a2", "a3"]


def test_only_who_stands_as_a_copy_is_one_for_grouping(con: duckdb.DuckDBPyConnection) -> None:
    for number in (1, 2, 3):
        remember(con, number, NOW, origin=1)
    memberships.add_memberships(con, [member("a2", "s1", "copy")], LATER)
    assert [(row.story_id, row.copy_of) for row in memberships.story_members(con)] == [
        ("s1", None),
        ("s1", "a1"),
        ("s3", None),
    ]


def test_only_the_last_articles_are_read_when_a_stream_is_dense(con: duckdb.DuckDBPyConnection) -> None:
    for number in (1, 2, 3):
        remember(con, number, NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memberships, "REMEMBERED", 2)
        assert [row.article_id for row in memberships.story_members(con)] == ["a2", "a3"]


def test_grouping_goes_on_from_rows(con: duckdb.DuckDBPyConnection) -> None:
    remember(con, 1, NOW)
    again = Article(
        article_id="b", uri="b", source="s", text="Text number 1.", content_hash="h", seen_at=LATER
    )
    grouping = Stories.restore(memberships.story_members(con))
    assert grouping.assign(story_print(again), copy_of="a1").membership.story_id == "s1"
