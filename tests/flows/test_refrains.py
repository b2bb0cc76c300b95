"""Passages learned from the stream and taken out of it: on their whole way into the warehouse, whatever the batches."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.loading.workers import Given, Here, Result
from flows.spool.spool import Batch
from pipeline.prepare import prepare
from pipeline.records import Article, Document, Reason, Rejection, Stage, Topic
from pipeline.refrains.refrain_print import RefrainPrint
from pipeline.topics.topic import Matcher
from warehouse.articles import refrains
from warehouse.database.opening import open_loader
from warehouse.ledger.check import check_laws
from warehouse.ledger.runs import Counts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOPICS = (Topic(name="oslo", title="Oslo", query="oslo"), Topic(name="moths", title="Moths", query="moth*"))
BIO = "Priya Lindqvist covers transport and housing for the Herald and formerly worked in Oslo."
NEWS = (
    ("Dockers at the port of Arneville walked out over unpaid overtime. Cranes stood idle while forty freighters anchored "
    "outside the breakwater, and stevedores picketed the customs shed."),
    ("Grandmaster Ilse Marten sacrificed her bishop on the thirty-first move. Her opponent resigned the tournament final "
    "after squandering two pawns in a drawn endgame, to the applause of spectators."),
    ("The bakery chain recalled sourdough loaves contaminated with fragments of porcelain. Shoppers may return the packages "
    "for vouchers, a grocery spokeswoman announced."),
    ("Botanists rediscovered an orchid thought extinct on a volcanic ridge. Its violet petals open only at dusk, when moths "
    "pollinate the blossoms, according to Tove Halvorsen, curator of the herbarium."),
    ("Astronomers measured the spin of a pulsar in a dwarf galaxy. The telescope's spectrograph recorded gamma flashes "
    "every eleven milliseconds, puzzling theorists."),
)  # fmt: skip


def document(number: int, *blocks: str, **fields: Any) -> Document:
    values = {
        "uri": f"import/{number}",
        "source": "s",
        "media_type": "text/plain",
        "content": "\n\n".join(blocks),
        "title": f"Title number {number}",
        "outlet": "Herald",
        "fetched_at": NOW,
    }
    return Document(**(values | fields))


def load(
    con: duckdb.DuckDBPyConnection, desk: Desk, number: int, items: Sequence[Document], **more: Any
) -> Counts:
    work = Load(con, desk, Batch(batch_id=f"b{number}", items=tuple(items)), "run", NOW, **more)
    for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
        stage()
    return work.counts


def load_all(con: duckdb.DuckDBPyConnection, *batches: Sequence[Document]) -> None:
    """Each batch by a process of its own, as far as state goes."""
    for number, batch in enumerate(batches):
        load(con, Desk(con, TOPICS, ()), number, batch)


def texts(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [text for (text,) in con.execute("SELECT text FROM articles ORDER BY arrival").fetchall()]


def with_bio(numbers: Iterable[int]) -> list[Document]:
    return [document(number, NEWS[number], BIO) for number in numbers]


def test_three_unrelated_articles_teach_what_the_fourth_loses(con: duckdb.DuckDBPyConnection) -> None:
    load_all(con, with_bio(range(5)))
    assert [BIO in text for text in texts(con)] == [True, True, True, False, False]
    assert texts(con)[3:] == list(NEWS[3:])
    ids = con.execute("SELECT list(article_id ORDER BY arrival) FROM articles").fetchone()
    assert ids
    rows = con.execute("SELECT outlet, passage, words, articles, removed, kept_at FROM refrains").fetchall()
    assert rows == [("herald", BIO, 14, ids[0][:3], 2, None)]
    rows = con.execute("SELECT article_id, version, passage, paragraph FROM removals ORDER BY ALL").fetchall()
    assert rows == sorted((article_id, 1, BIO, 1) for article_id in ids[0][3:])
    stored = con.execute("SELECT refrain_print FROM fingerprints").fetchall()
    assert [len(RefrainPrint.from_bytes("", data).keys) for (data,) in stored] == [2] * 5


def test_what_is_found_in_a_shortened_text_stands_there(con: duckdb.DuckDBPyConnection) -> None:
    first = [document(number, NEWS[number], BIO) for number in range(3)]
    load_all(con, first, [document(3, BIO, NEWS[3])])
    rows = con.execute(
        """
        SELECT name, substr(text, start_at + 1, end_at - start_at) FROM mentions JOIN articles USING (article_id)
        WHERE arrival = 4
        """
    ).fetchall()
    assert ("Tove Halvorsen", "Tove Halvorsen") in rows
    assert all(name == words for name, words in rows)
    found = con.execute("SELECT topic FROM topic_matches JOIN articles USING (article_id) WHERE arrival = 4")
    assert found.fetchall() == [("moths",)]


def test_what_was_learned_does_not_make_a_page_look_changed(con: duckdb.DuckDBPyConnection) -> None:
    """The very same words, in a document that differs: nothing new, for the three that taught and those that lost."""
    load_all(con, with_bio(range(5)))
    again = [document(number, NEWS[number], BIO, author="Ann Other") for number in range(5)]
    assert load(con, Desk(con, TOPICS, ()), 9, again) == Counts(documents=5, repeats=5)


def test_a_later_version_is_shortened_too(con: duckdb.DuckDBPyConnection) -> None:
    load_all(con, with_bio(range(3)), [document(0, NEWS[0], "The strike ended at dawn.", BIO)])
    assert texts(con)[0] == f"{NEWS[0]}\n\nThe strike ended at dawn."
    rows = con.execute("SELECT version, added, removed FROM article_changes").fetchall()
    assert rows == [(2, ["The strike ended at dawn."], [BIO])]
    assert con.execute("SELECT version, paragraph FROM removals").fetchall() == [(2, 2)]


def test_versions_of_one_article_teach_nothing(con: duckdb.DuckDBPyConnection) -> None:
    load_all(con, [document(0, text, BIO) for text in NEWS])
    assert con.execute("SELECT count(*) FROM refrains").fetchone() == (0,)
    assert BIO in texts(con)[0]


def test_a_text_that_cannot_be_prepared_anew_stays_whole(con: duckdb.DuckDBPyConnection) -> None:
    class Failing(Here):
        def __call__(self, documents: Sequence[Given]) -> Iterator[Result]:
            refused = Rejection(
                uri="u", source="s", stage=Stage.EXTRACT, reason=Reason.COSTLY, detail="", seen_at=NOW
            )
            for item, result in zip(documents, super().__call__(documents), strict=True):
                yield refused if isinstance(item, Article) else result

    desk = Desk(con, (), ())
    counts = load(con, desk, 0, with_bio(range(4)), prepares=Failing(Matcher(())))
    assert counts == Counts(documents=4, new=4)
    assert BIO in texts(con)[3]
    assert con.execute("SELECT count(*) FROM removals").fetchone() == (0,)


def test_what_was_known_before_a_run_is_removed_at_once(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_all(con, with_bio(range(3)))
    made = []

    def counting(*given: Any) -> Result:
        made.append(given[0])
        return prepare(*given)

    monkeypatch.setattr("flows.loading.workers.prepare", counting)
    prepares = Here(Matcher(()), refrains.learned(con))
    load(con, Desk(con, (), ()), 9, with_bio([3, 4]), prepares=prepares)
    assert texts(con)[3:] == list(NEWS[3:])
    assert len(made) == 2
    assert con.execute("SELECT count(*) FROM removals").fetchone() == (2,)


def test_what_workers_took_out_does_not_mislead_what_is_learned(con: duckdb.DuckDBPyConnection) -> None:
    load_all(con, with_bio(range(3)))
    other = "Read the whole report on our website tomorrow."
    prepares = Here(Matcher(()), refrains.learned(con))
    load(
        con,
        Desk(con, (), ()),
        9,
        [document(n + 10, BIO, NEWS[n], other) for n in range(2, 5)],
        prepares=prepares,
    )
    assert con.execute("SELECT passage FROM refrains ORDER BY learned_at, passage").fetchall() == [
        (BIO,),
        (other,),
    ]


def test_a_change_and_back_is_two_changes_in_any_batches(con: duckdb.DuckDBPyConnection) -> None:
    """Also when the batch with the old words began before the one with the new words was stored."""
    old, new = document(0, NEWS[0]), document(0, NEWS[1])
    load_all(con, [old])
    desk = Desk(con, TOPICS, ())
    works = [
        Load(con, desk, Batch(batch_id=name, items=(item,)), "run", NOW)
        for name, item in (("x", new), ("y", old))
    ]
    for work in works:
        work.begin()
    for work in works:
        for stage in (work.extract, work.fold, work.group, work.commit):
            stage()
    assert [work.counts for work in works] == [Counts(documents=1, new=1, changed=1)] * 2
    assert texts(con) == [NEWS[0]]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Of six articles in two outlets one version: its text with or without furniture, at either end."""
    number = draw(st.integers(0, 5))
    more = draw(st.sampled_from([(), (BIO,), (BIO, "Read the whole report on our website tomorrow.")]))
    own = [NEWS[number % 5], *draw(st.sampled_from([(), ("The mayor will speak on Friday.",)]))]
    order = draw(st.sampled_from([1, -1]))
    return document(
        number, *[*own, *more][::order], outlet=draw(st.sampled_from(["Herald"] * 4 + ["Courier"]))
    )


def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
    return [name for (name,) in rows if name not in {"schema_version", "run_log"}]


def empty(con: duckdb.DuckDBPyConnection) -> None:
    for table in tables(con):
        con.execute(f"DELETE FROM {table}")


def contents(con: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    return {
        table: sorted(
            repr({name: value for name, value in row.items() if name != "batch_id"})
            for row in con.execute(f"FROM {table}").to_arrow_table().to_pylist()
        )
        for table in tables(con)
        if table != "batches"
    }


@pytest.fixture(scope="module")
def warehouses() -> Iterator[list[duckdb.DuckDBPyConnection]]:
    with open_loader(":memory:") as one, open_loader(":memory:") as two, open_loader(":memory:") as three:
        yield [one, two, three]


@given(st.lists(documents(), min_size=6, max_size=12), st.lists(st.integers(0, 12), max_size=2))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([*with_bio([0, 1, 2]), *with_bio([0, 3, 4])], [2, 3])
def test_neither_batches_nor_restarts_matter(
    warehouses: list[duckdb.DuckDBPyConnection], stream: list[Document], places: list[int]
) -> None:
    cuts = [0, *sorted(min(place, len(stream)) for place in places), len(stream)]
    batches = [stream[start:end] for start, end in pairwise(cuts)]
    for con in warehouses:
        empty(con)
    one, kept, renewed = warehouses
    load_all(one, stream)
    desk = Desk(kept, TOPICS, ())
    for number, batch in enumerate(batches):
        load(kept, desk, number, batch)
    foreseen = Here(Matcher(TOPICS), refrains.learned(one))  # what workers know is never what decides
    for number, batch in enumerate(batches):
        load(renewed, Desk(renewed, TOPICS, ()), number, batch, prepares=foreseen)
    assert contents(one) == contents(kept) == contents(renewed)
    assert [law for law, broken in check_laws(one) if broken] == []
