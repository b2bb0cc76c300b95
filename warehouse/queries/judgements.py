"""Why an article stands where it stands: the rows that tell it, and the decision taken again as it was taken then."""

from dataclasses import asdict
from typing import Any

import duckdb
import orjson

from pipeline.stories.explain import Comparison, Grounds
from pipeline.stories.link import THRESHOLD
from warehouse.database.rows import rows
from warehouse.queries import copies
from warehouse.stories import past

Row = dict[str, Any]
_LACKS = 3


def why(con: duckdb.DuckDBPyConnection, article_id: str) -> Row:
    """All there is to say about an article's place, as plain values."""
    article = copies.article(con, article_id)
    history = _history(con, article_id)
    first = history[0]
    return {
        "article": article,
        "story": _story(con, article["story_id"]) | {"since": history[-1]["at"]},
        "decision": _copied(con, first) if first["reason"] == "copy" else _decision(con, article, first),
        "copy": copies.detail(con, article_id),
        "pins": _pins(con, first["evidence"]["origin"] if first["reason"] == "copy" else article_id),
        "history": history,
    }


def _story(con: duckdb.DuckDBPyConnection, story_id: str) -> Row:
    """Absorbed or left by all, a story has its id still."""
    found = rows(
        con, "SELECT story_id, title, articles, outlets, origins FROM stories WHERE story_id = ?", [story_id]
    )
    return found[0] if found else {"story_id": story_id, "title": None}


def _history(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Row]:
    stood = rows(
        con,
        """
        SELECT m.story_id, m.reason, m.similarity AS score, m.valid_from AS at, m.valid_to AS until, m.evidence, r.version
        FROM store.memberships AS m LEFT JOIN store.run_log AS r ON r.started_at = m.valid_from
        WHERE m.article_id = ? ORDER BY m.rowid
        """,
        [article_id],
    )
    return [row | {"evidence": orjson.loads(row["evidence"])} for row in stood]


def _copied(con: duckdb.DuckDBPyConnection, first: Row) -> Row:
    origin = copies.article(con, first["evidence"]["origin"])
    return {"reason": "copy", "at": first["at"], "origin": origin}


def _decision(con: duckdb.DuckDBPyConnection, article: Row, first: Row) -> Row:
    """Its score against the story it joined, or came closest to, and against the next one."""
    told, arrival = first["evidence"], article["arrival"]
    joined = first["reason"] == "joined"
    then = past.places_before(con, [told["nearest"]], arrival).get(told["nearest"]) if joined else None
    runner_up, common = told.get("runner_up"), {"commonplace": told.get("commonplace", 0.0)}
    found: Row = {
        "reason": first["reason"],
        "at": first["at"],
        "version": first["version"],
        "threshold": THRESHOLD,
        "score": told.get("score"),
        "kept_apart": told.get("kept_apart"),
        "against": _compared(con, article, then, told, what_if=True) if then else None,
        "runner_up": _compared(con, article, runner_up["story_id"], runner_up | common, what_if=not joined)
        if runner_up
        else None,
    }
    if found["runner_up"]:
        found["runner_up"]["judged"] = runner_up["score"]
        found["runner_up"]["lacks"] = _lacks(found["against"], found["runner_up"])
    return found


def _compared(
    con: duckdb.DuckDBPyConnection, article: Row, story_id: str, noted: Row, *, what_if: bool
) -> Row:
    """The decision taken again: the same prints, the same code, and what else counted as it was noted then."""
    members = past.members_before(con, story_id, article["arrival"])
    prints = past.prints(con, [article["article_id"], *members])
    title = _story(con, story_id)["title"]
    if not members:
        return {"story_id": story_id, "title": title}
    reports = [prints[one] for one in members]
    comparison = Comparison(
        prints[article["article_id"]], reports, noted.get("commonplace", 0.0), noted.get("nearest")
    )
    grounds = comparison.grounds()
    shown = copies.article(con, grounds.nearest)
    told = {
        "story_id": story_id,
        "title": title or copies.article(con, members[0])["title"],
        "members": len(members),
        "score": round(grounds.score, 3),
        **_grounds(grounds),
        "nearest": shown | {"score": round(grounds.nearest_score, 3)},
        "same_words": copies.same_words(con, article["article_id"], grounds.nearest),
    }
    return told | {"what_ifs": [asdict(one) for one in comparison.what_ifs()]} if what_if else told


def _grounds(grounds: Grounds) -> Row:
    return {
        "parts": {name: round(points, 2) for name, points in grounds.parts.items()},
        "asked": round(grounds.asked, 2),
        "shared": asdict(grounds.shared),
    }


def _lacks(against: Row | None, other: Row) -> list[str]:
    """The kinds of evidence of which it has least, against the story joined or for itself."""
    parts = {
        name: points
        for name, points in other.get("parts", {}).items()
        if name not in {"bias", "time", "weekday", "commonplace"}
    }
    if against and "parts" in against:
        parts = {name: points - against["parts"].get(name, 0.0) for name, points in parts.items()}
    short = {name: points for name, points in parts.items() if points < 0.5}
    return sorted(short, key=short.__getitem__)[:_LACKS]


def _pins(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Row]:
    return rows(
        con,
        """
        SELECT pin_id, kind, articles, others, made_by, made_at, note FROM pins
        WHERE state = 'active' AND (list_contains(articles, $article) OR list_contains(others, $article))
        ORDER BY number
        """,
        {"article": article_id},
    )
