"""Fingerprints and memberships: what folding and grouping decided, and the rows their state is rebuilt from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TypeAlias

import duckdb

from pipeline.feature import StoryPrint
from pipeline.memory import WINDOW
from pipeline.records import Membership, StoryMerge
from pipeline.shingle import CopyPrint
from pipeline.story import RestoredMember
from warehouse.articles import close, json_text
from warehouse.database import append, listed


def copy_prints(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[CopyPrint, str | None]]:
    """What folding starts from: each article's print and origin, in order of arrival."""
    cursor = con.cursor()
    cursor.execute(
        """
        SELECT f.article_id, f.copy_print, c.origin_id
        FROM store.fingerprints AS f
        LEFT JOIN store.copy_log AS c ON c.article_id = f.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
        ORDER BY f.seq
        """
    )
    while rows := cursor.fetchmany(10_000):
        for article_id, data, origin_id in rows:
            yield CopyPrint.from_bytes(article_id, data), origin_id


def story_members(con: duckdb.DuckDBPyConnection) -> Iterator[RestoredMember]:
    """What grouping starts from: the articles it remembers, each with its story and origin, in order of arrival."""
    cursor = con.cursor()
    cursor.execute(
        """
        SELECT f.article_id, f.story_print, m.story_id, CASE WHEN m.reason = 'copy' THEN c.origin_id END
        FROM store.fingerprints AS f
        JOIN store.memberships AS m ON m.article_id = f.article_id AND m.valid_to IS NULL
        LEFT JOIN store.copy_log AS c ON c.article_id = f.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
        WHERE f.seq >= (
            SELECT min(seq) FROM store.fingerprints
            WHERE seen_at >= (SELECT max(seen_at) FROM store.fingerprints) - to_minutes(?))
        ORDER BY f.seq
        """,
        [WINDOW],
    )
    while rows := cursor.fetchmany(10_000):
        for article_id, data, story_id, origin_id in rows:
            yield RestoredMember(
                print=StoryPrint.from_bytes(article_id, data), story_id=story_id, copy_of=origin_id
            )


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
    """Rows of seq, article_id, seen_at, copy_print and story_print (bytes)."""
    append(con, "fingerprints", rows)
