"""The archive as topics read it: current articles with their names and quotes, in order of arrival, a few at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipeline.records import Article, Mention, Quote
from warehouse.articles.placed import current
from warehouse.database.rows import listed, rows

_AT_ONCE = 500  # articles held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An article in the archive: as it reads now, and where it stands."""

    article: Article
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    arrival: int
    first_seen_at: datetime
    story_id: str | None
    origin_id: str | None  # whose text it carries


def count(con: duckdb.DuckDBPyConnection, since: datetime | None = None) -> int:
    """How many articles there are, or have come since."""
    query = "SELECT count(*) FROM main.articles WHERE first_seen_at >= coalesce(?::TIMESTAMPTZ, '-infinity')"
    ((found,),) = con.execute(query, [since]).fetchall()
    return int(found)


def read(con: duckdb.DuckDBPyConnection, since: datetime | None = None) -> Iterator[list[Filed]]:
    """All articles, or those that have come since, in order of arrival."""
    arrivals = [
        row[0]
        for row in con.execute(
            """
            SELECT arrival FROM main.articles
            WHERE first_seen_at >= coalesce(?::TIMESTAMPTZ, '-infinity') ORDER BY arrival
            """,
            [since],
        ).fetchall()
    ]
    for start in range(0, len(arrivals), _AT_ONCE):
        part = arrivals[start : start + _AT_ONCE]
        yield _filed(con, "arrival IN (SELECT unnest(?::INTEGER[]))", [listed(map(str, part))])


def read_some(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[Filed]:
    """These articles, in order of arrival."""
    return _filed(con, "article_id IN (SELECT unnest(?::VARCHAR[]))", [listed(article_ids)])


def _filed(con: duckdb.DuckDBPyConnection, which: str, values: Sequence[object]) -> list[Filed]:
    found = rows(con, f"SELECT * FROM main.articles WHERE {which} ORDER BY arrival", values)  # noqa: S608 - our own words
    ids = [row["article_id"] for row in found]
    named, quoted = current(con, Mention, ids), current(con, Quote, ids)
    return [
        Filed(
            article=_article(row),
            mentions=tuple(named.get(row["article_id"], ())),
            quotes=tuple(quoted.get(row["article_id"], ())),
            arrival=row["arrival"],
            first_seen_at=row["first_seen_at"].astimezone(UTC),
            story_id=row["story_id"],
            origin_id=row["origin_id"],
        )
        for row in found
    ]


_TAKEN = ("article_id", "uri", "source", "text", "url", "outlet", "title", "author", "language")


def _article(row: dict[str, object]) -> Article:
    """What a query can ask of an article; what else is stored of it, no topic reads."""
    moments = {"seen_at": row["changed_at"], "published_at": row["published_at"]}
    in_utc = {name: at.astimezone(UTC) for name, at in moments.items() if isinstance(at, datetime)}
    values = {name: row[name] for name in _TAKEN}
    return Article(**values, **in_utc, content_hash="")  # type: ignore[arg-type]  # as the view types them
