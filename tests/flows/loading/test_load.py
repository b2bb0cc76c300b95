from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import duckdb
import pytest

from flows.loading.desk import Desk
from flows.loading.load import Folded, Grouped, Load, _arrival
from flows.spool.spool import Batch, Item
from pipeline.prepare import prepare
from pipeline.records import Document, Membership
from pipeline.stories.story import Assignment
from pipeline.topics.topic import Matcher
from warehouse.ledger.runs import Counts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEXT = "Dockers at the port of Arneville began a strike on Monday over unpaid overtime and night shifts, the union said."


def document(text: str = TEXT, **fields: object) -> Document:
    values = {
        "uri": "import/1",
        "source": "one",
        "media_type": "text/plain",
        "content": text,
        "fetched_at": NOW,
    }
    return Document(**(values | fields))  # type: ignore[arg-type]


def load(con: duckdb.DuckDBPyConnection, *items: Item, batch_id: str = "b") -> Counts:
    work = Load(con, Desk(con, (), ()), Batch(batch_id=batch_id, items=items), "run", NOW)
    for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
        stage()
    return work.counts


def test_a_change_by_the_same_source_is_a_new_version(con: duckdb.DuckDBPyConnection) -> None:
    load(con, document())
    counts = load(con, document(TEXT + " Ships waited outside."), batch_id="c")
    assert (counts.new, counts.changed) == (1, 1)
    assert con.execute("SELECT version, ends_with(text, 'outside.') FROM articles").fetchall() == [(2, True)]


def test_what_a_version_changed_is_kept(con: duckdb.DuckDBPyConnection) -> None:
    ended = " The strike ended on Friday."
    load(con, document(title="Strike"))
    load(con, document(TEXT + ended, title="Strike over"), document(ended, title="Strike over"), batch_id="c")
    changes = con.execute(
        "SELECT version, title_before, title, added, removed, kept FROM article_changes ORDER BY version"
    ).fetchall()
    assert changes == [
        (2, "Strike", "Strike over", [ended.strip()], [], 1.0),
        (3, "Strike over", "Strike over", [], [TEXT], 0.5),
    ]


def test_how_a_text_was_got_is_kept(con: duckdb.DuckDBPyConnection) -> None:
    load(con, document(content_from="summary"))
    assert con.execute("SELECT content_from FROM articles").fetchall() == [("summary",)]


def test_another_source_cannot_rewrite_an_article(con: duckdb.DuckDBPyConnection) -> None:
    """A feed may claim any address as its own."""
    url = "https://outlet.example/strike"
    load(con, document(url=url))
    counts = load(
        con, document("Everything is fine at the port, nobody is on strike there.", url=url, source="liar")
    )
    assert counts == Counts(documents=1, rejected=1)
    assert con.execute("SELECT text FROM articles").fetchall() == [(TEXT,)]
    assert con.execute(
        "SELECT source, reason, contains(detail, 'source one,') FROM rejections"
    ).fetchall() == [("liar", "foreign", True)]


def test_a_renamed_source_changes_what_it_brought(con: duckdb.DuckDBPyConnection) -> None:
    load(con, document())
    for name, text in (("new", TEXT + " Ships waited."), ("newer", TEXT + " Ships left.")):
        renamed = Desk(con, (), (), {"new": ("one",), "newer": ("one", "new")})
        work = Load(con, renamed, Batch(batch_id=name, items=(document(text, source=name),)), "run", NOW)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()
        assert work.counts == Counts(documents=1, new=1, changed=1)
    assert con.execute("SELECT source, version, ends_with(text, 'left.') FROM articles").fetchall() == [
        ("newer", 3, True)
    ]


def test_known_bytes_are_not_extracted_again(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(con, document())

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("flows.loading.workers.prepare", never)
    assert load(con, document(source="two"), batch_id="c").repeats == 1


def test_a_fault_of_ours_costs_one_document(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(item: Document, matcher: Matcher, _: object) -> object:
        if "boom" in item.content:  # type: ignore[operator]
            raise RuntimeError("boom")
        return prepare(item, matcher)

    monkeypatch.setattr("flows.loading.workers.prepare", faulty)
    counts = load(con, document("boom", uri="import/2"), document())
    assert (counts.new, counts.rejected) == (1, 1)
    assert con.execute("SELECT reason, detail LIKE 'RuntimeError%' FROM rejections").fetchall() == [
        ("fault", True)
    ]


def test_a_copy_shows_the_passages_it_shares(con: duckdb.DuckDBPyConnection) -> None:
    more = " ".join(f"Ship number {n} waited outside the harbour with a load of grain." for n in range(8))
    load(
        con,
        document(f"{TEXT}\n\n{more}"),
        document(f"{TEXT}\n\n{more} So it was.", uri="import/2", outlet="Herald"),
    )
    rows = con.execute("SELECT kind, share, evidence->'passages' FROM copies").fetchall()
    assert [(kind, share > 0.9) for kind, share, _ in rows] == [("near", True)]
    assert rows[0][2] not in {None, "[]"}
    assert con.execute("SELECT articles, origins FROM stories").fetchall() == [(2, 1)]


def test_alerts_hear_of_copies_that_went_along() -> None:
    """Else the story that was left would still count the text as a report."""

    def row(article_id: str, reason: str, **evidence: str) -> Membership:
        return Membership(
            article_id=article_id, story_id="t", similarity=1.0, reason=reason, evidence=evidence
        )

    changes = (
        row("a", "moved"), row("b", "copy", because="moved"), row("c", "split"), row("d", "merged"), row("e", "copy", because="merged"),
    )  # fmt: skip
    told = SimpleNamespace(matches=(), mentions=(), quotes=(), figures=(), corrections=())
    version = SimpleNamespace(article=SimpleNamespace(seen_at=NOW))
    folded = SimpleNamespace(origin_id=None, prepared=told, version=version)
    grouped = Grouped(cast("Folded", folded), Assignment(membership=row("x", "joined"), changes=changes))
    assert [moved.article_id for moved in _arrival(grouped, {}).moves] == ["a", "b", "c"]


def test_what_an_article_is_about_ends_with_its_version(con: duckdb.DuckDBPyConnection) -> None:
    load(con, document(title="Dockers strike"))
    storm = "The weather service warned of snow, freezing rain and winds of 120 kilometres an hour until Thursday."
    load(con, document(storm, title="Snow"), document(storm + " Fog follows.", title="Snow"), batch_id="c")
    query = "SELECT DISTINCT t.name, t.valid_to IS NULL FROM media_topic_log AS t WHERE t.code = t.top ORDER BY ALL"
    assert con.execute(query).fetchall() == [("labour", False), ("weather", False), ("weather", True)]
    assert con.execute("SELECT name FROM media_topics WHERE code = top").fetchall() == [("weather",)]
