"""How the sources do, and what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb

from warehouse.database.rows import Row, rows
from warehouse.report.report_run import Run
from warehouse.wording import clock, line_or_none, shorten

MAX_SOURCES: Final = 200
MAX_REJECTIONS: Final = 50
_EXAMPLES: Final = 5  # of a reason
_RANK = {"failed": 0, "gone": 1, "quiet": 2, "former": 4}
_REASONS = {  # pipeline.records.Reason, as a reader would say it
    "unreadable": "the file could not be opened",
    "empty": "nothing but space",
    "binary": "not text",
    "encoding": "in no encoding that could be told",
    "too_large": "larger than the limit",
    "malformed": "not the format it should be",
    "field": "a field missing or of the wrong type",
    "no_text": "a page without an article",
    "unsupported": "a kind of file that is not read",
    "fetch": "the network said no",
    "costly": "took more time or memory than one document may",
    "foreign": "a change to what another source brought",
    "fault": "a fault of wirewatch",
}
_REJECTIONS = """
    SELECT *, count(*) OVER (PARTITION BY reason) AS of_reason
    FROM store.rejection_log
    QUALIFY row_number() OVER (PARTITION BY reason ORDER BY seen_at DESC, uri, line) <= $examples
    ORDER BY of_reason DESC, reason, seen_at DESC, uri, line
    LIMIT $most
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    source: str
    kind: str
    state: str  # ok, new, quiet, failed, gone, former
    words: str
    last_polled_at: datetime
    seen: int
    expected: float | None  # None: no habit known yet
    documents: int
    rejected: int
    gaps: int
    last_gap_at: datetime | None  # when entries were probably missed
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    uri: str
    line: int | None
    source: str
    detail: str
    seen_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    reason: str
    words: str
    count: int
    examples: tuple[Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    reasons: tuple[Reason, ...]  # the most frequent first
    total: int
    hidden: int


def health_list(con: duckdb.DuckDBPyConnection, now: datetime) -> tuple[Health, ...]:
    """Every source, those that need a look first."""
    found = [_health(row, now) for row in rows(con, "SELECT * FROM source_health")]
    return tuple(sorted(found, key=lambda one: (_RANK.get(one.state, 3), one.source)))


def _health(row: Row, now: datetime) -> Health:
    state = str(row["state"])
    words = (
        "ok, nothing new"
        if state == "ok" and row["status"] == "unchanged"
        else _words(state, row["last_success_at"], now)
    )
    return Health(
        source=shorten(row["source"], 80),
        kind=row["kind"],
        state=state,
        words=words,
        last_polled_at=row["last_polled_at"],
        seen=row["seen"],
        expected=row["expected"],
        documents=row["documents"],
        rejected=row["rejected"],
        gaps=row["gaps"],
        last_gap_at=row["last_gap_at"],
        error=line_or_none(row["last_error"], 300) if state != "former" else None,
    )


def _words(state: str, success: datetime | None, now: datetime) -> str:
    if state == "failed":
        return f"failed; no success since {clock(success, now)}" if success else "failed; never read yet"
    return {
        "quiet": "quiet: far below its own habit",
        "new": "ok; no habit known yet",
        "gone": "gone for good",
        "former": "no longer declared, off, or read by hand",
    }.get(state, state)


def rejection_list(con: duckdb.DuckDBPyConnection, run: Run | None) -> Rejections:
    found = rows(con, _REJECTIONS, {"examples": _EXAMPLES, "most": MAX_REJECTIONS})
    total = rows(con, "SELECT count(*) AS total FROM store.rejection_log")[0]["total"]
    reasons = tuple(
        _reason(reason, [row for row in found if row["reason"] == reason], run)
        for reason in dict.fromkeys(row["reason"] for row in found)
    )
    return Rejections(reasons=reasons, total=total, hidden=total - len(found))


def _reason(reason: str, examples: Sequence[Row], run: Run | None) -> Reason:
    return Reason(
        reason=reason,
        words=_REASONS.get(reason, reason.replace("_", " ")),
        count=examples[0]["of_reason"],
        examples=tuple(_refused(row, run) for row in examples),
    )


def _refused(row: Row, run: Run | None) -> Refused:
    return Refused(
        uri=shorten(row["uri"], 300),
        line=row["line"],
        source=shorten(row["source"], 80),
        detail=shorten(row["detail"], 300),
        seen_at=row["seen_at"],
        is_new=bool(run and row["batch_id"] in run.batches),
    )
