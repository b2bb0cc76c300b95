"""What kept topics given as SQL from being asked: kept until their declaration changes or a rematch has made up for it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import duckdb

from warehouse.database.rows import append, listed

Kind: TypeAlias = Literal[
    "slow", "failed"
]  # slow: left out for the rest of a run; failed: over some articles


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFault:
    """A topic that could not be asked about an article, or about any further one."""

    topic: str
    version: str
    kind: Kind
    article_id: str
    detail: str

    def __str__(self) -> str:
        told = {
            "slow": f"{self.detail} over article {self.article_id} and is left out from there on",
            "failed": f"does not match article {self.article_id}: {self.detail}",
        }
        return f"topic {self.topic} {told[self.kind]}; mend it, then `wirewatch topics rematch {self.topic}`"


def add_faults(con: duckdb.DuckDBPyConnection, faults: Sequence[TopicFault], now: datetime) -> None:
    """Store them; of a topic as it is declared, each kind once, with the article over which it was met first."""
    if not faults:
        return
    known = {(one.topic, one.version, one.kind) for one in standing(con)}
    first = {(one.topic, one.version, one.kind): one for one in reversed(faults)}
    append(
        con,
        "topic_fault_log",
        [asdict(one) | {"valid_from": now} for key, one in first.items() if key not in known],
    )


def end_faults(
    con: duckdb.DuckDBPyConnection, topics: Iterable[str], now: datetime, since: datetime | None = None
) -> None:
    """Those of these topics are over; or, of them, those met since."""
    con.execute(
        """
        UPDATE store.topic_fault_log SET valid_to = ?
        WHERE valid_to IS NULL AND topic IN (SELECT unnest(?::VARCHAR[]))
          AND (?::TIMESTAMPTZ IS NULL OR valid_from >= ?::TIMESTAMPTZ)
        """,
        [now, listed(topics), since, since],
    )


def standing(con: duckdb.DuckDBPyConnection) -> list[TopicFault]:
    """Those that nobody has made up for."""
    found = con.execute(
        """
        SELECT topic, version, kind, article_id, detail FROM store.topic_fault_log
        WHERE valid_to IS NULL ORDER BY valid_from, topic, kind
        """
    ).fetchall()
    return [
        TopicFault(topic=topic, version=version, kind=kind, article_id=article_id, detail=detail)
        for topic, version, kind, article_id, detail in found
    ]
