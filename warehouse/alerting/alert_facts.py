"""The facts that a message about an alert is made of: its stories as it told them, whenever it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import orjson

from pipeline.alerts.telling import Spoke
from pipeline.messages.message_facts import (
    Before,
    Facts,
    Item,
    Place,
    Sentence,
    StoryFacts,
)
from pipeline.messages.message_line import around
from pipeline.records import Alert
from warehouse.alerting.told_stories import Told, told_stories
from warehouse.database.rows import Row, listed, rows
from warehouse.stories.merges import survivors

_Wording = Mapping[tuple[str, str], Row]


def facts(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> dict[str, Facts]:
    """What is known now of these alerts and their stories, by alert id."""
    alerts = _alerts(con, alert_ids)
    told = {alert.alert_id: _tellings(alert) for alert in alerts}
    now, wording, titles = survivors(con), _wording(con, told), _topic_titles(con)
    stories = told_stories(con, [(key, one["story_id"]) for key, every in told.items() for one in every])
    down, bring = _down(con), _bringing(con, alerts)
    found = {}
    for alert in alerts:
        made = [
            _story(alert, one, now, stories, _Words(alert.alert_id, wording, titles))
            for one in told[alert.alert_id]
        ]
        found[alert.alert_id] = Facts(
            alert=alert, stories=tuple(made), down=down, of_topics=bring.get(alert.alert_id, ())
        )
    return found


def _alerts(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> list[Alert]:
    found = rows(
        con,
        "SELECT * FROM store.alert_log WHERE alert_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY alert_id",
        [listed(alert_ids)],
    )
    return [Alert(**row | {"evidence": orjson.loads(row["evidence"])}) for row in found]


def _tellings(alert: Alert) -> list[dict[str, Any]]:
    """What an alert says of each of its stories."""
    evidence: Mapping[str, Any] = alert.evidence
    if alert.reason == Spoke.DIGEST:
        return [dict(story) for story in evidence["stories"]]
    if alert.story_id is None:
        return []
    return [{"story_id": alert.story_id, "reason": alert.reason} | dict(evidence)]


def _story(
    alert: Alert,
    one: Mapping[str, Any],
    now: Mapping[str, str],
    stories: Mapping[Told, StoryFacts],
    words: "_Words",
) -> StoryFacts:
    told_id = one["story_id"]
    known = stories.get((alert.alert_id, told_id)) or _vanished(told_id, alert.raised_at)
    return replace(
        known,
        story_id=now.get(told_id, told_id),
        reason=one["reason"],
        places=tuple(words.places(one.get("matches", ()))),
        news=tuple(words.item(item) for item in one.get("news", ())),
        before=_before(one.get("before")),
    )


def _before(told: Mapping[str, Any] | None) -> Before | None:
    if not told:
        return None
    return Before(
        number=told["number"],
        at=datetime.fromisoformat(told["at"]),
        reports=told["reports"],
        figures=tuple(told["figures"].items()),
    )


def _vanished(story_id: str, at: datetime) -> StoryFacts:
    """All its articles have moved to other stories: what was said still stands, with what is left of it."""
    return StoryFacts(
        story_id=story_id,
        title=f"story {story_id}",
        articles=0,
        outlets=0,
        reports=0,
        first_seen_at=at,
        last_seen_at=at,
    )


class _Words:
    """The sentences in which things stand, as they stood when an alert was raised."""

    def __init__(self, alert_id: str, wording: _Wording, titles: Mapping[tuple[str, str], str]) -> None:
        self._alert_id = alert_id
        self._wording = wording
        self._titles = titles

    def places(self, matches: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
        for match in matches:
            title = self._titles.get((match["topic"], match["version"]), match["topic"])
            for spot in match["evidence"]:
                article = self._article(match["article_id"])
                text = article.get(spot["field"]) or ""
                unchanged = text[spot["start"] : spot["end"]] == spot["words"]
                yield Place(
                    topic=match["topic"],
                    topic_title=title,
                    article_id=match["article_id"],
                    outlet=article.get("outlet"),
                    sentence=around(text, spot["start"], spot["end"]) if unchanged else None,
                    **spot,
                )

    def item(self, item: Mapping[str, Any]) -> Item:
        told = {key: value for key, value in item.items() if key != "places"}
        return Item(**told, sentences=tuple(self._sentence(place) for place in item["places"]))

    def _sentence(self, place: Mapping[str, Any]) -> Sentence:
        article = self._article(place["article_id"])
        text = article.get(place["field"]) or ""
        words = text[place["start"] : place["end"]]
        return Sentence(
            article_id=place["article_id"],
            outlet=article.get("outlet"),
            url=article.get("url"),
            words=words,
            sentence=around(text, place["start"], place["end"]) if words else None,
        )

    def _article(self, article_id: str) -> Row:
        return self._wording.get((self._alert_id, article_id), {})


def _topic_titles(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    found = con.execute("SELECT topic, version, title FROM store.topic_versions").fetchall()
    return {(topic, version): title for topic, version, title in found}


def _wording(con: duckdb.DuckDBPyConnection, told: Mapping[str, Sequence[Mapping[str, Any]]]) -> _Wording:
    """Title, text, outlet and address of the articles an alert names, as they stood when it was raised."""
    named = sorted(
        {(alert_id, article_id) for alert_id, every in told.items() for article_id in _named(every)}
    )
    found = rows(
        con,
        """
        WITH named AS (SELECT unnest(?::VARCHAR[]) AS alert_id, unnest(?::VARCHAR[]) AS article_id)
        SELECT n.alert_id, v.article_id, v.title, v.text, v.outlet, v.url
        FROM named AS n
        JOIN store.alert_log AS a ON a.alert_id = n.alert_id
        JOIN store.article_versions AS v ON v.article_id = n.article_id
        QUALIFY row_number() OVER (
            PARTITION BY n.alert_id, v.article_id ORDER BY v.valid_from <= a.raised_at DESC, v.version DESC) = 1
        """,
        [listed(alert_id for alert_id, _ in named), listed(article_id for _, article_id in named)],
    )
    return {(row["alert_id"], row["article_id"]): row for row in found}


def _named(every: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in every:
        yield from (match["article_id"] for match in one.get("matches", ()))
        yield from (place["article_id"] for item in one.get("news", ()) for place in item["places"])


def _down(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Sources that fail, are gone, or bring far less than their habit."""
    found = con.execute(
        "SELECT source FROM source_health WHERE state IN ('failed', 'gone', 'quiet') ORDER BY source"
    ).fetchall()
    return tuple(row[0] for row in found)


def _bringing(con: duckdb.DuckDBPyConnection, alerts: Iterable[Alert]) -> dict[str, tuple[str, ...]]:
    """Of each silence: the sources that brought the last hundred reports of its topics, but for what was read in by hand."""
    found = {}
    for alert in alerts:
        if alert.reason == Spoke.SILENT:
            sources = con.execute(
                """
                SELECT DISTINCT v.source FROM (
                    SELECT article_id FROM store.topic_reports
                    WHERE topic IN (SELECT unnest(?::VARCHAR[])) ORDER BY seen_at DESC, article_id LIMIT 100
                ) AS r JOIN store.article_versions AS v ON v.article_id = r.article_id AND v.valid_to IS NULL
                WHERE v.source <> 'import' ORDER BY v.source
                """,
                [orjson.dumps(alert.evidence["topics"]).decode()],
            ).fetchall()
            found[alert.alert_id] = tuple(row[0] for row in sources)
    return found
