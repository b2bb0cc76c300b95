"""What rules hold back, as rows: every silence has its reason."""

from datetime import datetime

from pipeline.alerts.gate import Held, Hold
from pipeline.alerts.telling import Occasion
from pipeline.alerts.waits import Waiting
from pipeline.records import Json, Rule, Suppression


def held_back(occasion: Occasion, held: Hold, at: datetime) -> Suppression:
    """A rule is silent about a story."""
    state, told = occasion.state, occasion.told
    member = state.members.get(occasion.article_id)
    evidence: dict[str, Json] = {
        "reports": state.reports,
        "min_reports": occasion.rule.min_reports,
        "articles": len(state.members),
        "alert_id": told.alert_id if told else None,
        "origin_id": member.origin_id if member else None,
    }
    return Suppression(
        rule=occasion.rule.name,
        story_id=state.story_id,
        article_id=occasion.article_id,
        reason=held.reason,
        at=at,
        evidence=evidence | _until(held.until),
    )


def about_none(rule: Rule, held: Hold, at: datetime) -> Suppression:
    """A rule is silent about the silence of its topics."""
    return Suppression(
        rule=rule.name, story_id=None, article_id=None, reason=held.reason, at=at, evidence=_until(held.until)
    )


def lapsed(one: Waiting, at: datetime) -> Suppression:
    """The rule of what waited has not come back."""
    evidence: dict[str, Json] = {"held_by": one.reason, "due_at": one.due_at.isoformat()}
    return Suppression(
        rule=one.rule,
        story_id=one.story_id,
        article_id=one.article_id,
        reason=Held.LAPSED,
        at=at,
        evidence=evidence,
    )


def idle(occasion: Occasion) -> Held:
    """Why an article that matched gives nothing to say."""
    member = occasion.state.members.get(occasion.article_id)
    if member and member.origin_id:
        return Held.COPY
    return Held.ALREADY_ALERTED if occasion.told else Held.TOO_FEW_REPORTS


def _until(moment: datetime | None) -> dict[str, Json]:
    return {} if moment is None else {"until": moment.isoformat()}
