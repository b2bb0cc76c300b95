import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import duckdb
import orjson
import pytest

from pipeline.alerts.alert import follow
from pipeline.alerts.claim import claims
from pipeline.alerts.decision import Before, Decisions
from pipeline.alerts.standing import Arrival, Member, StoryState
from pipeline.messages.message_facts import MAX_SOURCES
from pipeline.records import (
    Evidence,
    Figure,
    Membership,
    Mention,
    Novelty,
    QuietHours,
    Rule,
    RuleKind,
    StoryMerge,
    Suppression,
    TopicMatch,
)
from warehouse.alerting import alert_state, alerts
from warehouse.alerting.alert_facts import facts as facts_of
from warehouse.database.rows import append, listed
from warehouse.database.schema import migrate, migrations
from warehouse.queries import story_queries
from warehouse.stories.merges import survivors

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
TEXT = "It rained. Dockers at the port began a strike on Monday. Nobody knew why."
RULE = Rule(name="ports", title="Ports on strike", topics=("strike",), channels=("desk", "log", "desk"))


def match(article_id: str) -> TopicMatch:
    start = TEXT.index("strike")
    place = Evidence(clause="strike NEAR/9 port", field="text", start=start, end=start + 6, words="strike")
    return TopicMatch(article_id=article_id, topic="strike", version="v1", score=1.5, evidence=(place,))


def add_article(con: duckdb.DuckDBPyConnection, article_id: str, text: str = TEXT, **fields: object) -> None:
    row = {
        "seq": 1, "article_id": article_id, "version": 1, "uri": f"file:///{article_id}", "url": f"https://news.example/{article_id}",
        "outlet": "Harbour News", "source": "files", "title": f"Title {article_id}", "text": text, "words": 14,
        "content_hash": "h", "document_hash": "d", "seen_at": NOW, "batch_id": "b1", "valid_from": NOW, "valid_to": None,
    }  # fmt: skip
    append(con, "article_versions", [row | fields])


def membership(article_id: str, story_id: str, **fields: object) -> dict[str, object]:
    row = {
        "article_id": article_id,
        "story_id": story_id,
        "similarity": 0.0,
        "reason": "opened",
        "evidence": "{}",
    }
    return row | {"valid_from": NOW, "valid_to": None} | fields


def copy(article_id: str, origin_id: str, kind: str) -> dict[str, object]:
    row = {"article_id": article_id, "origin_id": origin_id, "kind": kind, "share": 0.9, "evidence": "{}"}
    return row | {"valid_from": NOW, "valid_to": None}


def topic_match(article_id: str) -> dict[str, object]:
    place = f'[{{"clause":"strike NEAR/9 port","field":"text","start":{TEXT.index("strike")},"end":{TEXT.index("strike") + 6},"words":"strike"}}]'
    row = {"article_id": article_id, "topic": "strike", "version": "v1", "score": 1.5, "evidence": place}
    return row | {"valid_from": NOW, "valid_to": None}


def join(con: duckdb.DuckDBPyConnection, article_id: str, story_id: str, **fields: object) -> None:
    append(con, "memberships", [membership(article_id, story_id, **fields)])


def copied(con: duckdb.DuckDBPyConnection, article_id: str, origin_id: str, kind: str) -> None:
    append(con, "copy_log", [copy(article_id, origin_id, kind)])


def matched(con: duckdb.DuckDBPyConnection, article_id: str) -> None:
    append(con, "topic_match_log", [topic_match(article_id)])


def claimed(con: duckdb.DuckDBPyConnection, members: Sequence[Member]) -> None:
    mentions, counts = [], []
    for member in members:
        for claim in member.claims:
            row = {
                "article_id": member.article_id,
                "start_at": claim.start,
                "end_at": claim.end,
                "valid_from": NOW,
            }
            if claim.value is None:
                mentions.append(row | {"name": claim.key, "kind": "person"})
            else:
                counts.append(row | {"counted": claim.key, "value": claim.value})
    append(con, "mention_log", mentions)
    append(con, "figure_log", counts)


def merged(
    con: duckdb.DuckDBPyConnection, story_id: str, absorbed_id: str, merged_at: datetime = NOW
) -> None:
    row = {
        "story_id": story_id,
        "absorbed_id": absorbed_id,
        "article_id": "a",
        "evidence": "{}",
        "merged_at": merged_at,
    }
    append(con, "story_merges", [row])


def arrived(article_id: str, story_id: str, **fields: Any) -> Arrival:
    return Arrival(article_id=article_id, story_id=story_id, **{"at": NOW} | fields)


def raised(con: duckdb.DuckDBPyConnection, *arrivals: Arrival, now: datetime = NOW) -> Sequence[str]:
    decisions = follow([RULE], Before(), arrivals, now)
    alerts.add_alerts(con, decisions.alerts, {RULE.name: RULE.channels}, now)
    return [alert.alert_id for alert in decisions.alerts]


def test_a_state_is_what_following_left(con: duckdb.DuckDBPyConnection) -> None:
    for article_id, story_id in (("a", "s1"), ("b", "s1"), ("c", "s1"), ("d", "s2")):
        add_article(con, article_id)
        join(con, article_id, story_id)
    copied(con, "b", "a", "near")
    copied(con, "c", "a", "partial")
    matched(con, "a")
    arrivals = [
        arrived(article_id="a", story_id="s1", matches=(match("a"),)),
        arrived(article_id="b", story_id="s1", origin_id="a"),
        arrived(article_id="c", story_id="s1"),
        arrived(article_id="d", story_id="s2"),
    ]
    decisions = follow([RULE], Before(), arrivals, NOW)
    alerts.add_alerts(con, decisions.alerts, {}, NOW)
    assert alert_state.story_states(con, ["s1", "s2", "s3"]) == decisions.stories


def test_a_state_counts_what_absorbed_stories_were_told(con: duckdb.DuckDBPyConnection) -> None:
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s3", matches=(match("a"),)))
    merged(con, "s2", "s3")
    merged(con, "s1", "s2")
    join(con, "a", "s3", valid_to=NOW)
    join(con, "a", "s1")
    assert survivors(con) == {"s2": "s1", "s3": "s1"}
    (state,) = alert_state.story_states(con, ["s1", "s3"]).values()
    assert state == StoryState(story_id="s1", members={"a": Member(article_id="a")}, told=state.told)
    assert [(rule, told.alert_id, told.number) for rule, told in state.told.items()] == [
        ("ports", alert_id, 1)
    ]


def test_merges_in_a_circle_end(con: duckdb.DuckDBPyConnection) -> None:
    merged(con, "s1", "s2")
    merged(con, "s2", "s1")
    assert survivors(con) == {}


def test_states_before_covers_all_an_arrival_names(con: duckdb.DuckDBPyConnection) -> None:
    for article_id, story_id in (("a", "s1"), ("b", "s2"), ("c", "s3"), ("d", "s4")):
        join(con, article_id, story_id)
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    states = alert_state.before(con, [RULE], [arrived("c", "s2", merges=(merge,))]).stories
    assert states.keys() == {"s1", "s2", "s3"}  # s3: where the article stands until now


def test_alerts_are_stored_once_and_queued_for_each_channel(con: duckdb.DuckDBPyConnection) -> None:
    arrival = arrived(article_id="a", story_id="s1", matches=(match("a"),))
    (alert_id,) = raised(con, arrival)
    raised(con, arrival)
    assert con.execute("SELECT count(*) FROM alert_log").fetchall() == [(1,)]
    rows = con.execute("SELECT alert_id, channel, queued_at FROM outbox ORDER BY channel").fetchall()
    assert rows == [(alert_id, "desk", NOW), (alert_id, "log", NOW)]
    assert con.execute("SELECT count(DISTINCT key) FROM outbox").fetchall() == [(2,)]


def test_a_suppression_is_a_row_with_its_evidence(con: duckdb.DuckDBPyConnection) -> None:
    held = Suppression(
        rule="ports", story_id="s1", article_id="a", reason="copy", at=NOW, evidence={"reports": 1}
    )
    alerts.add_suppressions(con, [held])
    row = con.execute(
        "SELECT rule, story_id, article_id, reason, evidence->>'reports', held_at FROM suppressions"
    ).fetchone()
    assert row == ("ports", "s1", "a", "copy", "1", NOW)


def test_facts_tell_the_story_as_it_stood_when_the_rule_spoke(con: duckdb.DuckDBPyConnection) -> None:
    add_article(con, "a", seq=1)
    add_article(con, "b", seq=2, seen_at=NOW + timedelta(hours=1), outlet="Coast Post", published_at=NOW)
    add_article(con, "c", seq=3, title="Of the same batch, after it", outlet="Third")
    copied(con, "b", "a", "near")
    append(
        con,
        "topic_versions",
        [{"topic": "strike", "version": "v1", "title": "Strikes", "query": "q", "valid_from": NOW}],
    )
    came = arrived(article_id="b", story_id="s2", at=NOW + timedelta(hours=1), matches=(match("a"),))
    (alert_id,) = raised(con, came)
    merged(con, "s1", "s2")
    for article_id in ("a", "b", "c"):
        join(con, article_id, "s1")
    (facts,) = facts_of(con, [alert_id])[alert_id].stories
    assert (facts.story_id, facts.title, facts.articles, facts.outlets, facts.reports) == (
        "s1",
        "Title a",
        2,
        2,
        1,
    )
    assert (facts.first_seen_at, facts.last_seen_at) == (NOW, NOW + timedelta(hours=1))
    assert [(r.article_id, r.outlet, r.origin_id) for r in facts.sources] == [
        ("a", "Harbour News", None),
        ("b", "Coast Post", "a"),
    ]
    (place,) = facts.places
    assert (place.topic_title, place.clause, place.outlet) == (
        "Strikes",
        "strike NEAR/9 port",
        "Harbour News",
    )
    assert place.sentence == "Dockers at the port began a strike on Monday."


def test_what_came_later_changes_no_fact_but_where_the_story_is_found(con: duckdb.DuckDBPyConnection) -> None:
    later = NOW + timedelta(hours=1)
    add_article(con, "a", valid_to=later)
    join(con, "a", "s2", valid_to=later)
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s2", matches=(match("a"),)))
    before = facts_of(con, [alert_id])[alert_id]
    add_article(con, "a", title="Strike called off", version=2, valid_from=later)
    add_article(con, "b", seq=2, valid_from=later)
    merged(con, "s1", "s2", later)
    for article_id in ("a", "b"):
        join(con, article_id, "s1", valid_from=later)
    (told,), (now,) = before.stories, facts_of(con, [alert_id])[alert_id].stories
    assert (told.story_id, told.articles, told.title) == ("s2", 1, "Title a")
    assert now == replace(told, story_id="s1")


def test_an_alert_that_waited_tells_what_came_meanwhile(con: duckdb.DuckDBPyConnection) -> None:
    later = NOW + timedelta(hours=1)
    add_article(con, "a")
    add_article(con, "b", seq=2, valid_from=later)
    join(con, "a", "s1")
    join(con, "b", "s1", valid_from=later)
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s1", matches=(match("a"),)), now=later)
    (facts,) = facts_of(con, [alert_id])[alert_id].stories
    assert facts.articles == 2


def test_facts_show_the_wording_at_the_time_of_the_alert(con: duckdb.DuckDBPyConnection) -> None:
    later = NOW + timedelta(hours=1)
    add_article(con, "a", valid_to=later)
    add_article(con, "a", text="All is well.", version=2, valid_from=later)
    join(con, "a", "s1")
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s1", matches=(match("a"),)))
    assert (
        facts_of(con, [alert_id])[alert_id].stories[0].places[0].sentence
        == "Dockers at the port began a strike on Monday."
    )


def test_facts_of_changed_words_have_no_sentence(con: duckdb.DuckDBPyConnection) -> None:
    add_article(con, "a", text="All is well.")
    join(con, "a", "s1")
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s1", matches=(match("a"),)))
    assert facts_of(con, [alert_id])[alert_id].stories[0].places[0].sentence is None


def test_facts_of_a_story_that_is_gone(con: duckdb.DuckDBPyConnection) -> None:
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s1", matches=(match("a"),)))
    (facts,) = facts_of(con, [alert_id])[alert_id].stories
    assert (facts.story_id, facts.articles, facts.sources) == ("s1", 0, ())


def test_facts_of_a_large_story_are_bounded(con: duckdb.DuckDBPyConnection) -> None:
    for number in range(MAX_SOURCES + 5):
        add_article(con, f"a{number:02}", seq=number, seen_at=NOW + timedelta(minutes=number))
        join(con, f"a{number:02}", "s1")
    last = f"a{MAX_SOURCES + 4}"
    at = NOW + timedelta(minutes=MAX_SOURCES + 4)
    (alert_id,) = raised(con, arrived(article_id=last, story_id="s1", at=at, matches=(match("a00"),)))
    (facts,) = facts_of(con, [alert_id])[alert_id].stories
    assert facts.articles == MAX_SOURCES + 5
    assert [r.article_id for r in facts.sources] == [f"a{number:02}" for number in range(MAX_SOURCES)]


def said_by(chance: random.Random, article_id: str) -> list[Mention]:
    names = chance.sample(["Maria Velasquez", "Oleg Brandt", "Ilse Marten"], chance.randrange(3))
    return [
        Mention(article_id=article_id, name=name, kind="person", start=place, end=place + 5)
        for place, name in enumerate(names)
    ]


def counted_by(chance: random.Random, article_id: str) -> list[Figure]:
    dead = chance.randrange(6)
    return [
        Figure(article_id=article_id, counted="dead", value=dead, high=None, qualifier=None, start=50, end=56)
    ][: chance.randrange(2)]


def stream(seed: int) -> list[Arrival]:
    """Arrivals with copies, merges and moves such as a grouping could make."""
    chance = random.Random(seed)
    arrivals: list[Arrival] = []
    place: dict[str, str] = {}
    at = NOW
    for number in range(20):
        article_id, alive = f"a{number:02}", sorted(set(place.values()))
        story_id = chance.choice([*alive, f"s{number:02}"])
        younger = [other for other in alive if other > story_id]
        absorbed = chance.choice(younger) if younger and chance.random() < 0.4 else None
        origin_id = chance.choice(sorted(place)) if place and chance.random() < 0.3 else None
        place = {key: story_id if at == absorbed else at for key, at in place.items()} | {
            article_id: story_id
        }
        moved, target = chance.choice(sorted(place)), chance.choice(sorted(set(place.values())))
        moves = chance.random() < 0.2
        at += timedelta(minutes=chance.choice([0, 5, 40, 400]))
        if moves:
            place[moved] = target
        arrivals.append(
            arrived(
                article_id=article_id,
                story_id=story_id,
                at=at,
                origin_id=origin_id,
                claims=claims(said_by(chance, article_id), (), counted_by(chance, article_id), ()),
                matches=(match(article_id),) if chance.random() < 0.4 else (),
                merges=(StoryMerge(story_id=story_id, absorbed_id=absorbed, article_id=article_id),)
                if absorbed
                else (),
                moves=(Membership(article_id=moved, story_id=target, similarity=0.5, reason="moved"),)
                if moves
                else (),
            )
        )
    return arrivals


def load(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], arrivals: Sequence[Arrival]) -> Decisions:
    """One batch: decide from what the warehouse holds, then store where it leads."""
    decisions = follow(rules, alert_state.before(con, rules, arrivals), arrivals, NOW)
    placed = [(state, member) for state in decisions.stories.values() for member in state.members.values()]
    rows = {
        "memberships": [membership(member.article_id, state.story_id) for state, member in placed],
        "copy_log": [copy(one.article_id, one.origin_id, "near") for _, one in placed if one.origin_id],
        "topic_match_log": [topic_match(one.article_id) for _, one in placed if one.matches],
    }
    for table, found in rows.items():
        again = listed(member.article_id for _, member in placed)
        con.execute(f"DELETE FROM {table} WHERE list_contains(?::VARCHAR[], article_id)", [again])
        append(con, table, found)
    claimed(con, arrivals)
    latest = max(arrival.at for arrival in arrivals)
    add_article(con, arrivals[-1].article_id, seen_at=latest)  # the clock of the stream
    for change in (merge for arrival in arrivals for merge in arrival.merges):
        merged(con, change.story_id, change.absorbed_id)
    alerts.add_decisions(con, decisions, rules, NOW)
    return decisions


RULES = (
    RULE,
    replace(RULE, name="later", min_reports=3),
    replace(RULE, name="often", pause=timedelta(0), more_reports=1),
    replace(RULE, name="hourly", kind=RuleKind.DIGEST, cron="0 * * * *"),
    replace(RULE, name="nights", quiet=QuietHours(start=time(4), end=time(9)), ceiling=1),
    replace(RULE, name="silent", kind=RuleKind.SILENCE, after=timedelta(hours=3)),
    replace(RULE, name="burst", kind=RuleKind.SPIKE, at_least=1),
)


@pytest.mark.parametrize("seed", range(12))
def test_the_warehouse_remembers_all_that_decides(con: duckdb.DuckDBPyConnection, seed: int) -> None:
    arrivals = stream(seed)
    whole = follow(RULES, Before(), arrivals, NOW)
    size = 1 + seed % 4
    parts = [load(con, RULES, arrivals[at : at + size]) for at in range(0, len(arrivals), size)]
    assert tuple(alert for part in parts for alert in part.alerts) == whole.alerts
    assert tuple(held for part in parts for held in part.suppressions) == whole.suppressions
    assert parts[-1].waiting == whole.waiting


def test_the_streams_make_rules_speak_in_every_way() -> None:
    said = [alert for seed in range(12) for alert in follow(RULES, Before(), stream(seed), NOW).alerts]
    assert {alert.reason for alert in said} >= {"matched", "reported", "changed", "digest", "silent"}


def test_what_was_told_before_rules_spoke_again_counts_as_told() -> None:
    """A warehouse of schema 5, with an alert: what its story said by then is no news."""
    with duckdb.connect(":memory:") as con:
        con.execute("SET TimeZone = 'UTC'; CREATE SCHEMA store; SET search_path = 'store,main'")
        con.execute("CREATE TABLE schema_version (version INTEGER, applied_at TIMESTAMPTZ)")
        for script in migrations()[:5]:
            con.execute(script)
        con.execute("INSERT INTO schema_version VALUES (5, now())")
        join(con, "a", "s1")
        named = {"article_id": "a", "start_at": 1, "end_at": 5, "valid_from": NOW}
        append(
            con,
            "mention_log",
            [named | {"name": "Oleg Brandt", "kind": "person"}, named | {"name": "Oslo", "kind": "place"}],
        )
        said = {"alert_id": "x", "rule": "ports", "story_id": "s1", "article_id": "a", "reason": "matched"}
        append(con, "alert_log", [said | {"evidence": '{"reports": 2}', "raised_at": NOW}])
        migrate(con)
        (state,) = alert_state.story_states(con, ["s1"]).values()
        told = state.told["ports"]
        assert (told.alert_id, told.number, told.at, told.reports) == ("x", 1, NOW, 2)
        assert told.said == {Novelty.NAME: {"Oleg Brandt"}, Novelty.PLACE: {"Oslo"}}
        assert con.execute("SELECT moment FROM alert_log").fetchall() == [(NOW,)]


def test_a_story_is_found_by_the_id_that_an_alert_told(con: duckdb.DuckDBPyConnection) -> None:
    add_article(con, "a")
    (alert_id,) = raised(con, arrived(article_id="a", story_id="s3", matches=(match("a"),)))
    merged(con, "s2", "s3")
    merged(con, "s1", "s2")
    join(con, "a", "s1")
    assert story_queries.find_story(con, "s3") == "s1"
    ((story_id, now, title),) = con.execute(
        "SELECT a.story_id, a.current_story_id, s.title FROM alerts AS a JOIN stories AS s ON s.story_id = a.current_story_id"
        " WHERE alert_id = ?",
        [alert_id],
    ).fetchall()
    assert (story_id, now, title) == ("s3", "s1", "Title a")


def test_the_places_that_matched_are_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Of an alert about one story, of a digest of two, and of none in a silence; SQL topics have no place."""

    def matched(article_id: str, field: str = "text") -> dict[str, Any]:
        place = {"clause": "strike*", "field": field, "start": 4, "end": 10, "words": "strike"}
        return {
            "article_id": article_id,
            "topic": "strikes",
            "evidence": [place, place | {"start": 20, "end": 26}],
        }

    stories = [{"story_id": f"s{one}", "matches": [matched(f"a{one}")]} for one in "23"]
    given: dict[str, dict[str, Any]] = {
        "one": {"matches": [matched("a1", "sql")]},
        "digest": {"stories": stories},
        "silence": {"silence": {}},
    }
    told = {"rule": "ports", "reason": "matched", "article_id": None, "raised_at": NOW, "moment": NOW}
    log = [
        told
        | {
            "alert_id": name,
            "story_id": "s1" if name == "one" else None,
            "evidence": orjson.dumps(evidence).decode(),
        }
        for name, evidence in given.items()
    ]
    append(con, "alert_log", log)
    query = "SELECT alert_id, story_id, article_id, field, start_at, words FROM alert_matches ORDER BY ALL"
    assert con.execute(query).fetchall() == [
        ("digest", "s2", "a2", "text", 4, "strike"),
        ("digest", "s2", "a2", "text", 20, "strike"),
        ("digest", "s3", "a3", "text", 4, "strike"),
        ("digest", "s3", "a3", "text", 20, "strike"),
        *[("one", "s1", "a1", "sql", None, "strike")] * 2,
    ]
