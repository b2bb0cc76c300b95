"""The alerts of a report: those of its run and some before, each with the words that made its rule speak."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

import duckdb
import orjson

from pipeline.message_line import around
from pipeline.message_words import backed, change, label, silence, spike
from warehouse.queries import Row, rows
from warehouse.report_run import Run, news
from warehouse.wording import MAX_CLAUSE, counted, extent, joined, language, line_or_none, shorten

MAX_ALERTS: Final = 50  # of the run
MAX_EARLIER: Final = 10
MAX_PLACES: Final = 4  # of an alert

# The story is looked up by the article: its own may have merged into another since.
_ALERTS = """
    SELECT a.*, s.story_id AS current_id, s.title AS story_title, s.articles, s.origins, count(*) OVER () AS total
    FROM alerts AS a
    LEFT JOIN articles AS x ON x.article_id = a.article_id
    LEFT JOIN stories AS s ON s.story_id = coalesce(x.story_id, a.current_story_id)
    ORDER BY a.raised_at DESC, a.alert_id
    LIMIT ?
"""
_ARTICLES = """
    SELECT article_id, title, text, outlet, source, language
    FROM articles WHERE article_id IN (SELECT unnest(?::VARCHAR[]))
"""
_SUPPRESSIONS = (
    f"SELECT reason, count(*) AS times FROM suppressions WHERE {news('held_at')} GROUP BY reason ORDER BY ALL"  # noqa: S608 - a column of ours
)
_STATES = {
    "sent": "sent to {}",
    "pending": "waiting to be sent to {}",
    "dead": "not delivered, given up: {}",
    "held": "held back: its story merged into one already told",
}
_HELD = {
    "already_alerted": "already told",
    "too_few_reports": "too few independent reports",
    "copy": "only a copy",
    "merged": "story merged into one already told",
    "too_soon": "new, but within the pause",
    "quiet_hours": "quiet hours",
    "ceiling": "over the ceiling of an hour",
    "digest": "kept for a digest",
    "snoozed": "snoozed",
    "muted": "muted",
    "acknowledged": "acknowledged",
    "lapsed": "nothing left to tell when their time came",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A clause that matched, and where in which article."""

    topic: str
    clause: str
    outlet: str | None
    language: str | None
    places: tuple[tuple[str, str, str], ...]  # what stands before the words, they, what stands after


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    alert_id: str
    title: str
    story_id: str
    story_title: str
    extent: str | None
    raised_at: datetime
    is_new: bool
    state: str  # as stored
    told: str  # the same in words
    waited: str | None  # what else the rule waited for
    points: tuple[
        str, ...
    ]  # what is new about the story; of a digest its stories; of a spike or silence what it is
    whys: tuple[Why, ...]
    more_places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    lines: tuple[AlertLine, ...]
    of_run: int  # shown
    hidden: int
    held: str | None  # what rules kept silent about in this run, in words


class _Spot(NamedTuple):
    topic: str
    clause: str
    article_id: str
    place: tuple[str, str, str]


def alert_list(con: duckdb.DuckDBPyConnection, run: Run | None) -> Alerts:
    found = rows(con, _ALERTS, [MAX_ALERTS])
    for row in found:
        row["evidence"] = orjson.loads(row["evidence"])
        row["is_new"] = bool(run and run.brought(row["raised_at"]))
    new = [row for row in found if row["is_new"]]
    shown = [*new, *[row for row in found if not row["is_new"]][:MAX_EARLIER]]
    shown.sort(key=lambda row: row["raised_at"], reverse=True)
    articles, titles, names = _articles(con, shown), _titles(con), _story_titles(con, shown)
    return Alerts(
        lines=tuple(_line(row, articles, titles, names) for row in shown),
        of_run=len(new),
        hidden=(found[0]["total"] if found else 0) - len(shown),
        held=_held(con, run),
    )


def _articles(con: duckdb.DuckDBPyConnection, alerts: Sequence[Row]) -> dict[str, Row]:
    ids = {match["article_id"] for alert in alerts for match in _matches(alert)}
    return {row["article_id"]: row for row in rows(con, _ARTICLES, [sorted(ids)])}


def _matches(alert: Row) -> list[dict[str, Any]]:
    return list(alert["evidence"].get("matches", ()))


def _titles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {row["topic"]: row["title"] for row in rows(con, "SELECT topic, title FROM topics")}


def _line(
    row: Row, articles: Mapping[str, Row], titles: Mapping[str, str], names: Mapping[str, str]
) -> AlertLine:
    spots = _spots(row, articles)
    return AlertLine(
        alert_id=row["alert_id"],
        title=shorten(str(row["evidence"].get("title") or row["rule"])),
        story_id=row["current_id"] or row["story_id"],
        story_title=line_or_none(row["story_title"]) or _subject(row),
        extent=extent(row["articles"], row["origins"]) if row["articles"] else None,
        raised_at=row["raised_at"],
        is_new=row["is_new"],
        state=row["state"],
        told=_told(row),
        waited=_waited(row),
        points=tuple(_points(row, names)),
        whys=tuple(_whys(spots[:MAX_PLACES], articles, titles)),
        more_places=len(spots[MAX_PLACES:]),
    )


def _spots(row: Row, articles: Mapping[str, Row]) -> list[_Spot]:
    """What matched, one place a topic and sentence: a clause often matches the same one in several ways."""
    kept: dict[tuple[str, str], _Spot] = {}
    for match in _matches(row):
        for spot in match["evidence"]:
            text = articles.get(match["article_id"], {}).get(spot["field"]) or ""
            place = _sentence(spot, text)
            kept.setdefault(
                (match["topic"], "".join(place)),
                _Spot(match["topic"], spot["clause"], match["article_id"], place),
            )
    return list(kept.values())


def _whys(spots: Sequence[_Spot], articles: Mapping[str, Row], titles: Mapping[str, str]) -> Iterator[Why]:
    for (topic, clause, article_id), same in groupby(spots, key=lambda spot: spot[:3]):
        article = articles.get(article_id, {})
        yield Why(
            topic=shorten(titles.get(topic, topic), 60),
            clause=shorten(clause, MAX_CLAUSE),
            outlet=line_or_none(article.get("outlet"), 80),
            language=language(article.get("language")),
            places=tuple(spot.place for spot in same),
        )


def _told(row: Row) -> str:
    channels = [shorten(channel, 40) for channel in row["channels"] or ()]
    if not channels and row["state"] == "pending":
        return "recorded only: the rule names no channel"
    return _STATES.get(row["state"], "{}").format(joined(channels))


def _subject(row: Row) -> str:
    """Of an alert about no single story."""
    stories = row["evidence"].get("stories")
    if stories:
        return counted(len(stories), "story", "stories")
    return {"spike": "more reports than usual", "silent": "silence"}.get(
        row["reason"], f"story {row['story_id']}"
    )


def _points(row: Row, names: Mapping[str, str]) -> Iterator[str]:
    evidence = row["evidence"]
    for item in evidence.get("news", ()):
        yield shorten(f"{label(item)}: {change(item)}{backed({**item, 'sentences': ()})}")
    for story in evidence.get("stories", ()):
        yield shorten(names.get(story["story_id"], story["story_id"]))
    if evidence.get("spike"):
        yield spike(evidence["spike"])
    if evidence.get("silence"):
        yield from silence({**evidence["silence"], "sources": (), "sources_down": ()})


def _story_titles(con: duckdb.DuckDBPyConnection, alerts: Sequence[Row]) -> dict[str, str]:
    ids = {story["story_id"] for alert in alerts for story in alert["evidence"].get("stories", ())}
    found = rows(
        con,
        "SELECT story_id, title FROM stories WHERE story_id IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(ids)],
    )
    return {row["story_id"]: row["title"] for row in found}


def _waited(row: Row) -> str | None:
    least = row["evidence"].get("min_reports", 1)
    if row["reason"] not in {"matched", "reported"} or (row["reason"] == "matched" and least < 2):
        return None
    return f"asked for {counted(least, 'independent report')}, the story had {row['evidence'].get('reports', '?')}"


def _sentence(spot: Mapping[str, Any], text: str) -> tuple[str, str, str]:
    """Before, at and after the words; the words alone where the article's wording has changed since."""
    found = shorten(spot["words"], 120)
    if text[spot["start"] : spot["end"]] != spot["words"]:
        return "", found, ""
    sentence = around(text, spot["start"], spot["end"])
    return sentence.partition(found) if found in sentence else (sentence, "", "")


def _held(con: duckdb.DuckDBPyConnection, run: Run | None) -> str | None:
    if run is None:
        return None
    counts = rows(con, _SUPPRESSIONS, run.window)
    return joined([f"{row['times']:,} {_HELD.get(row['reason'], row['reason'])}" for row in counts]) or None
