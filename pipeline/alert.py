"""When a rule speaks: once a story and again when something material is new, decided in order of arrival (laws 3 and 7).

A discrete event simulation (Banks and others, 2010): arrivals carry the time they were seen, what waits has a time when it is
due, and both are taken in order of time. So it does not matter how the stream is cut into batches, or how often anybody looks:
live and backtest call the same `follow`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.beat import Spike, is_over, spike
from pipeline.decision import Before, Decisions, TopicReport, Waiting
from pipeline.gate import Held, Hold, hold
from pipeline.news import News, news
from pipeline.records import Alert, Json, Novelty, Rule, RuleKind, Suppression, Telling, TopicMatch
from pipeline.standing import Arrival, Standing, StoryState
from pipeline.telling import Occasion, digest_alert, silence_alert, spike_alert, story_alert, told_with

STORIES: Final = frozenset({RuleKind.STORY, RuleKind.DIGEST})
SILENCE: Final = "silence"  # what a rule waits for that speaks when its topics fall silent


def follow(
    rules: Sequence[Rule],
    before: Before,
    arrivals: Iterable[Arrival],
    now: datetime,
    until: datetime | None = None,
) -> Decisions:
    """Decide arrival by arrival, and what falls due between them.

    Args:
        rules: all that are declared.
        before: what they start from; a story that is missing is new.
        arrivals: in order.
        now: written on alerts and suppressions, decides nothing.
        until: what is due by then is told, too, after the last arrival.
    """
    following = _Following(rules, before, now)
    for arrival in arrivals:
        following.arrive(arrival)
    if until is not None:
        following.tick(until)
    return following.decisions()


class _Following:
    """The rules on their way through the stream."""

    def __init__(self, rules: Sequence[Rule], before: Before, now: datetime) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._order = {rule.name: place for place, rule in enumerate(rules)}
        self._standing = Standing(before.stories)
        self._hushed = before.hushed
        self._spoken = {name: list(times) for name, times in before.spoken.items()}
        self._heard = {name: list(times) for name, times in before.heard.items()}
        self._spikes = dict(before.spikes)
        self._silences = dict(before.silences)
        self._waiting = {(one.rule, one.story_id): one for one in before.waiting if one.rule in self._rules}
        self._clock = before.clock
        self._now = now
        self._alerts: list[Alert] = []
        self._suppressions: list[Suppression] = []
        self._reports: list[TopicReport] = []
        for rule in rules:
            if rule.kind is RuleKind.SILENCE:
                self._listen(rule)

    def decisions(self) -> Decisions:
        waiting = sorted(self._waiting.values(), key=lambda one: (one.due_at, one.rule, one.story_id or ""))
        return Decisions(
            alerts=tuple(self._alerts),
            suppressions=tuple(self._suppressions),
            waiting=tuple(waiting),
            stories=self._standing.states,
            reports=tuple(self._reports),
            clock=self._clock,
        )

    def arrive(self, arrival: Arrival) -> None:
        moment = arrival.at if self._clock is None else max(arrival.at, self._clock)
        self.tick(moment)
        self._clock = moment
        own, *others = self._standing.apply(arrival)
        self._follow_merges()
        for story_id in (own, *others):
            matches = (arrival.matches or ()) if story_id == own else ()
            self._consider_all(story_id, arrival.article_id, matches, moment)
        if arrival.first and arrival.matches and arrival.origin_id is None:
            self._hear(arrival, own, moment)

    def tick(self, until: datetime) -> None:
        """Tell what is due by then, in order of time."""
        while ripe := [one for one in self._waiting.values() if one.due_at <= until]:
            first = min((one.due_at, self._order[one.rule]) for one in ripe)
            now = [one for one in ripe if (one.due_at, self._order[one.rule]) == first]
            for one in now:
                del self._waiting[one.rule, one.story_id]
            self._fall_due(self._rules[now[0].rule], now, first[0])

    def _fall_due(self, rule: Rule, ripe: Sequence[Waiting], moment: datetime) -> None:
        """Together what waited for one moment: several stories make one digest."""
        tellings = []
        for one in sorted(ripe, key=lambda one: one.story_id or ""):
            if one.story_id is None:
                self._fall_silent(rule, moment)
            elif telling := self._look_again(rule, one, moment):
                tellings.append(telling)
        if len(tellings) > 1 or (tellings and rule.kind is RuleKind.DIGEST):
            self._speak(digest_alert(rule, tellings, moment))
        elif tellings:
            self._speak(story_alert(rule, tellings[0], moment))

    def _look_again(self, rule: Rule, one: Waiting, moment: datetime) -> Telling | None:
        story_id = self._standing.now(one.story_id or "")
        state = self._standing.states.get(story_id) or StoryState(story_id=story_id)
        occasion = Occasion(rule=rule, state=state, article_id=one.article_id or "", moment=moment)
        found = None if state.topics.isdisjoint(rule.topics) else _worth(occasion)
        if found is not None:
            return self._passed(occasion, found, due=True)
        self._hold_back(occasion, Held.LAPSED)
        return None

    def _consider_all(
        self, story_id: str, article_id: str, matches: Sequence[TopicMatch], moment: datetime
    ) -> None:
        state = self._standing.states[story_id]
        topics = state.topics
        for rule in self._rules.values():
            if rule.kind in STORIES and not topics.isdisjoint(rule.topics):
                own = tuple(match for match in matches if match.topic in rule.topics)
                occasion = Occasion(rule=rule, state=state, article_id=article_id, moment=moment, own=own)
                if telling := self._consider(occasion):
                    self._speak(story_alert(rule, telling, moment))

    def _consider(self, occasion: Occasion) -> Telling | None:
        found = _worth(occasion)
        if found is not None:
            return self._passed(occasion, found)
        if occasion.own:
            self._hold_back(occasion, _idle(occasion))
        return None

    def _passed(self, occasion: Occasion, found: Sequence[News], *, due: bool = False) -> Telling | None:
        """The telling, if nothing holds it back; else it waits, or is dropped."""
        rule, story_id = occasion.rule, occasion.state.story_id
        held = self._held(rule, occasion.moment, occasion.state, [one.kind for one in found], due=due)
        if held is None:
            self._waiting.pop((rule.name, story_id), None)
            telling, told = told_with(occasion, found)
            self._standing.tell(story_id, rule.name, told)
            return telling
        if self._wait(rule, story_id, occasion.article_id, held) or occasion.own:
            self._hold_back(occasion, held.reason, until=held.until)
        return None

    def _held(
        self,
        rule: Rule,
        moment: datetime,
        state: StoryState | None = None,
        kinds: Sequence[Novelty] = (),
        *,
        due: bool = False,
    ) -> Hold | None:
        return hold(
            rule,
            moment,
            story_id=state.story_id if state else None,
            told=state.told.get(rule.name) if state else None,
            kinds=kinds,
            spoken=self._spoken.get(rule.name, ()),
            hushed=self._hushed,
            due=due,
        )

    def _wait(self, rule: Rule, story_id: str | None, article_id: str | None, held: Hold) -> bool:
        """Look again when the hold has ended; whether that is other than was known."""
        place = (rule.name, story_id)
        before = self._waiting.pop(place, None)
        if held.until is None:
            return before is not None
        self._waiting[place] = Waiting(
            rule=rule.name, story_id=story_id, article_id=article_id, reason=held.reason, due_at=held.until
        )
        return before is None or (before.reason, before.due_at) != (held.reason, held.until)

    def _follow_merges(self) -> None:
        """What waits for an absorbed story waits for the one that took it in, the sooner of two."""
        for (rule, story_id), one in list(self._waiting.items()):
            now = self._standing.now(story_id) if story_id else story_id
            if now != story_id:
                del self._waiting[rule, story_id]
                moved, other = replace(one, story_id=now), self._waiting.get((rule, now))
                self._waiting[rule, now] = min(
                    (moved, other or moved), key=lambda w: (w.due_at, w.article_id or "")
                )

    def _hear(self, arrival: Arrival, story_id: str, moment: datetime) -> None:
        """Count an independent report."""
        topics = {match.topic for match in arrival.matches or ()}
        for topic in sorted(topics):
            self._reports.append(TopicReport(topic=topic, article_id=arrival.article_id, seen_at=moment))
        for rule in self._rules.values():
            if rule.kind in STORIES or topics.isdisjoint(rule.topics):
                continue
            heard = self._heard.setdefault(rule.name, [])
            heard.append(moment)
            if rule.kind is RuleKind.SILENCE:
                self._listen(rule)
            elif found := spike(rule, heard, moment):
                self._tell_spike(rule, arrival, story_id, found, moment)

    def _tell_spike(
        self, rule: Rule, arrival: Arrival, story_id: str, found: Spike, moment: datetime
    ) -> None:
        """Once a spike, and again when it has doubled."""
        state = self._standing.states[story_id]
        occasion = Occasion(rule=rule, state=state, article_id=arrival.article_id, moment=moment)
        last = self._spikes.get(rule.name)
        goes_on = last and not is_over(rule, self._heard[rule.name], last[0], moment)
        if last and goes_on and found.count < 2 * last[1]:
            self._hold_back(occasion, Held.ALREADY_ALERTED)
        elif held := self._held(rule, moment):
            self._hold_back(occasion, held.reason, until=held.until)
        else:
            self._spikes[rule.name] = (moment, found.count)
            self._speak(spike_alert(occasion, arrival, found))

    def _listen(self, rule: Rule) -> None:
        """Wait for silence from the last report on, unless that silence has been told."""
        heard = self._heard.get(rule.name)
        waiting = self._waiting.get((rule.name, None))
        if not heard or self._silences.get(rule.name) == heard[-1]:
            return
        due_at = heard[-1] + rule.after
        if waiting is None or waiting.reason == SILENCE or due_at > waiting.due_at:
            self._waiting[rule.name, None] = Waiting(
                rule=rule.name, story_id=None, article_id=None, reason=SILENCE, due_at=due_at
            )

    def _fall_silent(self, rule: Rule, moment: datetime) -> None:
        last = self._heard[rule.name][-1]
        if held := self._held(rule, moment):
            again = (
                held.until or moment + rule.after
            )  # muted: one row each time it would have spoken, not each look
            self._wait(rule, None, None, replace(held, until=again))
            self._suppress(rule, None, None, held.reason, _until(held.until))
            return
        self._silences[rule.name] = last
        self._speak(silence_alert(rule, last, moment))

    def _speak(self, alert: Alert) -> None:
        self._alerts.append(replace(alert, raised_at=self._now))
        if alert.moment is not None:
            self._spoken.setdefault(alert.rule, []).append(alert.moment)

    def _hold_back(self, occasion: Occasion, reason: Held, *, until: datetime | None = None) -> None:
        state, told = occasion.state, occasion.told
        member = state.members.get(occasion.article_id)
        evidence: dict[str, Json] = {
            "reports": state.reports,
            "min_reports": occasion.rule.min_reports,
            "articles": len(state.members),
            "alert_id": told.alert_id if told else None,
            "origin_id": member.origin_id if member else None,
        }
        self._suppress(occasion.rule, state.story_id, occasion.article_id, reason, evidence | _until(until))

    def _suppress(
        self,
        rule: Rule,
        story_id: str | None,
        article_id: str | None,
        reason: Held,
        evidence: Mapping[str, Json],
    ) -> None:
        row = Suppression(
            rule=rule.name,
            story_id=story_id,
            article_id=article_id,
            reason=reason,
            at=self._now,
            evidence=evidence,
        )
        self._suppressions.append(row)


def _until(moment: datetime | None) -> dict[str, Json]:
    return {} if moment is None else {"until": moment.isoformat()}


def _worth(occasion: Occasion) -> tuple[News, ...] | None:
    """What is new, nothing of a story that has not been told; None when there is nothing to say."""
    if occasion.told is None:
        return () if occasion.state.reports >= occasion.rule.min_reports else None
    return news(occasion.rule, occasion.state, occasion.told) or None


def _idle(occasion: Occasion) -> Held:
    """Why an article that matched gives nothing to say."""
    member = occasion.state.members.get(occasion.article_id)
    if member and member.origin_id:
        return Held.COPY
    return Held.ALREADY_ALERTED if occasion.told else Held.TOO_FEW_REPORTS
