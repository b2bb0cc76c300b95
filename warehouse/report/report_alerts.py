"""The alerts of a report: those of its run and some before, each with the words that made its rule speak."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

import duckdb
import orjson

from pipeline.alerts.gate import held_in_words
from pipeline.alerts.telling import Spoke
from pipeline.messages.message_line import around
from pipeline.messages.message_words import backed, change, label, silence, spike
from warehouse.database.rows import Row, rows
from warehouse.queries.newest import literals, stories_by_id
from warehouse.report.report_run import Run, during
from warehouse.wording import MAX_CLAUSE, counted, extent, joined, language, line_or_none, shorten

MAX_ALERTS: Final = 50  # of the run
MAX_EARLIER: Final = 10
MAX_PLACES: Final = 4  # of an alert

# The story is looked up by the article: its own may have merged into another since. `waiting` is named so that a warehouse whose
# view lacks it is refused in words.
_ALERTS = """
    SELECT a.*, coalesce(m.story_id, a.current_story_id) AS place, (SELECT count(*) FROM store.alert_log) AS total
    FROM (SELECT * REPLACE (waiting AS waiting) FROM alerts ORDER BY raised_at DESC, alert_id LIMIT ?) AS a
    LEFT JOIN store.memberships AS m ON m.article_id = a.article_id AND m.valid_to IS NULL
    ORDER BY a.raised_at DESC, a.alert_id
"""
_ARTICLES = """
    SELECT article_id, title, text, outlet, source, language
    FROM articles WHERE article_id IN ({})
"""
_SUPPRESSIONS = f"SELECT reason, count(*) AS times FROM suppressions WHERE {during('held_at')} GROUP BY reason ORDER BY ALL"  # noqa: S608 - a column of ours
_STATES = {
    "sent": "sent to {}",
    "pending": "waiting to be sent to {}",
    "dead": "not delivered, given up: {}",
    "held": "held back: its story merged into one already told",
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


def shown_alerts(con: duckdb.DuckDBPyConnection, run: Run | None) -> Alerts:
    found = rows(con, _ALERTS, [MAX_ALERTS])
    for row in found:
        row["evidence"] = orjson.loads(row["evidence"])
        row["is_new"] = bool(run and run.raised(row["raised_at"]))
    new = [row for row in found if row["is_new"]]
    shown = [*new, *[row for row in found if not row["is_new"]][:MAX_EARLIER]]
    shown.sort(key=lambda row: row["raised_at"], reverse=True)
    stories, articles, titles = _stories(con, shown), _articles(con, shown), _titles(con)
    return Alerts(
        lines=tuple(_line(row, stories, articles, titles) for row in shown),
        of_run=len(new),
        hidden=(found[0]["total"] if found else 0) - len(shown),
        held=_held(con, run),
    )


def _stories(con: duckdb.DuckDBPyConnection, alerts: Sequence[Row]) -> dict[str, Row]:
    """Those that alerts are about, and those that they list, by id."""
    ids = {alert["place"] for alert in alerts if alert["place"]}
    ids |= {story["story_id"] for alert in alerts for story in alert["evidence"].get("stories", ())}
    return {story["story_id"]: story for story in stories_by_id(con, sorted(ids))}


def _articles(con: duckdb.DuckDBPyConnection, alerts: Sequence[Row]) -> dict[str, Row]:
    ids = {match["article_id"] for alert in alerts for match in _matches(alert)}
    return {row["article_id"]: row for row in rows(con, _ARTICLES.format(literals(sorted(ids))))}


def _matches(alert: Row) -> list[dict[str, Any]]:
    return list(alert["evidence"].get("matches", ()))


def _titles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {row["topic"]: row["title"] for row in rows(con, "SELECT topic, title FROM topics")}


def _line(
    row: Row, stories: Mapping[str, Row], articles: Mapping[str, Row], titles: Mapping[str, str]
) -> AlertLine:
    spots, story = _spots(row, articles), stories.get(row["place"])
    return AlertLine(
        alert_id=row["alert_id"],
        title=shorten(str(row["evidence"].get("title") or row["rule"])),
        story_id=story["story_id"] if story else row["story_id"],
        story_title=line_or_none(story["title"] if story else None) or _subject(row),
        extent=extent(story["articles"], story["origins"]) if story else None,
        raised_at=row["raised_at"],
        is_new=row["is_new"],
        state=row["state"],
        told=_told(row),
        waited=_waited(row),
        points=tuple(_points(row, stories)),
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
    if row["state"] != "sent":
        return _STATES.get(row["state"], "{}").format(joined(channels))
    return _sent(row, channels)


def _sent(row: Row, channels: Sequence[str]) -> str:
    """By which channels, and what has become of the others."""
    parted = {name: [shorten(channel, 40) for channel in row[name]] for name in ("delivered", "waiting")}
    lost = [channel for channel in channels if channel not in parted["delivered"] + parted["waiting"]]
    told = [_STATES["sent"].format(joined(parted["delivered"]))]
    told += [_STATES["pending"].format(joined(parted["waiting"]))] if parted["waiting"] else []
    told += [_STATES["dead"].format(joined(lost))] if lost else []
    return "; ".join(told)


def _subject(row: Row) -> str:
    """Of an alert about no single story."""
    stories = row["evidence"].get("stories")
    if stories:
        return counted(len(stories), "story", "stories")
    return {Spoke.SPIKE: "more reports than usual", Spoke.SILENT: "silence"}.get(
        row["reason"], f"story {row['story_id']}"
    )


def _points(row: Row, stories: Mapping[str, Row]) -> Iterator[str]:
    evidence = row["evidence"]
    for item in evidence.get("news", ()):
        yield shorten(f"{label(item)}: {change(item)}{backed({**item, 'sentences': ()})}")
    for story in evidence.get("stories", ()):
        yield shorten(stories.get(story["story_id"], {}).get("title", story["story_id"]))
    if evidence.get("spike"):
        yield spike(evidence["spike"])
    if evidence.get("silence"):
        yield from silence({**evidence["silence"], "sources": (), "sources_down": ()})


def _waited(row: Row) -> str | None:
    least = row["evidence"].get("min_reports", 1)
    if row["reason"] not in {Spoke.MATCHED, Spoke.REPORTED} or (row["reason"] == Spoke.MATCHED and least < 2):
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
    return joined([f"{row['times']:,} {held_in_words(row['reason'])}" for row in counts]) or None
