"""What an alert is made of: why the rule speaks, what is new, what has been told with it, and the evidence."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from pipeline.alerts.beat import Spike
from pipeline.alerts.news import severity
from pipeline.alerts.overruling import tolls
from pipeline.alerts.piece import News
from pipeline.alerts.standing import StoryState
from pipeline.alerts.told import Told, told_again, told_by
from pipeline.identity import content_id
from pipeline.records import Alert, Json, Rule, Telling, TopicMatch

MAX_PLACES: Final = 5  # places a topic in an alert: it is read by a person, and topic_matches holds the rest


class Spoke(StrEnum):
    """What made a rule speak."""

    MATCHED = "matched"  # the article itself matched the rule's topics
    REPORTED = "reported"  # the article, or a merge it caused, completed what the rule waited for
    CHANGED = "changed"  # of a story told before: something material is new
    DIGEST = "digest"  # several stories, gathered
    SPIKE = "spike"  # more reports than is usual
    SILENT = "silent"  # none for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A rule looks at a story."""

    rule: Rule
    state: StoryState  # the article that came is in it already
    article_id: str  # that came, or gave the story something to wait for
    moment: datetime  # by the clock of the stream
    own: tuple[TopicMatch, ...] = ()  # how the article matched the rule's topics, when it has just come

    @property
    def told(self) -> Told | None:
        return self.state.told.get(self.rule.name)


def told_with(occasion: Occasion, found: Sequence[News]) -> tuple[Telling, Told]:
    """The telling of a story, and what has been told of it from then on."""
    rule, state, before = occasion.rule, occasion.state, occasion.told
    number = before.number + 1 if before else 1
    left = tolls(state, before)
    now = told_by(
        state.story_id,
        (claim for member, claim in state.claims if not left.takes_back(member, claim)),
        alert_id=_alert_id(rule, state.story_id, number),
        at=occasion.moment,
        reports=state.reports,
        severity=severity(rule, state),
        overruled=left.overruled,
    )
    told = told_again(before and replace(before, figures=left.figures, rough=left.rough), now)
    first = Spoke.MATCHED if occasion.own else Spoke.REPORTED
    telling = Telling(
        story_id=state.story_id,
        article_id=occasion.article_id,
        number=number,
        reason=Spoke.CHANGED if before else first,
        news=tuple(one.to_json() for one in found),
        told=told.to_json(),
        evidence=_evidence(occasion),
    )
    return telling, told


def story_alert(rule: Rule, telling: Telling, moment: datetime) -> Alert:
    return Alert(
        alert_id=_alert_id(rule, telling.story_id, telling.number),
        rule=rule.name,
        story_id=telling.story_id,
        article_id=telling.article_id,
        reason=telling.reason,
        evidence={"title": rule.title, "number": telling.number, "news": telling.news, **telling.evidence},
        raised_at=moment,
        moment=moment,
        tellings=(telling,),
    )


def digest_alert(rule: Rule, tellings: Sequence[Telling], moment: datetime) -> Alert:
    """One alert about all of them, what is most reported first."""
    stories = sorted(tellings, key=lambda one: (-int(str(one.evidence["reports"])), one.story_id))
    return Alert(
        alert_id=content_id("alert", rule.name, Spoke.DIGEST, moment.isoformat()),
        rule=rule.name,
        story_id=None,
        article_id=None,
        reason=Spoke.DIGEST,
        evidence={"title": rule.title, "stories": [_in_digest(one) for one in stories]},
        raised_at=moment,
        moment=moment,
        tellings=tuple(stories),
    )


def spike_alert(occasion: Occasion, found: Spike) -> Alert:
    rule, member = occasion.rule, occasion.state.members.get(occasion.article_id)
    own = [match for match in (member.matches if member else ()) if match.topic in rule.topics]
    return Alert(
        alert_id=content_id("alert", rule.name, Spoke.SPIKE, occasion.article_id),
        rule=rule.name,
        story_id=occasion.state.story_id,
        article_id=occasion.article_id,
        reason=Spoke.SPIKE,
        evidence={
            "title": rule.title,
            "spike": {**asdict(found), "limit": round(found.limit, 1), "window": rule.window.total_seconds()},
            "matches": [_places(match) for match in own],
        },
        raised_at=occasion.moment,
        moment=occasion.moment,
    )


def silence_alert(rule: Rule, last: datetime, moment: datetime) -> Alert:
    return Alert(
        alert_id=content_id("alert", rule.name, Spoke.SILENT, last.isoformat()),
        rule=rule.name,
        story_id=None,
        article_id=None,
        reason=Spoke.SILENT,
        evidence={
            "title": rule.title,
            "silence": {"last_heard_at": last.isoformat(), "after": rule.after.total_seconds()},
            "topics": list(rule.topics),
        },
        raised_at=moment,
        moment=moment,
    )


def _alert_id(rule: Rule, story_id: str, number: int) -> str:
    again = (str(number),) if number > 1 else ()
    return content_id("alert", rule.name, story_id, *again)


def _in_digest(telling: Telling) -> dict[str, Json]:
    return {
        "story_id": telling.story_id,
        "article_id": telling.article_id,
        "number": telling.number,
        "reason": telling.reason,
        "news": telling.news,
        **telling.evidence,
    }


def _evidence(occasion: Occasion) -> dict[str, Json]:
    rule, state, before = occasion.rule, occasion.state, occasion.told
    said: dict[str, Json] = {}
    if before:
        said["before"] = {
            "number": before.number,
            "at": before.at.isoformat(),
            "reports": before.reports,
            "figures": dict(sorted(before.figures.items())),
        }
    return {
        "reports": state.reports,
        "min_reports": rule.min_reports,
        "articles": len(state.members),
        "matches": [_places(match) for match in _matches(rule, state, occasion.own)],
        **said,
    }


def _matches(rule: Rule, state: StoryState, own: Sequence[TopicMatch]) -> list[TopicMatch]:
    """One match a topic: the article's own, else the story's strongest (by id where equal, never by order)."""
    best: dict[str, TopicMatch] = {}
    of_story = [match for member in state.members.values() for match in member.matches]
    for match in [*own, *sorted(of_story, key=lambda match: (-match.score, match.article_id))]:
        if match.topic in rule.topics:
            best.setdefault(match.topic, match)
    return [best[topic] for topic in sorted(best)]


def _places(match: TopicMatch) -> dict[str, Json]:
    return {
        "topic": match.topic,
        "version": match.version,
        "article_id": match.article_id,
        "score": match.score,
        "evidence": [asdict(place) for place in match.evidence[:MAX_PLACES]],
    }
