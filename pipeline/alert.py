"""When a rule speaks: once a story, decided article by article in order of arrival (laws 3 and 7).

Live and backtest both call `follow`; what it answers depends on the arrivals and their order alone, not on how the
stream was cut into batches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from pipeline.identity import content_id
from pipeline.records import Alert, Json, Membership, Rule, StoryMerge, Suppression, TopicMatch

MAX_PLACES = 5  # places a topic in an alert: it is read by a person, and topic_matches holds the rest


class Spoke(StrEnum):
    """What made a rule speak."""

    MATCHED = "matched"  # the article itself matched the rule's topics
    REPORTED = "reported"  # the article, or a merge it caused, completed what the rule waited for


class Held(StrEnum):
    """Why a rule kept silent about an article that matched its topics."""

    ALREADY_ALERTED = "already_alerted"  # it has spoken about this story, or one merged into it
    TOO_FEW_REPORTS = "too_few_reports"  # the story has not enough independent reports yet
    COPY = "copy"  # the article carries another's text, so it adds nothing to either of the above
    MERGED = "merged"  # raised, but before it was sent the story merged into one already told (flows.deliver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, as far as alerts go."""

    article_id: str
    origin_id: str | None = None  # whose text it carries (an exact or near copy); None: an independent report
    matches: tuple[TopicMatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryState:
    """What alerts need to know of a story at one moment."""

    story_id: str
    members: Mapping[str, Member] = field(default_factory=dict)  # by article id
    alerted: Mapping[str, str] = field(default_factory=dict)  # rule name to alert id, merged stories included

    @property
    def reports(self) -> int:
        """Independent reports: a text counts once, however many carry it."""
        return len({member.origin_id or member.article_id for member in self.members.values()})

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(match.topic for member in self.members.values() for match in member.matches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One article (or a new version of one) has been folded, grouped and tagged."""

    article_id: str
    story_id: str  # that it joined or opened
    origin_id: str | None = None  # whose text it carries (an exact or near copy)
    matches: tuple[TopicMatch, ...] | None = ()  # None: it is known already, and its text and matches stay
    merges: tuple[StoryMerge, ...] = ()  # that its arrival caused, in order
    moves: tuple[
        Membership, ...
    ] = ()  # of other articles, to another story or one split off, that its arrival caused


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the rules said and held back, in order of arrival, and where that leaves the stories."""

    alerts: tuple[Alert, ...]
    suppressions: tuple[Suppression, ...]
    states: Mapping[str, StoryState]


def follow(
    rules: Sequence[Rule], states: Mapping[str, StoryState], arrivals: Iterable[Arrival], now: datetime
) -> Decisions:
    """Decide arrival by arrival.

    Args:
        rules: all that are declared.
        states: the stories named by the arrivals, and those their articles stood in, before the first of them;
            a story that is missing is new.
        arrivals: in order.
        now: written on alerts and suppressions, decides nothing.
    """
    stories = _Stories(states)
    alerts: list[Alert] = []
    suppressions: list[Suppression] = []
    for arrival in arrivals:
        own, *others = stories.apply(arrival)
        for story_id in (own, *others):
            matches = (arrival.matches or ()) if story_id == own else ()
            said, held = decide(rules, stories.states[story_id], arrival.article_id, matches, now)
            for alert in said:
                stories.spoke(alert)
            alerts += said
            suppressions += held
    return Decisions(alerts=tuple(alerts), suppressions=tuple(suppressions), states=stories.states)


def decide(
    rules: Sequence[Rule],
    state: StoryState,
    article_id: str,
    matches: Sequence[TopicMatch],
    now: datetime,
) -> tuple[tuple[Alert, ...], tuple[Suppression, ...]]:
    """What each rule does when `article_id` with these matches has arrived; `state` includes it already."""
    alerts, suppressions = [], []
    reports, topics = state.reports, state.topics
    for rule in (rule for rule in rules if not topics.isdisjoint(rule.topics)):
        own = tuple(match for match in matches if match.topic in rule.topics)
        reason = _held(rule, state, reports, article_id)
        if reason is None:
            alerts.append(_alert(rule, state, article_id, own, now))
        elif own:
            suppressions.append(_suppression(rule, state, article_id, reason, now))
    return tuple(alerts), tuple(suppressions)


def _held(rule: Rule, state: StoryState, reports: int, article_id: str) -> Held | None:
    told, enough = rule.name in state.alerted, reports >= rule.min_reports
    if enough and not told:
        return None
    member = state.members.get(article_id)
    if member and member.origin_id:
        return Held.COPY
    return Held.ALREADY_ALERTED if told else Held.TOO_FEW_REPORTS


def _evidence(rule: Rule, state: StoryState, own: Sequence[TopicMatch]) -> list[TopicMatch]:
    """One match a topic: the article's own, else the story's strongest (by id where equal, never by order)."""
    best: dict[str, TopicMatch] = {}
    of_story = [match for member in state.members.values() for match in member.matches]
    for match in [*own, *sorted(of_story, key=lambda match: (-match.score, match.article_id))]:
        if match.topic in rule.topics:
            best.setdefault(match.topic, match)
    return [best[topic] for topic in sorted(best)]


def _alert(rule: Rule, state: StoryState, article_id: str, own: Sequence[TopicMatch], now: datetime) -> Alert:
    return Alert(
        alert_id=content_id("alert", rule.name, state.story_id),
        rule=rule.name,
        story_id=state.story_id,
        article_id=article_id,
        reason=Spoke.MATCHED if own else Spoke.REPORTED,
        evidence={
            "title": rule.title,
            **_counts(rule, state),
            "matches": [_places(match) for match in _evidence(rule, state, own)],
        },
        raised_at=now,
    )


def _suppression(rule: Rule, state: StoryState, article_id: str, reason: Held, now: datetime) -> Suppression:
    evidence: dict[str, Json] = {
        **_counts(rule, state),
        "alert_id": state.alerted.get(rule.name),
        "origin_id": state.members[article_id].origin_id if article_id in state.members else None,
    }
    return Suppression(
        rule=rule.name,
        story_id=state.story_id,
        article_id=article_id,
        reason=reason,
        at=now,
        evidence=evidence,
    )


def _counts(rule: Rule, state: StoryState) -> dict[str, Json]:
    return {"reports": state.reports, "min_reports": rule.min_reports, "articles": len(state.members)}


def _places(match: TopicMatch) -> dict[str, Json]:
    return {
        "topic": match.topic,
        "version": match.version,
        "article_id": match.article_id,
        "score": match.score,
        "evidence": [asdict(place) for place in match.evidence[:MAX_PLACES]],
    }


class _Stories:
    """The stories while arrivals are followed, with the place of each article."""

    def __init__(self, states: Mapping[str, StoryState]) -> None:
        self.states = dict(states)
        self.place = {article_id: s.story_id for s in states.values() for article_id in s.members}

    def apply(self, arrival: Arrival) -> list[str]:
        """Bring them to where the arrival leaves them; those that gained by it, the arrival's own first."""
        known = self.remove(arrival.article_id)
        member = Member(
            article_id=arrival.article_id, origin_id=arrival.origin_id, matches=arrival.matches or ()
        )
        self.add(arrival.story_id, known if known and arrival.matches is None else member)
        for merge in arrival.merges:
            self.merge(merge.story_id, merge.absorbed_id)
        gone = {merge.absorbed_id: merge.story_id for merge in arrival.merges}
        gained = {_now(gone, merge.story_id) for merge in arrival.merges}
        gained |= {_now(gone, move.story_id) for move in arrival.moves}
        for move in arrival.moves:
            moved = self.remove(move.article_id) or Member(article_id=move.article_id)
            self.add(_now(gone, move.story_id), moved)
        own = self.place[arrival.article_id]
        return [own, *sorted(gained - {own})]

    def add(self, story_id: str, member: Member) -> None:
        state = self.states.get(story_id) or StoryState(story_id=story_id)
        self.states[story_id] = replace(state, members={**state.members, member.article_id: member})
        self.place[member.article_id] = story_id

    def remove(self, article_id: str) -> Member | None:
        story_id = self.place.pop(article_id, None)
        if story_id is None:
            return None
        state = self.states[story_id]
        rest = {key: member for key, member in state.members.items() if key != article_id}
        self.states[story_id] = replace(state, members=rest)
        return state.members[article_id]

    def merge(self, story_id: str, absorbed_id: str) -> None:
        absorbed = self.states.pop(absorbed_id, StoryState(story_id=absorbed_id))
        state = self.states.get(story_id) or StoryState(story_id=story_id)
        self.states[story_id] = replace(
            state,
            members={**state.members, **absorbed.members},
            alerted=smallest_ids([*state.alerted.items(), *absorbed.alerted.items()]),
        )
        self.place.update(dict.fromkeys(absorbed.members, story_id))

    def spoke(self, alert: Alert) -> None:
        state = self.states[alert.story_id]
        self.states[alert.story_id] = replace(state, alerted={**state.alerted, alert.rule: alert.alert_id})


def _now(gone: Mapping[str, str], story_id: str) -> str:
    """Where a story has gone: an article may have moved to it before it was absorbed."""
    while story_id in gone:
        story_id = gone[story_id]
    return story_id


def smallest_ids(spoken: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By rule, the alert that stands for all it said in stories since merged: the smallest id, whatever the order."""
    alerted: dict[str, str] = {}
    for rule, alert_id in spoken:
        alerted[rule] = min(alert_id, alerted.get(rule, alert_id))
    return alerted
