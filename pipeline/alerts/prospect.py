"""What stands between a rule and an alert about a story: what it lacks, and when it would speak."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.alerts.act import Hushed
from pipeline.alerts.beat import Spike
from pipeline.alerts.gate import Held, Hold, hold, pause_after
from pipeline.alerts.news import news, reports_wanted
from pipeline.alerts.piece import News
from pipeline.alerts.standing import StoryState
from pipeline.records import Novelty, Rule, RuleKind

_NOTHING: Final = Hushed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Where a rule stands with a story."""

    matched: tuple[str, ...]  # of the rule's topics
    unmatched: tuple[str, ...]
    reports: int  # independent ones
    reports_wanted: int  # from which on their number alone makes it speak
    told: int  # how often
    told_at: datetime | None
    rests_until: datetime | None  # the pause after the last telling, for what is not urgent
    news: tuple[News, ...]  # new since
    hold: Hold | None  # what holds back what there is to say
    would_speak: bool
    again: frozenset[Novelty]  # what makes it speak again
    waits: bool = False  # the next run looks at it; else the next article of the story makes it look
    beat: Spike | None = (
        None  # of a rule for spikes: the fullest window that ended with a report of the story
    )

    @property
    def reason(self) -> Held | str:
        """In one word, why it does not speak; "speaks" if it would."""
        if not self.matched:
            return "no_match"
        if self.would_speak:
            return "speaks"
        if self.hold:
            return self.hold.reason
        return Held.ALREADY_ALERTED if self.told else Held.TOO_FEW_REPORTS


def prospect(
    rule: Rule,
    state: StoryState,
    moment: datetime,
    *,
    hushed: Hushed = _NOTHING,
    spoken: tuple[datetime, ...] = (),
) -> Prospect:
    """Asked of the code that decides, at any moment; see pipeline.alerts.gate.hold for the arguments."""
    told = state.told.get(rule.name)
    topics = state.topics
    fresh = news(rule, state, told) if told else ()
    wanted = reports_wanted(rule, told) if told else rule.min_reports
    worth = bool(fresh) if told else state.reports >= rule.min_reports
    matched = tuple(topic for topic in rule.topics if topic in topics)
    held = hold(
        rule,
        moment,
        story_id=state.story_id,
        told=told,
        kinds=[one.kind for one in fresh],
        spoken=spoken,
        hushed=hushed,
    )
    return Prospect(
        matched=matched,
        unmatched=tuple(topic for topic in rule.topics if topic not in topics),
        reports=state.reports,
        reports_wanted=wanted,
        told=told.number if told else 0,
        told_at=told.at if told else None,
        rests_until=told.at + pause_after(rule, told) if told and rule.kind is RuleKind.STORY else None,
        news=fresh,
        hold=held if matched and worth else None,
        would_speak=bool(matched) and worth and held is None,
        again=rule.again if rule.severity else rule.again - {Novelty.SEVERITY},
    )
