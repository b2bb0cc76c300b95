"""The laws of the design, on streams made at random: each test fails when its law is broken."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.spool.spool import Batch, Item
from pipeline.records import Document, Reason, Rejection, Rule, RuleKind, Stage, Topic
from warehouse.ledger.check import check_laws

Empty = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOPICS = (
    Topic(name="strike", title="Strikes", query="strike*"),
    Topic(name="flood", title="Floods", query="flood* OR river"),
)
RULES = (
    Rule(name="any", title="Any", topics=("strike", "flood"), channels=("log",)),
    Rule(name="two", title="Two", topics=("flood",), channels=("log",), min_reports=2),
    Rule(name="often", title="Often", topics=("flood", "strike"), channels=("log",), pause=timedelta(0), more_reports=1),
    Rule(name="hourly", title="Hourly", topics=("strike",), channels=("log",), kind=RuleKind.DIGEST, cron="0 * * * *"),
    Rule(name="silent", title="Silent", topics=("flood",), channels=("log",), kind=RuleKind.SILENCE, after=timedelta(hours=3)),
)  # fmt: skip
PLACES = ("Arneville", "Bordwick", "Casterly")
SENTENCES = {
    "strike": (
        "Dockers at the port of {place} began a strike on Monday over unpaid overtime and night shifts.",
        "Union leader Maria Velasquez told reporters that the strike at {place} would last until wages rose by 12 percent.",
        "Cranes stood still and forty ships waited outside the harbour, the port authority of {place} said.",
        "Shipping companies warned that perishable goods would have to be thrown away within three days.",
    ),
    "flood": (
        "The river burst its banks near {place} early on Tuesday and flooded hundreds of cellars and two schools.",
        "Rescue workers in boats brought 340 residents of {place} to safety, fire chief Oleg Brandt said.",
        "Meteorologists expect the flood to reach its peak during the night, with more rain forecast.",
        "The mayor of {place} asked people to boil drinking water and to stay away from the bridges.",
    ),
    "chess": (
        "Grandmaster Ilse Marten won the chess tournament of {place} after a sacrifice on move 31.",
        "Her opponent resigned when his queen was lost, to the applause of four hundred spectators.",
        "The champion said that she had prepared the opening with a computer for six months.",
        "Organisers announced that the next tournament would take place in {place} again.",
    ),
}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A report of one of nine events, its sentences in some order, some left out, at times with words of another."""
    event, place = draw(st.sampled_from(sorted(SENTENCES))), draw(st.sampled_from(PLACES))
    chosen = draw(st.lists(st.sampled_from(SENTENCES[event]), min_size=1, unique=True))
    other = draw(st.lists(st.sampled_from([s for group in SENTENCES.values() for s in group]), max_size=1))
    return "\n\n".join(sentence.format(place=place) for sentence in chosen + other)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """What a source may give: mostly reports, sometimes a new version of one, nothing, or a refusal."""
    kind = draw(st.sampled_from(["report"] * 8 + ["empty", "binary", "refused"]))
    number = draw(st.integers(0, 8))
    if kind == "refused":
        return Rejection(
            uri=f"file:///{number}",
            source="s",
            stage=Stage.SOURCE,
            reason=Reason.FIELD,
            detail="uri",
            seen_at=NOW,
        )
    published = draw(st.none() | st.integers(0, 200).map(lambda hours: NOW - timedelta(hours=hours)))
    return Document(
        uri=f"import/{number}",
        source="s",
        media_type="text/plain",
        content={"report": draw(texts()), "empty": " ", "binary": b"\x00\x01\x02\x03" * 40}[kind],
        title=draw(
            st.none() | st.sampled_from(["Strike at the port", "River floods town", "A brilliant move"])
        ),
        outlet=draw(st.sampled_from([None, "Herald", "Courier"])),
        published_at=published,
        published_from="import" if published else None,
        fetched_at=NOW + timedelta(minutes=draw(st.sampled_from([0, 0, 0, 10, 90, 400]))),
    )


streams = st.lists(items(), max_size=12)


def load(con: duckdb.DuckDBPyConnection, batches: Iterable[Sequence[Item]], first: int = 0) -> None:
    """Each batch by a process of its own, as far as state goes: rebuilt from the warehouse."""
    for number, batch in enumerate(batches, start=first):
        work = Load(
            con,
            Desk(con, TOPICS, RULES),
            Batch(batch_id=f"b{number:04}", items=tuple(batch)),
            "run",
            NOW,
        )
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()


def contents(con: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """All that is known, without which batch it came in."""
    tables = con.execute(
        "SELECT table_name, bool_or(column_name = 'batch_id') FROM duckdb_columns()"
        " WHERE schema_name = 'store' AND table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY ALL"
    ).fetchall()
    found = {}
    for table, has_batch in tables:
        if table not in {"batches", "schema_version", "run_log"}:
            cursor = con.execute(
                f"SELECT * EXCLUDE (batch_id) FROM {table}" if has_batch else f"FROM {table}"
            )
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def counted(con: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    row = con.execute("SELECT sum(documents), sum(new), sum(repeats), sum(rejected) FROM batches").fetchone()
    return tuple(int(value or 0) for value in row or ())


def cut(stream: Sequence[Item], places: Iterable[int]) -> list[Sequence[Item]]:
    ends = [0, *sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in itertools.pairwise(ends)]


quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(streams)
@quick
def test_1_every_document_is_new_a_repeat_or_rejected(empty_warehouse: Empty, stream: list[Item]) -> None:
    with empty_warehouse() as con:
        load(con, [stream])
        documents, new, repeats, rejected = counted(con)
        assert documents == len(stream) == new + repeats + rejected
        assert con.execute("SELECT count(*) FROM article_versions").fetchone() == (new,)
        refused = {item.uri for item in stream if isinstance(item, Rejection)}
        kept = {uri for (uri,) in con.execute("SELECT uri FROM rejections").fetchall()}
        assert refused <= kept
        assert [law for law, broken in check_laws(con) if broken] == []


@given(streams)
@quick
def test_2_the_same_input_twice_changes_nothing(empty_warehouse: Empty, stream: list[Item]) -> None:
    """What is met again in the same state is known; a stream that changes an article and back does so again."""
    once = list({item.uri: item for item in stream}.values())
    with empty_warehouse() as con:
        load(con, [once])
        before = contents(con)
        load(con, [once], first=1)
        assert contents(con) == before


@given(streams, st.randoms(use_true_random=False))
@quick
def test_2_ids_do_not_depend_on_order(empty_warehouse: Empty, stream: list[Item], random: Any) -> None:
    once = list({item.uri: item for item in stream}.values())
    shuffled = random.sample(once, len(once))
    with empty_warehouse() as one, empty_warehouse() as other:
        load(one, [once])
        load(other, [shuffled])
        query = "SELECT article_id, content_hash FROM article_versions ORDER BY ALL"
        assert one.execute(query).fetchall() == other.execute(query).fetchall()


@given(streams, st.lists(st.integers(0, 14), max_size=6))
@quick
def test_3_batches_do_not_matter(empty_warehouse: Empty, stream: list[Item], places: list[int]) -> None:
    with empty_warehouse() as one, empty_warehouse() as many:
        load(one, [stream])
        load(many, cut(stream, places))
        assert contents(one) == contents(many)


def report(number: int, text: str, title: str | None = None, hours: int | None = None) -> Document:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Document(
        uri=f"import/{number}", source="s", media_type="text/plain", content=text, title=title,
        published_at=published, published_from="import" if published else None, fetched_at=NOW,
    )  # fmt: skip


def said(place: str, *sentences: tuple[str, int]) -> str:
    return "\n\n".join(SENTENCES[event][number].format(place=place) for event, number in sentences)


# An arrival splits a story, and a new version of an article comes to stand in the part that was split off.
SPLIT = [
    report(3, said("Casterly", ("chess", 2), ("chess", 3)), "Strike at the port", 0),
    report(2, said("Bordwick", ("strike", 2), ("strike", 3), ("strike", 0), ("chess", 3)), hours=46),
    report(5, " ", "A brilliant move"),
    report(6, said("Casterly", ("strike", 0), ("strike", 3), ("chess", 0))),
    report(7, said("Casterly", ("chess", 1), ("chess", 3))),
    report(8, said("Arneville", ("strike", 2), ("strike", 0), ("strike", 1)), "A brilliant move", 72),
    report(4, said("Bordwick", ("chess", 3), ("chess", 0)), "Strike at the port"),
    report(8, said("Bordwick", ("chess", 0), ("chess", 1), ("chess", 2)), "River floods town", 178),
]


@given(streams)
@example(stream=SPLIT)
@quick
def test_3_one_document_a_run_is_the_same_as_all_at_once(empty_warehouse: Empty, stream: list[Item]) -> None:
    with empty_warehouse() as one, empty_warehouse() as many:
        load(one, [stream])
        load(many, [[item] for item in stream])
        assert contents(one) == contents(many)


@given(streams)
@quick
def test_5_history_tells_what_was_known(empty_warehouse: Empty, stream: list[Item]) -> None:
    """Before the first moment nothing is known; now and for ever the macros say what the views say."""
    with empty_warehouse() as con:
        load(con, [stream])
        for view in ("articles", "copies", "stories", "story_members", "topic_matches", "mentions", "quotes"):
            now = con.execute(f"FROM {view} ORDER BY ALL").fetchall()
            assert con.execute(f"FROM {view}_as_of('2026-03-02 09:00:00+00') ORDER BY ALL").fetchall() == now
            assert con.execute(f"FROM {view}_as_of('2026-03-02 08:59:59+00')").fetchall() == []


@given(streams)
@quick
def test_6_every_judgement_has_its_evidence(empty_warehouse: Empty, stream: list[Item]) -> None:
    with empty_warehouse() as con:
        load(con, [stream])
        for view in ("copies", "topic_matches", "alerts", "suppressions"):
            query = (
                f"SELECT count(*) FROM {view} WHERE evidence IS NULL OR evidence::VARCHAR IN ('{{}}', '[]')"
            )
            assert con.execute(query).fetchone() == (0,)
        query = "SELECT count(*) FROM story_members WHERE reason <> 'opened' AND evidence::VARCHAR = '{}'"
        assert con.execute(query).fetchone() == (0,)
