"""What rules have said and held back: the state decisions start from, their storing, and the facts a message is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import duckdb
import orjson

from pipeline.alert import Arrival, Member, StoryState, smallest_ids
from pipeline.identity import content_id
from pipeline.message import MAX_SOURCES, Facts, Place, Report, around
from pipeline.records import Alert, Evidence, Suppression, TopicMatch
from warehouse.articles import json_text
from warehouse.database import append, listed

# A story's id now, by each id it ever had: merges are followed to their end (UNION, not ALL: a circle ends too).
_SURVIVORS = """
    WITH RECURSIVE chain(id, story_id) AS (
        SELECT absorbed_id, story_id FROM story_merges
        UNION
        SELECT chain.id, m.story_id FROM chain JOIN story_merges AS m ON m.absorbed_id = chain.story_id
    )
    SELECT id, story_id FROM chain
    WHERE story_id NOT IN (SELECT absorbed_id FROM story_merges)
"""


def survivors(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By the id of an absorbed story, the story it is part of now."""
    return dict(con.execute(_SURVIVORS).fetchall())


def states_before(con: duckdb.DuckDBPyConnection, arrivals: Iterable[Arrival]) -> dict[str, StoryState]:
    """What pipeline.alert.follow needs for these arrivals; to be asked before their rows are written."""
    stories, articles = set(), set()
    for arrival in arrivals:
        stories |= {arrival.story_id, *(merge.story_id for merge in arrival.merges)}
        stories |= {merge.absorbed_id for merge in arrival.merges} | {move.story_id for move in arrival.moves}
        articles |= {arrival.article_id, *(move.article_id for move in arrival.moves)}
    return story_states(con, stories, articles)


def story_states(
    con: duckdb.DuckDBPyConnection, story_ids: Iterable[str], article_ids: Iterable[str] = ()
) -> dict[str, StoryState]:
    """The stories with these ids, and those these articles stand in; a story without articles is left out."""
    wanted = sorted({*story_ids, *_standing_in(con, article_ids)})
    members = _members(con, wanted)
    alerted = _alerted(con, wanted)
    return {
        story_id: StoryState(story_id=story_id, members=of_story, alerted=alerted.get(story_id, {}))
        for story_id, of_story in members.items()
    }


def _standing_in(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[str]:
    rows = con.execute(
        "SELECT DISTINCT story_id FROM memberships WHERE valid_to IS NULL AND list_contains(?::VARCHAR[], article_id)",
        [listed(article_ids)],
    ).fetchall()
    return [row[0] for row in rows]


def _members(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, dict[str, Member]]:
    rows = con.execute(
        """
        SELECT m.story_id, m.article_id, c.origin_id
        FROM memberships AS m
        LEFT JOIN copy_log AS c ON c.article_id = m.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
        WHERE m.valid_to IS NULL AND list_contains(?::VARCHAR[], m.story_id)
        """,
        [listed(story_ids)],
    ).fetchall()
    matches = _matches(con, [row[1] for row in rows])
    members: dict[str, dict[str, Member]] = defaultdict(dict)
    for story_id, article_id, origin_id in rows:
        members[story_id][article_id] = Member(
            article_id=article_id, origin_id=origin_id, matches=tuple(matches.get(article_id, ()))
        )
    return members


def _matches(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, list[TopicMatch]]:
    rows = con.execute(
        """
        SELECT article_id, topic, version, score, evidence
        FROM topic_match_log
        WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY article_id, topic
        """,
        [listed(article_ids)],
    ).fetchall()
    matches: dict[str, list[TopicMatch]] = defaultdict(list)
    for article_id, topic, version, score, evidence in rows:
        places = tuple(Evidence(**place) for place in orjson.loads(evidence))
        match = TopicMatch(article_id=article_id, topic=topic, version=version, score=score, evidence=places)
        matches[article_id].append(match)
    return matches


def _alerted(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """By story and rule, what has been said about it or a story it absorbed."""
    now = survivors(con)
    wanted = set(story_ids)
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ids = [*story_ids, *(absorbed for absorbed, story_id in now.items() if story_id in wanted)]
    rows = con.execute(
        "SELECT story_id, rule, alert_id FROM alert_log WHERE story_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(ids)],
    ).fetchall()
    for story_id, rule, alert_id in rows:
        said[now.get(story_id, story_id)].append((rule, alert_id))
    return {story_id: smallest_ids(spoken) for story_id, spoken in said.items()}


def add_alerts(
    con: duckdb.DuckDBPyConnection,
    alerts: Sequence[Alert],
    channels: Mapping[str, Sequence[str]],
    now: datetime,
) -> None:
    """Store alerts and queue each for the channels of its rule; one that is stored already is left alone."""
    known = _known(con, [alert.alert_id for alert in alerts])
    fresh = {alert.alert_id: alert for alert in alerts if alert.alert_id not in known}.values()
    append(con, "alert_log", [asdict(alert) | {"evidence": json_text(alert.evidence)} for alert in fresh])
    rows = [
        {
            "alert_id": alert.alert_id,
            "channel": channel,
            "key": content_id("delivery", alert.alert_id, channel),
            "queued_at": now,
        }
        for alert in fresh
        for channel in dict.fromkeys(channels.get(alert.rule, ()))
    ]
    append(con, "outbox", rows)


def _known(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> set[str]:
    rows = con.execute(
        "SELECT alert_id FROM alert_log WHERE alert_id IN (SELECT unnest(?::VARCHAR[]))", [listed(alert_ids)]
    ).fetchall()
    return {row[0] for row in rows}


def add_suppressions(con: duckdb.DuckDBPyConnection, suppressions: Sequence[Suppression]) -> None:
    rows = [
        asdict(held) | {"evidence": json_text(held.evidence), "held_at": held.at} for held in suppressions
    ]
    for row in rows:
        del row["at"]
    append(con, "suppression_log", rows)


def facts(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> dict[str, Facts]:
    """What is known now of these alerts and their stories, by alert id."""
    alerts = _alerts(con, alert_ids)
    now = survivors(con)
    place = {alert.alert_id: now.get(alert.story_id, alert.story_id) for alert in alerts}
    stories = _stories(con, sorted(set(place.values())))
    sources = _sources(con, sorted(set(place.values())))
    places = _places(con, alerts)
    return {
        alert.alert_id: Facts(
            alert=alert,
            story_id=place[alert.alert_id],
            places=tuple(places[alert.alert_id]),
            sources=tuple(sources.get(place[alert.alert_id], ())),
            **stories.get(place[alert.alert_id], _vanished(alert)),
        )
        for alert in alerts
    }


def _alerts(con: duckdb.DuckDBPyConnection, alert_ids: Sequence[str]) -> list[Alert]:
    rows = _dicts(
        con,
        "SELECT * FROM alert_log WHERE alert_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY alert_id",
        [listed(alert_ids)],
    )
    return [Alert(**row | {"evidence": orjson.loads(row["evidence"])}) for row in rows]


def _stories(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = _dicts(
        con,
        """
        SELECT story_id, title AS story_title, articles, outlets, origins AS reports, first_seen_at, last_seen_at
        FROM stories WHERE list_contains(?::VARCHAR[], story_id)
        """,
        [listed(story_ids)],
    )
    return {row.pop("story_id"): row for row in rows}


def _vanished(alert: Alert) -> dict[str, Any]:
    """All its articles have moved to other stories: what was said still stands, with what is left of it."""
    return {
        "story_title": f"story {alert.story_id}",
        "articles": 0,
        "outlets": 0,
        "reports": 0,
        "first_seen_at": alert.raised_at,
        "last_seen_at": alert.raised_at,
    }


def _sources(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, list[Report]]:
    rows = _dicts(
        con,
        """
        SELECT story_id, article_id, title, left(text, 200) AS lead, outlet, url, published_at,
            first_seen_at AS seen_at, origin_id
        FROM articles WHERE list_contains(?::VARCHAR[], story_id)
        QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY arrival) <= ?
        ORDER BY arrival
        """,
        [listed(story_ids), MAX_SOURCES],
    )
    sources: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        sources[row.pop("story_id")].append(Report(**row))
    return sources


def _places(con: duckdb.DuckDBPyConnection, alerts: Sequence[Alert]) -> dict[str, list[Place]]:
    titles = _topic_titles(con)
    wording = _wording(con, alerts)
    places: dict[str, list[Place]] = defaultdict(list)
    for alert in alerts:
        for match in orjson.loads(json_text(alert.evidence)).get("matches", []):
            article = wording.get((alert.alert_id, match["article_id"]), {})
            title = titles.get((match["topic"], match["version"]), match["topic"])
            places[alert.alert_id] += [_place(match, title, spot, article) for spot in match["evidence"]]
    return places


def _place(
    match: Mapping[str, Any], title: str, spot: Mapping[str, Any], article: Mapping[str, Any]
) -> Place:
    text = article.get(spot["field"]) or ""
    unchanged = text[spot["start"] : spot["end"]] == spot["words"]
    return Place(
        topic=match["topic"],
        topic_title=title,
        article_id=match["article_id"],
        outlet=article.get("outlet"),
        sentence=around(text, spot["start"], spot["end"]) if unchanged else None,
        **spot,
    )


def _topic_titles(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    rows = con.execute("SELECT topic, version, title FROM topic_versions").fetchall()
    return {(topic, version): title for topic, version, title in rows}


def _wording(
    con: duckdb.DuckDBPyConnection, alerts: Sequence[Alert]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Title, text and outlet of the articles an alert names, as they stood when it was raised, by alert and article."""
    rows = _dicts(
        con,
        """
        WITH named AS (
            SELECT alert_id, raised_at, unnest(evidence->>'$.matches[*].article_id') AS article_id
            FROM alert_log WHERE alert_id IN (SELECT unnest(?::VARCHAR[]))
        )
        SELECT n.alert_id, a.article_id, a.title, a.text, a.outlet
        FROM named AS n JOIN article_versions AS a ON a.article_id = n.article_id
        QUALIFY row_number() OVER (
            PARTITION BY n.alert_id, a.article_id ORDER BY a.valid_from <= n.raised_at DESC, a.version DESC) = 1
        """,
        [[alert.alert_id for alert in alerts]],
    )
    return {(row["alert_id"], row["article_id"]): row for row in rows}


def _dicts(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]) -> list[dict[str, Any]]:
    cursor = con.execute(query, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
