"""What alert decisions start from, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.alerts.act import Hushed
from pipeline.alerts.standing import StoryState
from pipeline.alerts.waits import Waiting
from pipeline.records import Alert, Suppression


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicReport:
    """An independent report of a topic has come."""

    topic: str
    article_id: str
    seen_at: datetime  # by the clock of the stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """All that decisions start from."""

    stories: Mapping[str, StoryState] = field(default_factory=dict)  # named by the arrivals, or waited for
    waiting: tuple[Waiting, ...] = ()
    spoken: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)  # by rule: the last hour's
    hushed: Hushed = field(default_factory=Hushed)
    heard: Mapping[str, tuple[datetime, ...]] = field(
        default_factory=dict
    )  # by rule: pipeline.alerts.beat.MEMORY
    spikes: Mapping[str, tuple[datetime, int]] = field(
        default_factory=dict
    )  # by rule: the last told, its count
    silences: Mapping[str, datetime] = field(
        default_factory=dict
    )  # by rule: heard last before the silence told
    clock: datetime | None = None  # the latest time seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the rules said and held back, in order, and where that leaves the stories and what waits."""

    alerts: tuple[Alert, ...]
    suppressions: tuple[Suppression, ...]
    waiting: tuple[Waiting, ...]
    stories: Mapping[str, StoryState]
    reports: tuple[TopicReport, ...]
    clock: datetime | None  # the latest time seen
