"""What is known of each source: one row a poll, and the state the next poll starts from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

import duckdb
import orjson

from pipeline.records import Json
from warehouse.database.rows import append, json_text, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """A source was read: what came of it."""

    source: str
    kind: str  # files, feed, sitemap, page: the labels of flows.sources.kinds
    polled_at: datetime
    status: str  # ok, unchanged, failed, gone
    documents: int  # given to the stages
    rejected: int  # refused by the source itself
    entries: int  # offered by the source
    known: int = 0  # of them, the same as at an earlier poll
    gap: bool = False  # nothing in common with the poll before: some were probably missed
    bytes: int = 0  # received
    error: str | None = None
    undated: int = 0  # entries without a believable date
    calmed: int = 0  # of the known, those that change at every poll
    capped: int = 0  # entries beyond a limit: not read
    older: int = 0  # entries from before the source was declared: not taken
    waiting: int = 0  # left to the next poll: pages, files still being written
    pages: int = 0  # fetched, because the source encloses teasers
    pages_failed: int = 0
    next_poll_at: datetime | None = None  # None: at every run
    state: Mapping[str, Json] = field(default_factory=dict)  # for the next poll; opaque here


def add_polls(con: duckdb.DuckDBPyConnection, polls: Sequence[PollRecord], batch_id: str) -> None:
    """Store polls with the batch they came in, so that a state is never ahead of its documents."""
    rows = [asdict(poll) | {"batch_id": batch_id} for poll in polls]
    states = {row["source"]: json_text(row.pop("state")) for row in rows}
    append(con, "polls", rows)
    con.execute("DELETE FROM source_states WHERE source IN (SELECT unnest(?::VARCHAR[]))", [listed(states)])
    append(con, "source_states", [{"source": source, "state": state} for source, state in states.items()])


def sync_declared(con: duckdb.DuckDBPyConnection, sources: Collection[str]) -> None:
    """Remember which sources are read now: of the others nobody misses anything."""
    known = {name for (name,) in con.execute("SELECT source FROM declared_sources").fetchall()}
    if known != set(sources):
        con.execute("DELETE FROM declared_sources")
        append(con, "declared_sources", [{"source": source} for source in sources])


def source_states(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Json]]:
    """By source: the state that its last poll left."""
    rows = con.execute("SELECT source, state FROM store.source_states").fetchall()
    return {source: orjson.loads(state) for source, state in rows}
