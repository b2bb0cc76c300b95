"""The articles of a report's stories: in order of time, copies under the report whose text they carry."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import duckdb
import orjson

from pipeline.messages.message_line import safe_url
from warehouse.database.rows import Row, rows
from warehouse.queries.newest import literals
from warehouse.report.report_run import Run
from warehouse.wording import (
    FIRST_WORDS,
    MAX_LEAD,
    evidence_lines,
    language,
    line_or_none,
    shorten,
    split_words,
)

MAX_MEMBERS: Final = 30  # of a story

# Of a story too large to show, the first report and the newest ones stay, copies go first.
_MEMBERS = """
    WITH placed AS (
        SELECT article_id, story_id, url, outlet, source, title, left(text, 1000) AS opening, language, published_at,
            first_seen_at, changed_at, version, arrival, origin_id,
            coalesce(published_at, first_seen_at) AS moment,
            bool_or(title IS NOT NULL) OVER (PARTITION BY story_id) AS titled,
            count(*) FILTER (WHERE arrival BETWEEN $first AND $last) OVER (PARTITION BY story_id) AS new_articles,
            min(arrival) OVER (PARTITION BY story_id) AS story_arrival,
            row_number() OVER (PARTITION BY story_id ORDER BY coalesce(published_at, first_seen_at), arrival) AS place
        FROM articles WHERE story_id IN ({stories})
    ), chosen AS (
        SELECT * FROM placed
        QUALIFY row_number() OVER (
            PARTITION BY story_id ORDER BY origin_id IS NOT NULL, place <> 1, place DESC) <= $most
    )
    SELECT p.*, c.kind, c.share, c.origin_id AS taken_from, m.reason, m.evidence
    FROM chosen AS p
    LEFT JOIN copies AS c ON c.article_id = p.article_id
    LEFT JOIN story_members AS m ON m.article_id = p.article_id
    ORDER BY p.story_id, p.place
"""
_NAMES = """
    SELECT article_id, outlet, source, title, left(text, 200) AS opening
    FROM articles WHERE article_id IN ({})
"""
_REASONS = {
    "opened": "opened the story",
    "joined": "joined the story",
    "copy": "came with the report it copies",
    "merged": "came with a story that merged into this one",
    "moved": "moved here from another story",
    "split": "was parted off from another story",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story as it is shown."""

    article_id: str
    title: str | None
    opening: str  # first words of the text, to stand where a title would
    lead: str
    where: str  # outlet, else source
    outlet_known: bool
    url: str | None
    language: str | None
    moment: datetime
    published: bool  # False: the moment is when it was first seen
    is_new: bool
    is_changed: bool  # this run brought a new version
    origin_id: str | None
    taken: str | None  # how much of its text is another's, and whose
    share: str | None  # the same where the origin is at hand
    why: tuple[tuple[str, str], ...]
    copies: "tuple[Member, ...]" = ()


def member_rows(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str], run: Run | None) -> list[Row]:
    """At most MAX_MEMBERS a story, by story and time."""
    arrivals = run.arrivals if run else {"first": None, "last": None}
    query = _MEMBERS.format(stories=literals(story_ids))
    return rows(con, query, {"most": MAX_MEMBERS, **arrivals})


def article_names(con: duckdb.DuckDBPyConnection, members: Sequence[Row]) -> dict[str, str]:
    """How evidence calls an article: by outlet and title; origins outside the shown stories included."""
    known = {row["article_id"]: row for row in members}
    missing = sorted({row["taken_from"] for row in members if row["taken_from"]} - known.keys())
    known |= {row["article_id"]: row for row in rows(con, _NAMES.format(literals(missing)))}
    return {article_id: _name(row) for article_id, row in known.items()}


def _name(row: Row) -> str:
    title = line_or_none(row["title"], 70) or shorten(row["opening"], 50)
    return f"{_where(row)}, “{title}”"


def _where(row: Row) -> str:
    return line_or_none(row["outlet"], 80) or shorten(row["source"], 80)


def member_of(row: Row, names: Mapping[str, str], run: Run | None) -> Member:
    opening, rest = split_words(row["opening"], FIRST_WORDS)
    title = line_or_none(row["title"])
    is_new = bool(run and run.brought(row["arrival"]))
    return Member(
        article_id=row["article_id"],
        title=title,
        opening=opening,
        lead=shorten(row["opening"], MAX_LEAD) if title else shorten(rest, MAX_LEAD),
        where=_where(row),
        outlet_known=line_or_none(row["outlet"]) is not None,
        url=safe_url(row["url"]),
        language=language(row["language"]),
        moment=row["moment"],
        published=row["published_at"] is not None,
        is_new=is_new,
        is_changed=bool(run and row["article_id"] in run.altered and not is_new),
        origin_id=row["origin_id"],
        taken=_taken(row, names),
        share=_share(row),
        why=_why(row, names),
    )


def _taken(row: Row, names: Mapping[str, str]) -> str | None:
    origin = names.get(row["taken_from"], "an article that is not here")
    return {
        "exact": f"exact copy of {origin}",
        "near": f"copy of {origin}, {_percent(row)}",
        "partial": f"shares {_percent(row)} of its text with {origin}",
    }.get(row["kind"])


def _share(row: Row) -> str | None:
    return {"exact": "exact copy", "near": f"copy, {_percent(row)}"}.get(row["kind"])


def _percent(row: Row) -> str:
    return f"{100 * (row['share'] or 0):.0f}\u00a0%"


def _why(row: Row, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if row["reason"] is None:
        return ()
    evidence = evidence_lines(orjson.loads(row["evidence"]), names)
    return (("decision", _REASONS.get(row["reason"], str(row["reason"]))), *evidence)


def folded(members: Sequence[Member]) -> tuple[Member, ...]:
    """Copies under the report whose text they carry, where that is shown; others stay in the line of time."""
    shown = {member.article_id for member in members} - {m.article_id for m in members if m.origin_id}
    copies = defaultdict(list)
    for member in members:
        if member.origin_id in shown:
            copies[member.origin_id].append(member)
    return tuple(
        replace(member, copies=tuple(copies[member.article_id]))
        for member in members
        if member.origin_id not in shown
    )
