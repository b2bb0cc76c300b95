"""What grouping knew when an article came: who stood where, told from the rows that decisions have left since."""

from collections.abc import Iterable, Sequence

import duckdb

from pipeline.stories.feature import StoryPrint
from pipeline.stories.memory import REMEMBERED, WINDOW
from warehouse.database.rows import listed


def places_before(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str], arrival: int) -> dict[str, str]:
    """The story in which each of these articles stood when the one of that arrival came.

    A membership begins with an arrival: the article's own, that of the one which moved it, or after the one a pin follows.
    """
    rows = con.execute(
        """
        SELECT m.article_id, arg_max(m.story_id, (coalesce(p.after_seq + 0.5, mover.seq, f.seq), m.rowid))
        FROM store.memberships AS m
        JOIN store.fingerprints AS f ON f.article_id = m.article_id
        LEFT JOIN store.fingerprints AS mover ON mover.article_id = (m.evidence->>'$.article')
        LEFT JOIN store.pin_log AS p ON p.number = (m.evidence->>'$.act')::INTEGER
        WHERE m.article_id IN (SELECT unnest(?::VARCHAR[])) AND coalesce(p.after_seq + 0.5, mover.seq, f.seq) < ?
        GROUP BY m.article_id
        """,
        [listed(article_ids), arrival],
    ).fetchall()
    return dict(rows)


def members_before(con: duckdb.DuckDBPyConnection, story_id: str, arrival: int) -> list[str]:
    """The articles of a story that grouping remembered when the one of that arrival came, copies left out, in order."""
    rows = con.execute(
        """
        WITH seen AS (SELECT seq, article_id, floor(epoch(seen_at) / 60) AS minute FROM store.fingerprints WHERE seq <= $arrival),
        remembered AS (
            FROM seen WHERE seq >= (SELECT min(seq) FROM seen WHERE minute >= (SELECT max(minute) FROM seen) - $window)
            AND seq >= $arrival - $most
        )
        SELECT r.article_id FROM remembered AS r
        WHERE r.seq < $arrival
          AND r.article_id IN (SELECT article_id FROM store.memberships WHERE story_id = $story)
          AND r.article_id NOT IN (SELECT article_id FROM store.memberships WHERE reason = 'copy')
        ORDER BY r.seq
        """,
        {"arrival": arrival, "window": WINDOW, "most": REMEMBERED, "story": story_id},
    ).fetchall()
    ever = [row[0] for row in rows]
    places = places_before(con, ever, arrival)
    return [one for one in ever if places.get(one) == story_id]


def prints(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, StoryPrint]:
    rows = con.execute(
        "SELECT article_id, story_print FROM store.fingerprints WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(article_ids)],
    ).fetchall()
    return {article_id: StoryPrint.from_bytes(article_id, data) for article_id, data in rows}
