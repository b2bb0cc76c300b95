"""Refrains: what was learned and from which articles, what was removed where, and the rows learning starts from."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from pipeline.refrains.refrain import REMEMBERED, Refrain, Refrains, Shortened
from warehouse.articles.article_versions import NewVersion
from warehouse.database.rows import append, json_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A passage that a version of an article lost."""

    article_id: str
    version: int
    refrain_id: str
    paragraph: int  # of the text before, from 0


def removals(version: NewVersion, found: Shortened) -> list[Removal]:
    return [
        Removal(
            article_id=version.article.article_id,
            version=version.version,
            refrain_id=refrain_id,
            paragraph=paragraph,
        )
        for refrain_id, paragraph in found.removed
    ]


def restored(con: duckdb.DuckDBPyConnection) -> Refrains:
    """The state that the articles so far have left."""
    refrains = Refrains()
    kept = con.execute("SELECT key FROM refrain_log WHERE valid_to IS NOT NULL").fetchall()
    refrains.restore(_prints(con), learned(con), (key for (key,) in kept))
    return refrains


def _prints(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    """The latest prints, in order of arrival."""
    cursor = con.cursor()
    cursor.execute(
        """
        SELECT article_id, refrain_print FROM store.fingerprints
        WHERE refrain_print IS NOT NULL AND seq >= (
            SELECT min(seq) FROM (
                SELECT seq FROM store.fingerprints WHERE refrain_print IS NOT NULL ORDER BY seq DESC LIMIT ?))
        ORDER BY seq
        """,
        [REMEMBERED],
    )
    while rows := cursor.fetchmany(10_000):
        yield from rows


def learned(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """What has been learned and is to be removed: key to id."""
    return dict(con.execute("SELECT key, refrain_id FROM refrain_log WHERE valid_to IS NULL").fetchall())


def outlets(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Those that have refrains, by name in comparable form."""
    rows = con.execute("SELECT DISTINCT outlet FROM refrain_log WHERE valid_to IS NULL").fetchall()
    return frozenset(name for (name,) in rows)


def add_refrains(con: duckdb.DuckDBPyConnection, refrains: Sequence[Refrain], now: datetime) -> None:
    rows = [
        asdict(refrain)
        | {
            "articles": json_text(refrain.articles),
            "evidence": json_text(refrain.evidence),
            "valid_from": now,
        }
        for refrain in refrains
    ]
    append(con, "refrain_log", rows)


def add_removals(con: duckdb.DuckDBPyConnection, removals: Sequence[Removal], now: datetime) -> None:
    append(con, "removal_log", [asdict(removal) | {"removed_at": now} for removal in removals])


def keep(con: duckdb.DuckDBPyConnection, refrain_id: str, now: datetime) -> bool:
    """Have a passage stay from now on; whether there is such a refrain."""
    found = con.execute(
        "UPDATE refrain_log SET valid_to = coalesce(valid_to, ?) WHERE refrain_id = ? RETURNING 1",
        [now, refrain_id],
    )
    return bool(found.fetchall())
