"""The index of copies in the warehouse: it answers as memory does, however it lies, and after a restart."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies import fold, folded
from pipeline.copies.fold import Copies, FoldedBeforeError
from pipeline.copies.folded import Past, Remembered
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.records import Article, Copy, CopyKind
from pipeline.stories.feature import story_print
from pipeline.stories.story import filed_under
from warehouse.articles.article_versions import add_copies
from warehouse.database.opening import open_loader
from warehouse.ledger.check import check_laws
from warehouse.stories import copy_index, memberships
from warehouse.stories.copy_index import Filed, add_postings, catch_up

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = [f"word{number}" for number in range(400)]


def article(number: int, text: str, outlet: str | None = None) -> Article:
    return Article(
        article_id=f"a{number}", uri=f"u{number}", source="s", text=text, content_hash="h", seen_at=NOW, outlet=outlet
    )  # fmt: skip


def made(size: int) -> list[Article]:
    """Reports, a boilerplate under many, and copies cut short."""
    dice = random.Random(size)
    footer = " ".join(dice.choices(WORDS, k=40))
    texts: list[str] = []
    for _ in range(size):
        text = " ".join(dice.choices(WORDS, k=120))
        if texts and dice.random() < 0.4:
            text = " ".join(dice.choice(texts).split()[: dice.randrange(60, 120)])
        texts.append(f"{text} {footer}" if dice.random() < 0.3 else text)
    return [article(number, text, f"Paper {number % 5}") for number, text in enumerate(texts, start=1)]


def store(con: duckdb.DuckDBPyConnection, articles: Sequence[Article], copies: Copies) -> list[Copy | None]:
    """Fold a batch and commit it, as a run does."""
    prints = {int(one.article_id[1:]): copy_print(one) for one in articles}
    found = copies.fold_all(list(prints.values()))
    rows = [
        row(one, number) | {"origin": origin, "shingles": len(prints[number].fingerprints)}
        for one, number, origin in zip(articles, prints, copies.origins(list(prints)), strict=True)
    ]
    memberships.add_fingerprints(con, rows)
    add_postings(con, prints)
    add_copies(con, [copy for copy in found if copy], NOW)
    return found


def row(one: Article, number: int) -> dict[str, object]:
    printed = story_print(one)
    return {
        "seq": number,
        "article_id": one.article_id,
        "seen_at": NOW,
        "copy_print": copy_print(one).to_bytes(),
        "story_print": printed.to_bytes(),
        "story_keys": filed_under(printed),
    }


ARTICLES = made(90)


def in_memory(articles: Sequence[Article]) -> list[Copy | None]:
    return Copies().fold_all([copy_print(one) for one in articles])


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at are the block of four that an article stands in, and the one before."""
    for module in (fold, folded, copy_index):
        monkeypatch.setattr(module, "BLOCK", 4)
    monkeypatch.setattr(folded, "REACH", 4)


@pytest.mark.parametrize("block", [1 << 16, 32, 4], ids=["rows alone", "blocks and rows", "small blocks"])
@pytest.mark.parametrize("runs", [1, 3])
def test_copies_are_found_as_in_memory(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, block: int, runs: int
) -> None:
    for module in (fold, folded, copy_index):
        monkeypatch.setattr(module, "BLOCK", block)
    monkeypatch.setattr(copy_index, "_RECENT", 7)
    found: list[Copy | None] = []
    for run in range(runs):
        copies = Copies(Filed(con))
        part = ARTICLES[run * 90 // runs : (run + 1) * 90 // runs]
        for start in range(0, len(part), 9):
            found += store(con, part[start : start + 9], copies)
    assert found == in_memory(ARTICLES)
    assert {copy.kind for copy in found if copy} > {CopyKind.NEAR}
    assert con.execute("SELECT count(*) FROM copy_blocks").fetchone() == (91 // block,)


PARTS = [" ".join(random.Random(seed).choices(WORDS, k=50)) for seed in range(5)] + ["A short notice."]
STREAMS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join), st.sampled_from(["One", "Other", None])
    ),
    min_size=2,
    max_size=14,
)  # fmt: skip


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """One for all streams, each of which empties it first."""
    with open_loader(":memory:") as con:
        yield con


@settings(max_examples=25)
@given(
    stream=STREAMS,
    cuts=st.dictionaries(st.integers(1, 13), st.booleans()),
    block=st.sampled_from([1 << 16, 4]),
)
def test_any_stream_is_folded_as_in_memory(
    warehouse: duckdb.DuckDBPyConnection,
    stream: list[tuple[str, str | None]],
    cuts: dict[int, bool],
    block: int,
) -> None:
    """Cut into batches anywhere, some of them the first of another run."""
    for table in ("fingerprints", "copy_postings", "copy_blocks", "copy_log"):
        warehouse.execute(f"DELETE FROM {table}")
    articles = [article(number, *made) for number, made in enumerate(stream, start=1)]
    with pytest.MonkeyPatch.context() as patch:
        for module in (fold, folded, copy_index):
            patch.setattr(module, "BLOCK", block)
        patch.setattr(folded, "REACH", block)
        copies, found = Copies(Filed(warehouse)), list[Copy | None]()
        for start, end in pairwise([0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]):
            copies = Copies(Filed(warehouse)) if cuts.get(start) else copies
            found += store(warehouse, articles[start:end], copies)
        numbered = [copy_print(article(0, "")), *map(copy_print, articles)]  # numbers in memory begin with 0
        assert found == Copies().fold_all(numbered)[1:]


@pytest.mark.parametrize("restart", [False, True], ids=["one run", "another run"])
def test_an_article_folded_before_is_refused(con: duckdb.DuckDBPyConnection, *, restart: bool) -> None:
    copies = Copies(Filed(con))
    store(con, ARTICLES[:3], copies)
    copies = Copies(Filed(con)) if restart else copies
    with pytest.raises(FoldedBeforeError, match="a2"):
        copies.fold_all([copy_print(one) for one in (ARTICLES[4], ARTICLES[1])])
    assert store(con, ARTICLES[3:], copies) == in_memory(ARTICLES)[3:]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("restart", [False, True], ids=["one run", "a run a batch"])
@pytest.mark.parametrize("batch", [1, 4, 5, 20])
def test_what_is_out_of_reach_is_out_of_reach_for_every_batch(
    con: duckdb.DuckDBPyConnection, batch: int, *, restart: bool
) -> None:
    """Every fifth has the same text."""
    texts = [" ".join(random.Random(seed).choices(WORDS, k=60)) for seed in range(5)]
    articles = [article(number, texts[number % 5]) for number in range(1, 49)]
    prints = [copy_print(article(0, "")), *map(copy_print, articles)]  # numbers in memory begin with 0
    copies, found = Copies(Filed(con)), list[Copy | None]()
    for start in range(0, 48, batch):
        copies = Copies(Filed(con)) if restart else copies
        found += store(con, articles[start : start + batch], copies)
    assert found == Copies().fold_all(prints)[1:]
    assert [copy is not None for copy in found] == [number > 5 and number % 4 >= 1 for number in range(1, 49)]


@pytest.mark.usefixtures("small_blocks")
def test_a_block_holds_what_its_rows_held(con: duckdb.DuckDBPyConnection) -> None:
    store(con, ARTICLES[:10], Copies(Filed(con)))
    assert con.execute("SELECT first FROM copy_blocks ORDER BY first").fetchall() == [(0,), (4,)]
    assert con.execute("SELECT DISTINCT number FROM copy_postings ORDER BY number").fetchall() == [
        (8,),
        (9,),
        (10,),
    ]
    assert [broken for law, broken in check_laws(con) if "index of copies" in law] == [0]
    con.execute("UPDATE copy_blocks SET postings = postings[5:]")
    assert [broken for law, broken in check_laws(con) if "index of copies" in law] != [0]


def test_articles_of_an_earlier_schema_are_filed(con: duckdb.DuckDBPyConnection) -> None:
    store(con, ARTICLES[:60], Copies(Filed(con)))
    before = [
        con.execute(query).fetchall() for query in ("FROM fingerprints", "FROM copy_postings ORDER BY ALL")
    ]
    con.execute("UPDATE fingerprints SET origin = NULL, shingles = NULL, story_keys = NULL")
    con.execute("DELETE FROM copy_postings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copy_index, "_CHUNK", 25)
        catch_up(con)
    after = [
        con.execute(query).fetchall()
        for query in ("FROM fingerprints ORDER BY seq", "FROM copy_postings ORDER BY ALL")
    ]
    assert after == before
    catch_up(con)
    assert con.execute("FROM copy_postings ORDER BY ALL").fetchall() == before[1]


@pytest.mark.usefixtures("small_blocks")
def test_blocks_that_an_earlier_version_laid_are_marked(con: duckdb.DuckDBPyConnection) -> None:
    store(con, ARTICLES[:11], Copies(Filed(con)))
    laid = con.execute("SELECT first, present FROM copy_blocks ORDER BY first").fetchall()
    assert len(laid) == 3
    con.execute("UPDATE copy_blocks SET present = NULL WHERE first > 0")
    catch_up(con)
    assert con.execute("SELECT first, present FROM copy_blocks ORDER BY first").fetchall() == laid


def test_an_empty_warehouse_has_no_copies(con: duckdb.DuckDBPyConnection) -> None:
    filed: Past = Filed(con)
    assert filed.next == 1
    assert not len(filed.find(np.array([1, 2], np.uint32)).numbers)
    assert Remembered().next == 0
    assert CopyPrint.from_bytes("a1", copy_print(ARTICLES[0]).to_bytes()).words
