"""Quotations as rows: what stories had said before, from which the sayings of the next articles are decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

import duckdb

from pipeline.alerts.spoken import MEMORY, Speech, Spoken
from pipeline.alerts.standing import Arrival
from pipeline.records import Quote
from warehouse.articles.article_versions import last_seq
from warehouse.articles.placed import columns
from warehouse.database.rows import listed, rows


def decide(
    con: duckdb.DuckDBPyConnection,
    arrivals: Sequence[Arrival],
    numbers: Sequence[int],
    quotes: Sequence[Sequence[Quote]],
) -> list[tuple[Quote, ...]]:
    """The quotations of each arrival with their sayings; to be asked before its rows are written.

    Args:
        con: the loader's connection.
        arrivals: in order.
        numbers: place of each article in order of arrival.
        quotes: of each.
    """
    if not any(quotes):
        return [()] * len(arrivals)
    latest, found = last_seq(con), []
    spoken = _spoken_before(con, arrivals, latest - MEMORY)
    for arrival, number, said in zip(arrivals, numbers, quotes, strict=True):
        latest = max(latest, number)
        found.append(spoken.follow(arrival, number, said, latest))
    return found


def _spoken_before(con: duckdb.DuckDBPyConnection, arrivals: Iterable[Arrival], after: int) -> Spoken:
    stories: set[str] = set()
    articles: set[str] = set()
    for one in arrivals:
        stories |= {one.story_id, *(move.story_id for move in one.moves)}
        stories |= {story_id for merge in one.merges for story_id in (merge.story_id, merge.absorbed_id)}
        articles |= {move.article_id for move in one.moves} | (set() if one.first else {one.article_id})
    stories |= {story_id for _, story_id in _standing(con, "article_id", articles)}
    places = dict(_standing(con, "story_id", stories))
    found: defaultdict[str, dict[str, Speech]] = defaultdict(dict)
    for article_id, quotes in _said(con, places, after).items():
        speech = Speech(arrival=quotes[0].arrival or 0, quotes=tuple(quotes))
        found[places[article_id]][article_id] = speech
    return Spoken(found)


# Each question by itself, with IN: a join, or list_contains, takes ten times as long at a million articles.
def _standing(con: duckdb.DuckDBPyConnection, column: str, ids: set[str]) -> list[tuple[str, str]]:
    """Articles with the stories in which they stand, by one or the other."""
    if not ids:
        return []
    return con.execute(
        f"SELECT article_id, story_id FROM memberships WHERE valid_to IS NULL AND {column} IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - our own
        [listed(sorted(ids))],
    ).fetchall()


def _said(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], after: int) -> dict[str, list[Quote]]:
    """By article what it quotes now, of those that arrived after the one numbered so."""
    found = rows(
        con,
        f"SELECT {columns(Quote)} FROM quote_log WHERE arrival > ? AND valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - our own
        [after, listed(article_ids)],
    )
    said: defaultdict[str, list[Quote]] = defaultdict(list)
    for row in sorted(found, key=itemgetter("article_id", "start")):
        said[row["article_id"]].append(Quote(**row))
    return said


def keep_sayings(con: duckdb.DuckDBPyConnection, quotes: Iterable[Quote]) -> list[Quote]:
    """Quotations of articles whose text was only cut: with the sayings they had; to be asked before the rows are written."""
    found = list(quotes)
    stored = con.execute(
        """
        SELECT article_id, quote, arrival, said_id FROM quote_log
        WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(sorted({quote.article_id for quote in found}))],
    ).fetchall()
    known = {(article_id, quote): rest for article_id, quote, *rest in stored}
    pairs = [(quote, known.get((quote.article_id, quote.quote), (None, None))) for quote in found]
    return [replace(quote, arrival=arrival, said_id=said_id) for quote, (arrival, said_id) in pairs]
