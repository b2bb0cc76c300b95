"""Articles and their versions; whose text they carry; and what was refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import orjson

from pipeline.identity import content_id
from pipeline.records import Article, Copy, Rejection
from pipeline.texts.change import Change, Words
from warehouse.articles.placed import LOGS, VersionKey
from warehouse.database.rows import append, json_text, listed, value

# What ends with the version of an article that it belongs to.
_OF_A_VERSION: Final = ("article_versions", "topic_match_log", "media_topic_log", *LOGS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The current version of an article already in the warehouse."""

    seq: int
    version: int
    content_hash: str
    document_hash: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """An article as it is to be stored."""

    seq: int
    version: int  # 1: the article is new
    article: Article
    document_hash: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version in the warehouse, by what tells it from the others.

    Of three and more that one batch brought, those that were replaced at once are not told apart: they never stood.
    """

    row: int
    article_id: str
    number: int
    seen_at: datetime
    valid_from: datetime
    valid_to: datetime | None

    @property
    def key(self) -> VersionKey:
        return self.article_id, self.valid_from, self.valid_to


def known_documents(con: duckdb.DuckDBPyConnection, hashes: Sequence[str]) -> dict[str, str]:
    """By hash of a document: the article whose current version was made of it."""
    rows = con.execute(
        """
        SELECT document_hash, article_id
        FROM article_versions
        WHERE valid_to IS NULL AND document_hash IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(hashes)],
    ).fetchall()
    return dict(rows)


def known_articles(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, Known]:
    rows = con.execute(
        """
        SELECT article_id, seq, version, content_hash, document_hash, source
        FROM article_versions
        WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(article_ids)],
    ).fetchall()
    return {
        row[0]: Known(seq=row[1], version=row[2], content_hash=row[3], document_hash=row[4], source=row[5])
        for row in rows
    }


def last_seq(con: duckdb.DuckDBPyConnection) -> int:
    return int(value(con, "SELECT coalesce(max(seq), 0) FROM article_versions"))


def first_texts(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, str]:
    """The text of each article's first version, which is the one that folding knows."""
    return dict(
        con.execute(
            """
            SELECT article_id, text FROM article_versions
            WHERE version = 1 AND article_id IN (SELECT unnest(?::VARCHAR[]))
            """,
            [listed(article_ids)],
        ).fetchall()
    )


def current_words(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, Words]:
    """What the current version of each article says."""
    rows = con.execute(
        """
        SELECT article_id, title, text FROM article_versions
        WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(article_ids)],
    ).fetchall()
    return {article_id: Words(title=title, text=text) for article_id, title, text in rows}


def current_versions(con: duckdb.DuckDBPyConnection, after: int, until: int) -> list[NewVersion]:
    """The current version of the articles with these numbers of arrival: after the one, up to the other."""
    cursor = con.execute(
        """
        SELECT * FROM article_versions
        WHERE valid_to IS NULL AND seq > ? AND seq <= ? ORDER BY seq
        """,
        [after, until],
    )
    names = [column[0] for column in cursor.description]
    return [_version(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _version(row: dict[str, Any]) -> NewVersion:
    return NewVersion(
        seq=row["seq"],
        version=row["version"],
        article=article_of(row),
        document_hash=row["document_hash"],
    )


def article_of(row: Mapping[str, Any]) -> Article:
    """The article in a row of article_versions."""
    values = {field.name: row[field.name] for field in fields(Article)}
    for name in ("verdict_evidence", "provenance"):
        values[name] = orjson.loads(row[name] or "{}")
    for name in ("seen_at", "published_at", "updated_at"):
        values[name] = row[name] and row[name].astimezone(UTC)
    return Article(**values)


def stored_versions(con: duckdb.DuckDBPyConnection) -> list[Version]:
    """All of them, in the order in which they began."""
    found = con.execute(
        """
        SELECT rowid, article_id, version, seen_at, valid_from, valid_to
        FROM store.article_versions ORDER BY valid_from, rowid
        """
    ).fetchall()
    return [Version(*row) for row in found]


def add_changes(
    con: duckdb.DuckDBPyConnection, versions: Sequence[NewVersion], changes: Sequence[Change], now: datetime
) -> None:
    """Store what each of these versions changed."""
    rows = [
        asdict(found)
        | {
            "article_id": version.article.article_id,
            "version": version.version,
            "added": json_text(found.added),
            "removed": json_text(found.removed),
            "changed_at": now,
        }
        for version, found in zip(versions, changes, strict=True)
    ]
    append(con, "change_log", rows)


def add_versions(
    con: duckdb.DuckDBPyConnection, versions: Sequence[NewVersion], batch_id: str, now: datetime
) -> None:
    """Store versions; an earlier one of the same article ends now, with what was found in it."""
    changed = [v.article.article_id for v in versions if v.version > 1]
    for table in _OF_A_VERSION if changed else ():
        close(con, table, changed, now)
    rows = [_version_row(v) | {"batch_id": batch_id, "valid_from": now} for v in versions]
    newest = {v.article.article_id: v.version for v in versions}
    for row in rows:  # two versions of one article in one batch: the first is history at once
        row["valid_to"] = None if newest[row["article_id"]] == row["version"] else now
    append(con, "article_versions", rows)


def _version_row(version: NewVersion) -> dict[str, Any]:
    article = version.article
    return asdict(article) | {
        "seq": version.seq,
        "version": version.version,
        "words": article.words,
        "document_hash": version.document_hash,
        "verdict_evidence": json_text(article.verdict_evidence),
        "provenance": json_text(article.provenance),
    }


def close(con: duckdb.DuckDBPyConnection, table: str, article_ids: Sequence[str], now: datetime) -> None:
    """End the current rows of these articles."""
    con.execute(
        f"UPDATE {table} SET valid_to = ? WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - table names are our own
        [now, listed(article_ids)],
    )


def add_copies(con: duckdb.DuckDBPyConnection, copies: Sequence[Copy], now: datetime) -> None:
    append(
        con,
        "copy_log",
        [asdict(copy) | {"evidence": json_text(copy.evidence), "valid_from": now} for copy in copies],
    )


def add_rejections(con: duckdb.DuckDBPyConnection, rejections: Sequence[Rejection], batch_id: str) -> None:
    """Keep each refusal once, however often the same document comes back."""
    rows: dict[str, dict[str, Any]] = {}
    for r in rejections:
        key = content_id(r.uri, str(r.line or 0), r.stage, r.reason, r.detail)
        rows.setdefault(key, asdict(r) | {"rejection_id": key, "batch_id": batch_id})
    known = con.execute(
        "SELECT rejection_id FROM rejection_log WHERE rejection_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(rows)],
    ).fetchall()
    for (key,) in known:
        del rows[key]
    append(con, "rejection_log", list(rows.values()))
