"""Who wrote it, who said it, how many: from documents to what people ask the views."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from flows.cli import copies, reading
from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.spool.spool import Batch
from pipeline.records import Document
from warehouse.database.opening import open_loader
from warehouse.queries import figures, story_queries

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FIRST = (
    "ARNEVILLE (Reuters) - At least 12 people were killed when the Arneville dam broke on Monday, officials said.\n\n"
    "Governor Anna Keller flew to the valley. “We will rebuild the dam before winter, and nobody in Arneville will have to leave "
    "his home,” Keller said."
)
SECOND = (
    "The collapse of the Arneville dam has killed 19 people, the ministry said on Tuesday.\n\n"
    "Another 30 people were injured in Arneville, where Governor Anna Keller met survivors of the dam. “We will rebuild the dam "
    "before winter,” Keller said. Rescuers searched the ruins of the Arneville dam with dogs."
)
OTHER = (
    "Bakers in Port Selby raised the price of bread by 4 percent on Tuesday, the guild said. Flour from Canada had become dear, and "
    "so had the electricity for the ovens of Port Selby, a baker told a newspaper at the market."
)


@pytest.fixture(scope="module")
def told() -> Iterator[duckdb.DuckDBPyConnection]:
    """The stream, loaded; only to be read."""
    with open_loader(":memory:") as con:
        load(con, [STREAM])
        yield con


def document(number: int, text: str, outlet: str, title: str) -> Document:
    return Document(
        uri=f"import/{number}",
        source="import",
        media_type="text/plain",
        content=text,
        fetched_at=NOW + timedelta(hours=number),
        outlet=outlet,
        title=title,
        language="en",
    )


DAM = "Arneville dam collapse kills many"
STREAM = (
    document(1, FIRST, "Valley Post", DAM),
    document(2, OTHER, "Selby News", "Bread gets dearer in Port Selby"),
    document(3, SECOND, "Northern Star", DAM),
    document(4, FIRST, "Evening Herald", DAM),
)


def load(con: duckdb.DuckDBPyConnection, batches: Sequence[Sequence[Document]]) -> None:
    for number, items in enumerate(batches):
        work = Load(con, Desk(con, (), ()), Batch(batch_id=f"b{number}", items=tuple(items)), "run", NOW)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()


def test_a_saying_is_one_across_outlets_and_cuts(told: duckdb.DuckDBPyConnection) -> None:
    found = told.execute(
        "SELECT count(DISTINCT said_id), any_value(first_outlet), any_value(variants), any_value(wordings) FROM quotes"
    ).fetchall()
    assert found == [(1, "Valley Post", 3, 2)]


def test_tolls_drift_among_independent_reports(told: duckdb.DuckDBPyConnection) -> None:
    found = told.execute(
        "SELECT counted, step, value, qualifier, outlet FROM number_drift ORDER BY ALL"
    ).fetchall()
    assert found == [
        ("dead", 1, 12.0, "at least", "Valley Post"),
        ("dead", 2, 19.0, None, "Northern Star"),
    ]
    before = "SELECT value FROM number_drift_as_of(?)"
    assert told.execute(before, [NOW - timedelta(days=1)]).fetchall() == []


def test_figures_stand_where_they_say(told: duckdb.DuckDBPyConnection) -> None:
    found = told.execute(
        """
        SELECT f.counted, f.value, substr(a.text, f.start_at + 1, f.end_at - f.start_at)
        FROM figures AS f JOIN articles AS a USING (article_id) WHERE a.outlet <> 'Evening Herald' ORDER BY ALL
        """
    ).fetchall()
    assert found == [
        ("dead", 12.0, "12 people were killed"),
        ("dead", 19.0, "19 people"),
        ("injured", 30.0, "30 people were injured"),
        ("percent", 4.0, "4 percent"),
    ]


def test_a_copy_carries_the_credit_of_its_text(told: duckdb.DuckDBPyConnection) -> None:
    assert told.execute(
        "SELECT outlet, credit FROM articles WHERE credit IS NOT NULL ORDER BY ALL"
    ).fetchall() == [
        ("Evening Herald", "Reuters"),
        ("Valley Post", "Reuters"),
    ]
    assert told.execute("SELECT kind, credit FROM copies").fetchall() == [("exact", "Reuters")]


def test_a_story_has_each_name_once(con: duckdb.DuckDBPyConnection) -> None:
    later = (
        SECOND.replace("Governor Anna Keller", "Governor Keller").replace("19", "21").replace("ruins", "mud")
    )
    load(con, [[*STREAM, document(5, later, "Southern Mail", DAM)]])
    found = con.execute(
        "SELECT name, kind, spellings, articles, first_outlet FROM story_names WHERE name LIKE '%Keller'"
    ).fetchall()
    assert found == [("Anna Keller", "person", ["Anna Keller", "Keller"], 4, "Valley Post")]


def test_places_have_their_country(told: duckdb.DuckDBPyConnection) -> None:
    assert told.execute(
        "SELECT DISTINCT name, country_code FROM mentions WHERE kind = 'place'"
    ).fetchall() == [("Canada", "CA")]


@pytest.mark.parametrize("cuts", [[1, 1, 1, 1], [2, 2], [1, 3], [3, 1]])
def test_batches_do_not_matter(cuts: list[int]) -> None:
    rows = []
    for sizes in ([4], cuts):
        with open_loader(":memory:") as con:
            given = iter(STREAM)
            load(con, [[next(given) for _ in range(size)] for size in sizes])
            rows.append(con.execute("SELECT article_id, quote, said_id FROM quotes ORDER BY ALL").fetchall())
    assert rows[0] == rows[1]


def test_show_names_the_agency_and_what_moved(told: duckdb.DuckDBPyConnection) -> None:
    ((story_id,),) = told.execute("SELECT story_id FROM stories WHERE articles = 3").fetchall()
    summary = copies.summary(story_queries.story_detail(told, story_id))
    assert summary == (
        "3 articles, 3 outlets, 2 independent reports; 1 carries Reuters text (credited; first seen at Valley Post)"
    )
    ((moved,),) = figures.drift(told, [story_id]).values()
    assert reading._drift(moved) == "dead: at least 12 (Valley Post) -> 19 (Northern Star)"
    assert figures.drift(told, ["none"]) == {}


def test_an_agency_that_comes_later_is_told(con: duckdb.DuckDBPyConnection) -> None:
    load(con, [[*STREAM, document(5, FIRST, "Reuters", DAM)]])
    ((story_id,),) = con.execute("SELECT story_id FROM stories WHERE articles = 4").fetchall()
    assert "(credited; first seen at Valley Post; its own came 2026-03-02 14:00)" in copies.summary(
        story_queries.story_detail(con, story_id)
    )


def test_a_later_version_says_the_same_saying(con: duckdb.DuckDBPyConnection) -> None:
    load(con, [STREAM])
    before = con.execute("SELECT DISTINCT said_id FROM quotes").fetchall()
    load(con, [[document(1, FIRST + "\n\nThe search goes on in the dark.", "Valley Post", DAM)]])
    assert con.execute("SELECT DISTINCT said_id FROM quotes").fetchall() == before
    assert con.execute(
        "SELECT count(*) FROM figures AS f JOIN articles AS a USING (article_id) WHERE a.version = 2"
    ).fetchall() == [(1,)]
