"""What rules wait for: they were held back, and look again when the time has come.

What waits outlives its rule for a while. A rule may be missing from one run only: it is commented out for a moment, or the
run belongs to another workspace with the same warehouse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.alerts.act import Hushed
from pipeline.alerts.gate import Held
from pipeline.records import Rule, RuleKind

SILENCE: Final = "silence"  # what a rule waits for that speaks when its topics fall silent
SPIKE: Final = "spike"  # the end of a moment in which there was one
KEPT: Final = timedelta(days=30)  # after its time, while its rule is missing
WHEN_RESUMED: Final = datetime(9999, 1, 1, tzinfo=UTC)  # acknowledged: no time, until somebody resumes
_Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A rule will look at a story, or at its silence, again."""

    rule: str
    story_id: str | None  # None: the silence of its topics
    article_id: str | None  # that gave it something to say
    reason: str  # what holds it back
    due_at: datetime


def awake(waiting: Iterable[Waiting], hushed: Hushed, clock: datetime | None) -> tuple[Waiting, ...]:
    """What waited until somebody resumed, and somebody has, is due now: then, or by the clock of the stream if that is later."""
    return tuple(_awake(one, hushed, clock) for one in waiting)


def _awake(one: Waiting, hushed: Hushed, clock: datetime | None) -> Waiting:
    if one.due_at < WHEN_RESUMED or hushed.is_acknowledged(one.rule, one.story_id):
        return one
    resumed = hushed.resumed_at(one.rule, one.story_id)
    times = [moment for moment in (clock, resumed) if moment is not None]
    return replace(one, due_at=max(times)) if times else one


class Waits:
    """What waits, by rule and story."""

    def __init__(
        self, rules: Sequence[Rule], waiting: Iterable[Waiting], clock: datetime | None = None
    ) -> None:
        self._order = {rule.name: place for place, rule in enumerate(rules)}
        self._silent = {rule.name for rule in rules if rule.kind is RuleKind.SILENCE}
        self._waiting = {
            (one.rule, one.story_id): self._returned(one, clock) for one in waiting if self._may_stay(one)
        }

    def _may_stay(self, one: Waiting) -> bool:
        """Waiting for silence begins anew with the last report when the rule is back."""
        if one.story_id is None and one.rule in self._order:
            return one.rule in self._silent
        return one.reason != SILENCE

    def _returned(self, one: Waiting, clock: datetime | None) -> Waiting:
        """What has come since its time is told with it: its rule was missing then."""
        if clock is None or one.story_id is None or one.rule not in self._order:
            return one
        return replace(one, due_at=max(one.due_at, clock))

    def __iter__(self) -> Iterator[Waiting]:
        return iter(
            sorted(self._waiting.values(), key=lambda one: (one.due_at, one.rule, one.story_id or ""))
        )

    def get(self, rule: str, story_id: str | None) -> Waiting | None:
        return self._waiting.get((rule, story_id))

    def put(self, one: Waiting) -> bool:
        """Wait for this instead of what the rule waited for there; whether that is other than was known."""
        before = self.drop(one.rule, one.story_id)
        self._waiting[one.rule, one.story_id] = one
        return before is None or (before.reason, before.due_at) != (one.reason, one.due_at)

    def drop(self, rule: str, story_id: str | None) -> Waiting | None:
        return self._waiting.pop((rule, story_id), None)

    def drop_spikes(self, rule: str) -> None:
        self._waiting = {
            place: one for place, one in self._waiting.items() if (one.rule, one.reason) != (rule, SPIKE)
        }

    def take(self, until: datetime) -> list[Waiting]:
        """The first that is due by then, with all that its rule waits for at the same moment; by story."""
        ripe = [one for one in self._waiting.values() if self._time(one) <= until]
        if not ripe:
            return []
        first = min(self._turn(one) for one in ripe)
        taken = sorted((one for one in ripe if self._turn(one) == first), key=lambda one: one.story_id or "")
        for one in taken:
            self.drop(one.rule, one.story_id)
        return taken

    def _turn(self, one: Waiting) -> tuple[datetime, int, str]:
        return self._time(one), self._order.get(one.rule, len(self._order)), one.rule

    def _time(self, one: Waiting) -> datetime:
        return one.due_at if one.rule in self._order else one.due_at + KEPT

    def follow(self, now: Callable[[str], str]) -> None:
        """What waits for an absorbed story waits for the one that took it in, the sooner of two."""
        for (rule, story_id), one in list(self._waiting.items()):
            survivor = now(story_id) if story_id else story_id
            if survivor != story_id:
                self.drop(rule, story_id)
                moved, other = replace(one, story_id=survivor), self._waiting.get((rule, survivor))
                self._waiting[rule, survivor] = min(
                    (moved, other or moved), key=lambda w: (w.due_at, w.article_id or "")
                )


def wait_for(
    rule: Rule, story_id: str | None, article_id: str | None, reason: str, until: datetime | None
) -> Waiting | None:
    """The wait that a hold leads to; None: there is none, it is dropped."""
    due_at = WHEN_RESUMED if reason == Held.ACKNOWLEDGED else until
    if due_at is None:
        return None
    return Waiting(rule=rule.name, story_id=story_id, article_id=article_id, reason=reason, due_at=due_at)
