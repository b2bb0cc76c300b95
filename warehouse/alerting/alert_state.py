"""What alert decisions start from, read back from the rows that earlier ones left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import duckdb
import orjson

from pipeline.alerts.act import Hushed
from pipeline.alerts.alert import STORIES
from pipeline.alerts.beat import MEMORY
from pipeline.alerts.claim import Claim, claims
from pipeline.alerts.decision import Before
from pipeline.alerts.standing import Arrival, Member, StoryState
from pipeline.alerts.telling import Spoke
from pipeline.alerts.told import Told, joined
from pipeline.alerts.waits import Waiting, awake
from pipeline.records import Correction, Figure, Mention, Quote, Rule, TopicMatch
from warehouse.alerting import acts
from warehouse.articles.placed import current
from warehouse.database.rows import listed, rows, value
from warehouse.stories.merges import survivors
from warehouse.topics.topic_log import match_of


def before(
    con: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    arrivals: Sequence[Arrival] = (),
    until: datetime | None = None,
) -> Before:
    """What pipeline.alerts.alert.follow starts from; to be asked before the rows of the arrivals are written.

    Args:
        con: the loader's connection.
        rules: all that are declared.
        arrivals: that are to be followed.
        until: what is due by then is to be told.
    """
    clock: datetime | None = value(con, "SELECT max(seen_at) FROM store.article_versions")
    hushed = Hushed.of(acts.hushing(con))
    waiting = awake(_waiting(con), hushed, clock)
    if not rules:
        return Before(clock=clock, waiting=waiting)
    ends = [time for time in (clock, until, *(one.at for one in arrivals)) if time]
    due = [one.story_id for one in waiting if one.story_id and ends and one.due_at <= max(ends)]
    topics = {topic for rule in rules for topic in rule.topics}
    return Before(
        stories=_states_before(con, arrivals, due, topics),
        waiting=waiting,
        spoken=_spoken(con, min(ends) - timedelta(hours=1)) if ends else {},
        hushed=hushed,
        heard={rule.name: _heard(con, rule, clock) for rule in rules if rule.kind not in STORIES},
        spikes=_spikes(con),
        silences=_silences(con),
        clock=clock,
    )


def _waiting(con: duckdb.DuckDBPyConnection) -> tuple[Waiting, ...]:
    found = rows(con, "SELECT rule, story_id, article_id, reason, due_at FROM store.waiting ORDER BY ALL")
    now = survivors(con)
    return tuple(Waiting(**row | {"story_id": now.get(row["story_id"], row["story_id"])}) for row in found)


def _states_before(
    con: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival], due: Iterable[str], topics: set[str]
) -> dict[str, StoryState]:
    """The stories that arrivals concern. What is claimed in them is read where it may come to matter: not where nothing matches."""
    matter = [one for one in arrivals if one.merges or one.moves or _matches_any(one, topics)]
    watched = {*due, *_concerned(con, matter)}
    return story_states(con, watched | _concerned(con, arrivals), topics, watched)


def _matches_any(arrival: Arrival, topics: set[str]) -> bool:
    return any(match.topic in topics for match in arrival.matches or ())


def _concerned(con: duckdb.DuckDBPyConnection, arrivals: Iterable[Arrival]) -> set[str]:
    """Stories the arrivals name, and those in which their articles stand until now."""
    stories: set[str] = set()
    articles: set[str] = set()
    for one in arrivals:
        stories |= {one.story_id, *(move.story_id for move in one.moves)}
        stories |= {story_id for merge in one.merges for story_id in (merge.story_id, merge.absorbed_id)}
        articles |= {one.article_id, *(move.article_id for move in one.moves)}
    return stories | _standing_in(con, articles)


def story_states(
    con: duckdb.DuckDBPyConnection,
    story_ids: Iterable[str],
    topics: Iterable[str] = (),
    watched: Iterable[str] = (),
) -> dict[str, StoryState]:
    """The stories with these ids; one without articles is left out.

    Args:
        con: the loader's connection.
        story_ids: wanted.
        topics: that rules watch: what articles claim is read for stories that match one.
        watched: stories for which it is read in any case.
    """
    wanted = sorted(set(story_ids))
    members = _members(con, wanted, set(topics), set(watched))
    told = _told(con, wanted)
    return {
        story_id: StoryState(story_id=story_id, members=of_story, told=told.get(story_id, {}))
        for story_id, of_story in members.items()
    }


def _members(
    con: duckdb.DuckDBPyConnection, story_ids: Sequence[str], topics: set[str], watched: set[str]
) -> dict[str, dict[str, Member]]:
    rows = con.execute(
        """
        SELECT m.story_id, m.article_id, c.origin_id
        FROM store.memberships AS m
        LEFT JOIN store.copy_log AS c ON c.article_id = m.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
        WHERE m.valid_to IS NULL AND m.story_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [listed(story_ids)],
    ).fetchall()
    matches = _matches(con, [row[1] for row in rows])
    matching = {row[0] for row in rows if any(match.topic in topics for match in matches.get(row[1], ()))}
    claimed = _claims(con, [row[1] for row in rows if row[0] in matching | watched])
    members: dict[str, dict[str, Member]] = defaultdict(dict)
    for story_id, article_id, origin_id in rows:
        members[story_id][article_id] = Member(
            article_id=article_id,
            origin_id=origin_id,
            matches=tuple(matches.get(article_id, ())),
            claims=claimed.get(article_id, ()),
        )
    return members


def _matches(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, list[TopicMatch]]:
    found = rows(
        con,
        """
        SELECT article_id, topic, version, score, evidence
        FROM store.topic_match_log
        WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY article_id, topic
        """,
        [listed(article_ids)],
    )
    matches: dict[str, list[TopicMatch]] = defaultdict(list)
    for row in found:
        matches[row["article_id"]].append(match_of(row))
    return matches


def _claims(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
    if not article_ids:
        return {}
    mentions, quotes = current(con, Mention, article_ids), current(con, Quote, article_ids)
    figures, corrections = current(con, Figure, article_ids), current(con, Correction, article_ids)
    return {
        one: claims(
            mentions.get(one, ()), quotes.get(one, ()), figures.get(one, ()), corrections.get(one, ())
        )
        for one in article_ids
    }


def _told(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, dict[str, Told]]:
    """By story and rule, what has been told of it or a story it absorbed."""
    now, wanted = survivors(con), set(story_ids)
    ids = [*story_ids, *(absorbed for absorbed, story_id in now.items() if story_id in wanted)]
    rows = con.execute(
        """
        SELECT story_id, rule, arg_max(told, number)
        FROM store.telling_log WHERE story_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY story_id, rule ORDER BY ALL
        """,
        [listed(ids)],
    ).fetchall()
    told: dict[str, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for story_id, rule, values in rows:
        told[now.get(story_id, story_id)][rule].append(Told.from_json(orjson.loads(values)))
    return {
        story_id: {rule: found for rule, tellings in by_rule.items() if (found := joined(tellings))}
        for story_id, by_rule in told.items()
    }


def _standing_in(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> set[str]:
    rows = con.execute(
        "SELECT DISTINCT story_id FROM store.memberships WHERE valid_to IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(article_ids)],
    ).fetchall()
    return {row[0] for row in rows}


def _spoken(con: duckdb.DuckDBPyConnection, since: datetime) -> dict[str, tuple[datetime, ...]]:
    rows = con.execute(
        "SELECT rule, list(moment ORDER BY moment) FROM store.alert_log WHERE moment > ? GROUP BY rule",
        [since],
    ).fetchall()
    return {rule: tuple(moments) for rule, moments in rows}


def _heard(con: duckdb.DuckDBPyConnection, rule: Rule, clock: datetime | None) -> tuple[datetime, ...]:
    """When independent reports of a rule's topics came, in order: of MEMORY, and the last before."""
    rows = con.execute(
        """
        SELECT min(seen_at) AS at FROM store.topic_reports
        WHERE topic IN (SELECT unnest(?::VARCHAR[])) GROUP BY article_id
        """,
        [listed(rule.topics)],
    ).fetchall()
    times = sorted(row[0] for row in rows)
    since = clock - MEMORY - timedelta(weeks=1) if clock else None
    recent = tuple(time for time in times if since is None or time >= since)
    return recent or tuple(times[-1:])


def _spikes(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[datetime, int]]:
    rows = con.execute(
        """
        SELECT rule, max(moment), arg_max((evidence->>'$.spike.count')::INTEGER, moment)
        FROM store.alert_log WHERE reason = ? GROUP BY rule
        """,
        [Spoke.SPIKE],
    ).fetchall()
    return {rule: (moment, count) for rule, moment, count in rows}


def _silences(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    rows = con.execute(
        "SELECT rule, max((evidence->>'$.silence.last_heard_at')::TIMESTAMPTZ) FROM store.alert_log WHERE reason = ? GROUP BY rule",
        [Spoke.SILENT],
    ).fetchall()
    return dict(rows)
