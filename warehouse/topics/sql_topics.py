"""Topics given as SQL: a SELECT over the views of one article at a time.

It runs in a database of its own, in memory, that holds the rows of the article in question and nothing else: no file, no
network, no other table is in reach. So what it says about an article depends on that article alone, not on the batch it came
in, nor on what has come before (law 3); asked again over the archive it says the same.
"""

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import duckdb

from pipeline.records import Evidence, Topic, TopicMatch
from pipeline.topics.clause import Fault
from pipeline.topics.query import QueryError
from pipeline.topics.topic import TopicError
from warehouse.database.connection import connect
from warehouse.database.rows import append
from warehouse.topics.sql_check import check, explained
from warehouse.topics.sql_rows import VIEWS, Rows
from warehouse.topics.topic_faults import Kind, TopicFault

log = logging.getLogger(__name__)

SECONDS: Final = 1.0  # one topic may take over one article; a millisecond is usual
_CHECKING: Final = 10.0  # seconds; nothing is read for it, and a busy machine is no fault of a topic
_MEMORY = "256MB"
_ROWS: Final = 5  # of the answer, kept as evidence
_COLUMNS: Final = 4  # of a row
_LONGEST: Final = 200  # characters of a value


@dataclass(frozen=True, slots=True)
class _Declared:
    topic: Topic
    sql: str
    version: str


class SqlTopics:
    """Topics made ready; the rows of articles are put in, asked about one article at a time, and taken out again."""

    def __init__(
        self, topics: Iterable[Topic], versions: Mapping[str, str], *, seconds: float = SECONDS
    ) -> None:
        """`topics`: those without SQL are left aside; `versions`: by name, as the matcher has them."""
        self._topics = [_Declared(one, one.sql, versions[one.name]) for one in topics if one.sql is not None]
        self._seconds = seconds
        self.faults: list[TopicFault] = []  # of each kind of a topic the first
        self._con = _sandbox() if self._topics else None

    def __bool__(self) -> bool:
        return bool(self._topics)

    def match(self, articles: Sequence[Rows]) -> list[tuple[TopicMatch, ...]]:
        """The topics that each of these versions of articles matches, in declared order."""
        if self._con is None:
            return [() for _ in articles]
        for view in VIEWS:
            held = [{**row, "place": place} for place, one in enumerate(articles) for row in one[view]]
            append(self._con, f"held.{view}", held)
        found = [self._about(self._con, place, one) for place, one in enumerate(articles)]
        for view in VIEWS:
            self._con.execute(f"DELETE FROM held.{view}")  # noqa: S608 - our own names
        return found

    def _about(self, con: duckdb.DuckDBPyConnection, place: int, held: Rows) -> tuple[TopicMatch, ...]:
        """What all topics say of one version; only its rows are in sight."""
        con.execute("SET VARIABLE current = ?", [place])
        article_id = str(held["articles"][0]["article_id"])
        asked = (self._asked(con, one, article_id) for one in self._topics)
        return tuple(match for match in asked if match)

    def _asked(self, con: duckdb.DuckDBPyConnection, one: _Declared, article_id: str) -> TopicMatch | None:
        if self._met(one, "slow"):
            return None
        timer = threading.Timer(self._seconds, con.interrupt)
        timer.start()
        try:
            cursor = con.execute(one.sql)
            names = [column[0] for column in cursor.description or ()]
            found = [dict(zip(names, row, strict=False)) for row in cursor.fetchmany(_ROWS)]
            cursor.fetchall()
        except duckdb.InterruptException:
            self._note(one, "slow", article_id, f"took more than {self._seconds:g} s")
            return None
        except (
            duckdb.Error
        ) as error:  # a cast that fails, say: what one article holds must not stop the others
            why = "".join(char for char in explained(error)[0][:_LONGEST] if char.isprintable())
            self._note(one, "failed", article_id, why)
            return None
        finally:
            timer.cancel()
        told = [row for row in found if row.get("article_id") == article_id]
        return _matched(one, article_id, told) if told else None

    def _met(self, one: _Declared, kind: Kind) -> bool:
        return any((fault.topic, fault.kind) == (one.topic.name, kind) for fault in self.faults)

    def _note(self, one: _Declared, kind: Kind, article_id: str, detail: str) -> None:
        fault = TopicFault(
            topic=one.topic.name, version=one.version, kind=kind, article_id=article_id, detail=detail
        )
        log.warning("%s", fault)
        if not self._met(one, kind):
            self.faults.append(fault)


def _matched(one: _Declared, article_id: str, told: Sequence[Mapping[str, Any]]) -> TopicMatch:
    score = told[0].get("score")
    return TopicMatch(
        article_id=article_id,
        topic=one.topic.name,
        version=one.version,
        score=float(score) if isinstance(score, int | float) else 1.0,
        evidence=tuple(dict.fromkeys(_evidence(one, told))),
    )


def _evidence(one: _Declared, told: Sequence[Mapping[str, Any]]) -> Iterable[Evidence]:
    """The columns it returns; without any, the condition itself."""
    named = [name for name in told[0] if name not in {"article_id", "score"}]
    for row in told:
        for name in islice(named, _COLUMNS):
            value = row[name]
            words = (f"{value:.15g}" if isinstance(value, float) else str(value))[:_LONGEST]
            yield Evidence(clause=name, field="sql", start=0, end=len(words), words=words)
    if not named:
        yield Evidence(clause=" ".join(one.sql.split())[:_LONGEST], field="sql", start=0, end=0, words="")


def problems(topics: Iterable[Topic], seconds: float = _CHECKING) -> list[TopicError]:
    """What keeps topics given as SQL from being used, with line and column."""
    given = [topic for topic in topics if topic.sql is not None]
    if not given:
        return []
    found = []
    with _sandbox() as con:
        for topic in given:
            sql = topic.sql or ""
            timer = threading.Timer(seconds, con.interrupt)
            timer.start()
            try:
                check(con, sql, frozenset(VIEWS))
            except Fault as fault:
                error = QueryError(fault.message, fault.position, sql, fault.suggestion)
                found.append(TopicError(topic.name, error))
            except duckdb.InterruptException:
                found.append(
                    TopicError(topic.name, QueryError(f"to check this takes more than {seconds:g} s", 0, sql))
                )
            finally:
                timer.cancel()
    return found


def _sandbox() -> duckdb.DuckDBPyConnection:
    con = connect(":memory:")
    con.execute("CREATE SCHEMA held")
    con.execute("SET VARIABLE current = -1")
    for view, columns in VIEWS.items():
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        con.execute(f"CREATE TABLE held.{view} (place INTEGER, {typed})")
        con.execute(
            f"CREATE VIEW {view} AS SELECT * EXCLUDE place FROM held.{view} WHERE place = getvariable('current')"  # noqa: S608 - our own names
        )
    con.execute(f"SET memory_limit = '{_MEMORY}'")
    con.execute("SET temp_directory = ''")  # what does not fit is refused, not written anywhere
    con.execute("SET threads = 1")
    con.execute("SET errors_as_json = true")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con
