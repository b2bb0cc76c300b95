"""The gate: whether a rule that has something to say may say it now, and if not, when, or never."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim

from pipeline.alerts.act import ActKind, Hushed
from pipeline.alerts.told import Told
from pipeline.records import Novelty, QuietHours, Rule, RuleKind

LONGEST_PAUSE: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_NOTHING_HUSHED: Final = Hushed()
URGENT: Final = frozenset(
    {Novelty.CORRECTION, Novelty.SEVERITY}
)  # waits for no pause, and wakes what is acknowledged


class Held(StrEnum):
    """Why a rule kept silent."""

    ALREADY_ALERTED = "already_alerted"  # it has spoken about this story, and nothing material is new
    TOO_FEW_REPORTS = "too_few_reports"  # the story has not enough independent reports yet
    COPY = "copy"  # the article carries another's text, so it adds nothing to either of the above
    MERGED = "merged"  # raised, but before it was sent the story merged into one already told (flows.delivery.deliver)
    TOO_SOON = "too_soon"  # something is new, but the pause since the last telling has not passed
    QUIET_HOURS = "quiet_hours"
    CEILING = "ceiling"  # it has spoken as often as it may in an hour
    DIGEST = "digest"  # kept for the next one
    SNOOZED = "snoozed"
    MUTED = "muted"
    ACKNOWLEDGED = "acknowledged"
    LAPSED = "lapsed"  # it waited, and when its time came there was nothing left to tell

    @property
    def words(self) -> str:
        """As a list says it after a number or a time."""
        return _IN_WORDS[self]


_IN_WORDS: Final = {
    Held.ALREADY_ALERTED: "already told",
    Held.TOO_FEW_REPORTS: "too few independent reports",
    Held.COPY: "only a copy",
    Held.MERGED: "story merged into one already told",
    Held.TOO_SOON: "new, but within the pause",
    Held.QUIET_HOURS: "quiet hours",
    Held.CEILING: "over the ceiling of an hour",
    Held.DIGEST: "kept for a digest",
    Held.SNOOZED: "snoozed",
    Held.MUTED: "muted",
    Held.ACKNOWLEDGED: "acknowledged",
    Held.LAPSED: "nothing left to tell when their time came",
}


def held_in_words(reason: str) -> str:
    """Of a reason as it is stored; one that another version stored is told as it stands."""
    return Held(reason).words if reason in set(Held) else reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Not now."""

    reason: Held
    until: datetime | None  # None: not at all


def hold(  # noqa: PLR0913 - all that may speak against it
    rule: Rule,
    moment: datetime,
    *,
    story_id: str | None = None,
    told: Told | None = None,
    kinds: Collection[Novelty] = (),
    spoken: Sequence[datetime] = (),
    hushed: Hushed = _NOTHING_HUSHED,
    due: bool = False,
) -> Hold | None:
    """What holds it back, if anything.

    Args:
        rule: that wants to speak.
        moment: by the clock of the stream.
        story_id: about which; None of a spike or a silence.
        told: what it has told of the story.
        kinds: of what is new.
        spoken: when the rule has spoken in the last hour.
        hushed: what people have asked for.
        due: it has waited for this moment, and a digest for none but this one.
    """
    return (
        _hushed(rule, moment, story_id, kinds, hushed)
        or _too_soon(rule, moment, told, kinds)
        or (None if due else _digest(rule, moment))
        or _quiet(rule, moment)
        or _ceiling(rule, moment, spoken)
    )


def pause_after(rule: Rule, told: Told) -> timedelta:
    """How long a story rests: doubled with each telling."""
    return min(LONGEST_PAUSE, rule.pause * (1 << min(told.number - 1, 20)))


def _hushed(
    rule: Rule, moment: datetime, story_id: str | None, kinds: Collection[Novelty], hushed: Hushed
) -> Hold | None:
    act = hushed.over(rule.name, story_id, moment)
    if act is None or (act.kind is ActKind.ACKNOWLEDGE and not URGENT.isdisjoint(kinds)):
        return None
    if act.kind is ActKind.SNOOZE and act.until is not None:
        return Hold(reason=Held.SNOOZED, until=act.until)
    return Hold(reason=Held.ACKNOWLEDGED if act.kind is ActKind.ACKNOWLEDGE else Held.MUTED, until=None)


def _too_soon(rule: Rule, moment: datetime, told: Told | None, kinds: Collection[Novelty]) -> Hold | None:
    if told is None or rule.kind is RuleKind.DIGEST or not URGENT.isdisjoint(kinds):
        return None
    opens = told.at + pause_after(rule, told)
    return Hold(reason=Held.TOO_SOON, until=opens) if moment < opens else None


def _digest(rule: Rule, moment: datetime) -> Hold | None:
    if rule.kind is not RuleKind.DIGEST or rule.cron is None:
        return None
    local = moment.astimezone(ZoneInfo(rule.timezone))
    return Hold(reason=Held.DIGEST, until=next(CronSim(rule.cron, local)).astimezone(UTC))


def _quiet(rule: Rule, moment: datetime) -> Hold | None:
    if rule.quiet is None:
        return None
    local = moment.astimezone(ZoneInfo(rule.timezone))
    if not _within(rule.quiet, local.time()):
        return None
    end = local.replace(hour=rule.quiet.end.hour, minute=rule.quiet.end.minute, second=0, microsecond=0)
    if end <= local:
        end += timedelta(days=1)  # of the calendar: the clock may be set meanwhile
    return Hold(reason=Held.QUIET_HOURS, until=max(end.astimezone(UTC), moment + timedelta(minutes=1)))


def _within(quiet: QuietHours, now: time) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= now < quiet.end
    return now >= quiet.start or now < quiet.end


def _ceiling(rule: Rule, moment: datetime, spoken: Sequence[datetime]) -> Hold | None:
    """An hour from the first of those that fill it, so that no hour ever has more than the rule may say."""
    if rule.ceiling is None:
        return None
    last = sorted(at for at in spoken if moment - _HOUR < at <= moment)
    if len(last) < rule.ceiling:
        return None
    return Hold(reason=Held.CEILING, until=last[-rule.ceiling] + _HOUR)
