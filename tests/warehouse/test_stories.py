from datetime import UTC, datetime, timedelta

import duckdb

from pipeline.feature import story_print
from pipeline.fold import Copies
from pipeline.memory import WINDOW
from pipeline.records import Article, Copy, CopyKind, Membership, StoryMerge
from pipeline.shingle import copy_print
from warehouse import stories
from warehouse.articles import add_copies

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def member(article_id: str, story_id: str, reason: str = "opened") -> Membership:
    return Membership(article_id=article_id, story_id=story_id, similarity=1.0, reason=reason)


def remember(con: duckdb.DuckDBPyConnection, number: int, seen_at: datetime) -> str:
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
    }
    stories.add_fingerprints(con, [row])
    stories.add_memberships(con, [member(article.article_id, f"s{number}")], NOW)
    return article.article_id


def current(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return con.execute("SELECT article_id, story_id, reason FROM story_members ORDER BY ALL").fetchall()


def test_a_decision_ends_the_one_before(con: duckdb.DuckDBPyConnection) -> None:
    stories.add_memberships(con, [member("a", "s")], NOW)
    stories.add_memberships(con, [member("a", "t", "moved"), member("a", "u", "merged")], LATER)
    assert current(con) == [("a", "u", "merged")]
    assert con.execute("SELECT count(*) FROM memberships").fetchone() == (3,)
    before = con.execute("SELECT story_id FROM story_members_as_of(?)", [NOW]).fetchall()
    assert before == [("s",)]


def test_a_merge_takes_along_what_grouping_has_forgotten(con: duckdb.DuckDBPyConnection) -> None:
    """Also through a chain of merges in one batch."""
    stories.add_memberships(con, [member("old", "s1"), member("new", "s2"), member("other", "s3")], NOW)
    merges = [
        StoryMerge(story_id="s2", absorbed_id="s1", article_id="new"),
        StoryMerge(story_id="s3", absorbed_id="s2", article_id="new"),
    ]
    stories.add_merges(con, merges, LATER)
    assert [(article_id, story_id) for article_id, story_id, _ in current(con)] == [
        ("new", "s3"), ("old", "s3"), ("other", "s3"),
    ]  # fmt: skip


def test_folding_is_rebuilt_in_order_of_arrival_with_origins(con: duckdb.DuckDBPyConnection) -> None:
    ids = [remember(con, number, NOW) for number in (2, 1, 3)]
    add_copies(con, [Copy(article_id="a3", origin_id="a1", kind=CopyKind.NEAR, share=0.9)], NOW)
    add_copies(con, [Copy(article_id="a2", origin_id="a1", kind=CopyKind.PARTIAL, share=0.3)], NOW)
    found = list(stories.copy_prints(con))
    assert [(p.article_id, origin) for p, origin in found] == [("a1", None), ("a2", None), ("a3", "a1")]
    Copies().restore(found)
    assert set(ids) == {p.article_id for p, _ in found}


def test_grouping_is_rebuilt_from_what_it_remembers(con: duckdb.DuckDBPyConnection) -> None:
    remember(con, 1, NOW - timedelta(minutes=WINDOW + 1))
    remember(con, 2, NOW)
    remember(
        con, 3, NOW - timedelta(minutes=WINDOW + 1)
    )  # arrived late: what came after the first is needed whole
    assert [row.print.article_id for row in stories.story_members(con)] == ["a2", "a3"]


def test_only_who_stands_as_a_copy_is_one_for_grouping(con: duckdb.DuckDBPyConnection) -> None:
    for number in (1, 2, 3):
        remember(con, number, NOW)
    for article_id in ("a2", "a3"):
        add_copies(con, [Copy(article_id=article_id, origin_id="a1", kind=CopyKind.EXACT, share=1.0)], NOW)
    stories.add_memberships(con, [member("a2", "s1", "copy")], LATER)
    assert [(row.story_id, row.copy_of) for row in stories.story_members(con)] == [
        ("s1", None),
        ("s1", "a1"),
        ("s3", None),
    ]
