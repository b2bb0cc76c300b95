"""Fingerprints and memberships: what folding and grouping decided, and the rows their state is rebuilt from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TypeAlias

import duckdb
import pyarrow as pa

from pipeline.records import Membership, StoryMerge
from pipeline.stories.memory import REMEMBERED, WINDOW
from pipeline.stories.story import RestoredMember
from warehouse.articles.article_versions import close
from warehouse.database.rows import append, json_text, listed, value

_CHUNK = 10_000
_REMEMBERED = """
    SELECT greatest(min(seq), (SELECT max(seq) FROM store.fingerprints) - ?) FROM store.fingerprints
    WHERE seen_at >= (SELECT max(seen_at) FROM store.fingerprints) - to_minutes(?)"""
_PLACED = """
    SELECT f.seq, f.article_id, f.seen_at, m.story_id, CASE WHEN m.reason = 'copy' THEN o.article_id END
    FROM (
        SELECT seq, article_id, floor(epoch(seen_at) / 60)::INTEGER AS seen_at, origin
        FROM store.fingerprints WHERE seq >= ?) AS f
    JOIN store.memberships AS m ON m.article_id = f.article_id AND m.valid_to IS NULL
    LEFT JOIN store.fingerprints AS o ON o.seq = f.origin
    ORDER BY f.seq"""


def story_members(con: duckdb.DuckDBPyConnection) -> Iterator[RestoredMember]:
    """What grouping starts from: the articles it remembers, each with its story and origin, in order of arrival."""
    first = value(con, _REMEMBERED, [REMEMBERED - 1, WINDOW]) or 0
    rows = con.execute(_PLACED, [first]).fetchall()
    prints = _prints(con, [seq for seq, *_, origin_id in rows if origin_id is None])
    for seq, article_id, seen_at, story_id, origin_id in rows:
        data, keys = prints.pop(seq, (b"", b""))
        yield RestoredMember(
            article_id=article_id,
            seen_at=seen_at,
            data=data,
            keys=keys,
            story_id=story_id,
            copy_of=origin_id,
        )


def _prints(con: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """By seq: print and keys; apart from the rest, for sorting and joining would move every print several times."""
    if not numbers:
        return {}
    con.register("wanted", pa.table({"seq": pa.array(numbers, pa.int32())}))
    found = con.execute(
        f"SELECT seq, story_print, story_keys FROM fingerprints WHERE seq >= {numbers[0]} AND seq IN (FROM wanted)"  # noqa: S608 - an integer
    )
    prints: dict[int, tuple[bytes, bytes]] = {}
    while rows := found.fetchmany(_CHUNK):
        prints |= {seq: (data, keys) for seq, data, keys in rows}
    con.unregister("wanted")
    return prints


# By article id: the story it stands in, and the origin of its text if it is an exact or near copy.
Places: TypeAlias = dict[str, tuple[str, str | None]]


def places(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> Places:
    rows = con.execute(
        """
        SELECT m.article_id, m.story_id, c.origin_id
        FROM memberships AS m
        LEFT JOIN copy_log AS c ON c.article_id = m.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
        WHERE m.valid_to IS NULL AND m.article_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(article_ids)],
    ).fetchall()
    return {article_id: (story_id, origin_id) for article_id, story_id, origin_id in rows}


def add_memberships(con: duckdb.DuckDBPyConnection, decisions: Sequence[Membership], now: datetime) -> None:
    """Store decisions in their order: each ends the one before it for the same article."""
    last = {decision.article_id: place for place, decision in enumerate(decisions)}
    close(con, "memberships", list(last), now)
    rows = [
        asdict(decision)
        | {
            "evidence": json_text(decision.evidence),
            "valid_from": now,
            "valid_to": None if last[decision.article_id] == place else now,
        }
        for place, decision in enumerate(decisions)
    ]
    append(con, "memberships", rows)


def add_merges(con: duckdb.DuckDBPyConnection, merges: Sequence[StoryMerge], now: datetime) -> None:
    """Store merges, after the memberships they brought; articles too old for grouping to remember go along."""
    rows = [asdict(merge) | {"evidence": json_text(merge.evidence), "merged_at": now} for merge in merges]
    append(con, "story_merges", rows)
    for merge in merges:
        left = con.execute(
            "SELECT article_id, similarity FROM memberships WHERE valid_to IS NULL AND story_id = ? ORDER BY article_id",
            [merge.absorbed_id],
        ).fetchall()
        moved = [
            Membership(
                article_id=article_id,
                story_id=merge.story_id,
                similarity=similarity,
                reason="merged",
                evidence={"from": merge.absorbed_id, "article": merge.article_id},
            )
            for article_id, similarity in left
        ]
        add_memberships(con, moved, now)


def add_fingerprints(con: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Rows of seq, article_id, seen_at, copy_print, story_print and story_keys (bytes), origin (a seq), shingles."""
    append(con, "fingerprints", rows)
