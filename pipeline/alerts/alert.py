"""When a rule speaks: once a story and again when something material is new, decided in order of arrival (laws 3 and 7).

A discrete event simulation (Banks and others, 2010): arrivals carry the time they were seen, what waits has a time when it is
due, and both are taken in order of time. So it does not matter how the stream is cut into batches, or how often anybody looks:
live and backtest call the same `follow`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pipeline.alerts.beat import Spike, is_over, spike
from pipeline.alerts.decision import Before, Decisions, TopicReport
from pipeline.alerts.gate import Held, Hold, hold
from pipeline.alerts.held_back import about_none, held_back, idle, lapsed
from pipeline.alerts.news import first_news, news
from pipeline.alerts.piece import News
from pipeline.alerts.standing import Arrival, Standing, StoryState
from pipeline.alerts.telling import Occasion, digest_alert, silence_alert, spike_alert, story_alert, told_with
from pipeline.alerts.untold import Looks
from pipeline.alerts.waits import SILENCE, SPIKE, Waiting, Waits, wait_for
from pipeline.records import Alert, Novelty, Rule, RuleKind, Suppression, Telling, TopicMatch

STORIES: Final = frozenset({RuleKind.STORY, RuleKind.DIGEST})
_INSTANT: Final = timedelta(microseconds=1)  # the end of a moment: nothing more can come in it


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
        self._standing = Standing(before.stories)
        self._looks = Looks()
        self._hushed = before.hushed
        self._spoken = {name: list(times) for name, times in before.spoken.items()}
        self._heard = {name: list(times) for name, times in before.heard.items()}
        self._spikes = dict(before.spikes)
        self._silences = dict(before.silences)
        self._waits = Waits(rules, before.waiting, before.clock)
        self._clock = before.clock
        self._now = now
        self._alerts: list[Alert] = []
        self._suppressions: list[Suppression] = []
        self._reports: list[TopicReport] = []
        for rule in rules:
            if rule.kind is RuleKind.SILENCE:
                self._listen(rule)

    def decisions(self) -> Decisions:
        return Decisions(
            alerts=tuple(self._alerts),
            suppressions=tuple(self._suppressions),
            waiting=tuple(self._waits),
            stories=self._standing.states,
            reports=tuple(self._reports),
            clock=self._clock,
        )

    def arrive(self, arrival: Arrival) -> None:
        moment = arrival.at if self._clock is None else max(arrival.at, self._clock)
        self.tick(moment)
        self._clock = moment
        own, *others = self._standing.apply(arrival)
        self._waits.follow(self._standing.now)
        for story_id in (own, *others):
            matches = (arrival.matches or ()) if story_id == own else ()
            self._consider_all(story_id, arrival.article_id, matches, moment)
        if arrival.first and arrival.matches and arrival.origin_id is None:
            self._hear(arrival, own, moment)

    def tick(self, until: datetime) -> None:
        """Tell what is due by then, in order of time."""
        while ripe := self._waits.take(until):
            if rule := self._rules.get(ripe[0].rule):
                self._fall_due(rule, ripe, ripe[0].due_at)
            else:
                self._suppressions += [lapsed(one, self._now) for one in ripe]

    def _fall_due(self, rule: Rule, ripe: Sequence[Waiting], moment: datetime) -> None:
        """Together what waited for one moment: several stories make one digest."""
        tellings = []
        for one in ripe:
            if one.story_id is None:
                self._fall_silent(rule, moment)
            elif one.reason == SPIKE:
                self._tell_spike(rule, one, moment - _INSTANT)
            elif telling := self._look_again(rule, one, moment):
                tellings.append(telling)
        if len(tellings) > 1 or (tellings and rule.kind is RuleKind.DIGEST):
            self._speak(digest_alert(rule, tellings, moment))
        elif tellings:
            self._speak(story_alert(rule, tellings[0], moment))

    def _state(self, story_id: str | None) -> StoryState:
        now = self._standing.now(story_id or "")
        return self._standing.states.get(now) or StoryState(story_id=now)

    def _look_again(self, rule: Rule, one: Waiting, moment: datetime) -> Telling | None:
        state = self._state(one.story_id)
        occasion = Occasion(rule=rule, state=state, article_id=one.article_id or "", moment=moment)
        concerns = rule.kind in STORIES and not state.topics.isdisjoint(rule.topics)
        found = self._worth(occasion) if concerns else None
        if found is not None:
            return self._passed(occasion, found, due=one)
        self._hold_back(occasion, Hold(reason=Held.LAPSED, until=None))
        return None

    def _worth(self, occasion: Occasion) -> tuple[News, ...] | None:
        """What is new, of a story that has not been told only what it takes back; None when there is nothing to say."""
        rule, state, told = occasion.rule, occasion.state, occasion.told
        if told is None:
            return first_news(state) if state.reports >= rule.min_reports else None
        changes = self._standing.changes[state.story_id]
        return news(rule, state, told, self._looks.news(rule.name, state, told, changes)) or None

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
        found = self._worth(occasion)
        if found is not None:
            return self._passed(occasion, found)
        if occasion.own:
            self._hold_back(occasion, Hold(reason=idle(occasion), until=None))
        return None

    def _passed(
        self, occasion: Occasion, found: Sequence[News], *, due: Waiting | None = None
    ) -> Telling | None:
        """The telling, if nothing holds it back; else it waits, or is dropped."""
        rule, story_id = occasion.rule, occasion.state.story_id
        # What was acknowledged has waited for somebody to resume, not for the digest.
        waited = due is not None and due.reason != Held.ACKNOWLEDGED
        held = self._held(rule, occasion.moment, occasion.state, [one.kind for one in found], due=waited)
        if held is None:
            self._waits.drop(rule.name, story_id)
            telling, told = told_with(occasion, found)
            self._standing.tell(story_id, rule.name, told)
            return telling
        if self._wait(rule, story_id, occasion.article_id, held) or occasion.own or due:
            self._hold_back(occasion, held)
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
        waiting = wait_for(rule, story_id, article_id, held.reason, held.until)
        return self._waits.put(waiting) if waiting else self._waits.drop(rule.name, story_id) is not None

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
                self._await_spike(rule, arrival.article_id, story_id, found, moment)

    def _await_spike(
        self, rule: Rule, article_id: str, story_id: str, found: Spike, moment: datetime
    ) -> None:
        """Once a spike, and again when it has doubled; when the moment has passed, for more may come in it."""
        last = self._spikes.get(rule.name)
        goes_on = last and not is_over(rule, self._heard[rule.name], last[0], moment)
        if last and goes_on and found.count < 2 * last[1]:
            state = self._standing.states[story_id]
            occasion = Occasion(rule=rule, state=state, article_id=article_id, moment=moment)
            self._hold_back(occasion, Hold(reason=Held.ALREADY_ALERTED, until=None))
            return
        self._waits.drop_spikes(rule.name)
        due_at = moment + _INSTANT
        self._waits.put(
            Waiting(rule=rule.name, story_id=story_id, article_id=article_id, reason=SPIKE, due_at=due_at)
        )

    def _tell_spike(self, rule: Rule, one: Waiting, moment: datetime) -> None:
        """What the moment came to."""
        found = spike(rule, self._heard.get(rule.name, ()), moment)
        state = self._state(one.story_id)
        occasion = Occasion(rule=rule, state=state, article_id=one.article_id or "", moment=moment)
        if found is None:
            self._hold_back(occasion, Hold(reason=Held.LAPSED, until=None))
        elif held := self._held(rule, moment):
            self._hold_back(occasion, held)
        else:
            self._spikes[rule.name] = (moment, found.count)
            self._speak(spike_alert(occasion, found))

    def _listen(self, rule: Rule) -> None:
        """Wait for silence from the last report on, unless that silence has been told."""
        heard = self._heard.get(rule.name)
        waiting = self._waits.get(rule.name, None)
        if not heard or self._silences.get(rule.name) == heard[-1]:
            return
        due_at = heard[-1] + rule.after
        if waiting is None or waiting.reason == SILENCE or due_at > waiting.due_at:
            self._waits.put(
                Waiting(rule=rule.name, story_id=None, article_id=None, reason=SILENCE, due_at=due_at)
            )

    def _fall_silent(self, rule: Rule, moment: datetime) -> None:
        heard = self._heard.get(rule.name)
        if not heard:  # its topics are others now
            return
        if held := self._held(rule, moment):
            again = held.until or moment + rule.after  # hushed: a row each time it would have spoken
            self._waits.put(
                Waiting(rule=rule.name, story_id=None, article_id=None, reason=held.reason, due_at=again)
            )
            self._suppressions.append(about_none(rule, held, self._now))
            return
        self._silences[rule.name] = heard[-1]
        self._speak(silence_alert(rule, heard[-1], moment))

    def _speak(self, alert: Alert) -> None:
        self._alerts.append(replace(alert, raised_at=self._now))
        if alert.moment is not None:
            self._spoken.setdefault(alert.rule, []).append(alert.moment)

    def _hold_back(self, occasion: Occasion, held: Hold) -> None:
        self._suppressions.append(held_back(occasion, held, self._now))
