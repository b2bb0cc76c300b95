"""The dispatcher: hands what waits in the outbox to its channels, at least once, in order, each channel for itself.

A worker thread a channel sends, one message at a time; this thread alone reads and writes the warehouse and marks each
attempt right after it, so that a crash repeats at most the one in flight, under the same key.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TextIO

import duckdb

from flows.channels import Channel, DeliveryError, Line, cleaned, send
from flows.channels.contract import MAX_ERROR
from flows.channels.worker import Result, Worker
from flows.clock import has_come
from flows.delivery.retrying import USUAL, Policy, judged
from pipeline.alerts.gate import Held
from pipeline.messages.message import SHOW, Message, render
from pipeline.messages.message_facts import Facts
from pipeline.messages.message_line import one_line
from pipeline.records import Delivery, Outcome, Suppression
from warehouse.alerting import alert_facts, alerts, outbox
from warehouse.alerting.outbox import Pending
from warehouse.database.connection import transaction

_CHUNK = 100  # alerts whose facts are read at once: one pass over the tables instead of a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCounts:
    """What one dispatch did; waiting and errors say what it left."""

    alerts: int = 0  # of which something was sent, by however many channels
    sent: int = 0
    failed: int = 0
    dead: int = 0
    held: int = 0
    waiting: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)  # by channel, the last


def deliver(  # noqa: PLR0913 - what it works on, and the outside world it is given
    con: duckdb.DuckDBPyConnection,
    channels: Sequence[Channel],
    *,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
    stream: TextIO,
    policy: Policy = USUAL,
    show: str = SHOW,
) -> DeliveryCounts:
    """Send what is due, outside of any transaction.

    Args:
        con: the loader's connection.
        channels: all of the workspace; what waits for another one is given up when it is too old.
        clock: the time of an attempt, aware UTC.
        environ: where secrets are looked up by name.
        stream: where the console channel prints.
        policy: limits.
        show: the command that shows a story, without its id; messages name it.
    """
    return _Dispatch(con, channels, clock, environ, stream, policy, show).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flight:
    """An attempt under way."""

    pending: Pending
    ends: float  # by the monotonic clock: then it counts as failed


class _Dispatch:
    """One pass over the outbox."""

    def __init__(  # noqa: PLR0913, PLR0917 - see deliver
        self,
        con: duckdb.DuckDBPyConnection,
        channels: Sequence[Channel],
        clock: Callable[[], datetime],
        environ: Mapping[str, str],
        stream: TextIO,
        policy: Policy,
        show: str,
    ) -> None:
        self._con, self._clock, self._policy = con, clock, policy
        self._channels = {channel.name: channel for channel in channels}
        self._environ, self._stream, self._show = environ, stream, show
        self._queues = {name: deque(rows) for name, rows in outbox.pending(con).items()}
        self._told = outbox.told(con)
        self._facts: dict[str, dict[str, Facts]] = {}  # by channel and alert: one chunk ahead each
        self._flights: dict[str, _Flight] = {}
        self._done: SimpleQueue[Result] = SimpleQueue()
        self._counts: Counter[Outcome] = Counter()
        self._sent: set[str] = set()  # alerts
        self._errors: dict[str, str] = {}
        self._closes = time.monotonic() + policy.budget

    def run(self) -> DeliveryCounts:
        waiting = sum(map(len, self._queues.values()))
        known = [name for name in self._channels if name in self._queues]
        self._give_up_unknown()
        workers = {name: self._worker(self._channels[name]) for name in known}
        try:
            for name in known:
                self._launch(name, workers[name])
            while self._flights:
                if free := self._landed():
                    self._launch(free, workers[free])
        finally:
            for worker in workers.values():
                worker.end()
        ended = self._counts[Outcome.SENT] + self._counts[Outcome.DEAD] + self._counts[Outcome.HELD]
        return DeliveryCounts(
            alerts=len(self._sent),
            **{outcome.value: self._counts[outcome] for outcome in Outcome},
            waiting=waiting - ended,
            errors=dict(self._errors),
        )

    def _worker(self, channel: Channel) -> Worker:
        # Not self: a thread that is left behind must not hold the warehouse.
        environ, stream, line = self._environ, self._stream, Line()

        def attempt(message: Message, now: datetime) -> str | None:
            return send(message, channel, environ=environ, stream=stream, now=now, line=line)

        return Worker(channel.name, attempt, self._done, line.end)

    def _launch(self, name: str, worker: Worker) -> None:
        """Begin the channel's next attempt, if one is due."""
        while (pending := self._due(name)) is not None:
            told_by = self._told_by(pending)
            if told_by is not None:
                self._hold(pending, told_by)
                continue
            try:
                message = render(self._facts_of(pending), pending.key, self._show)
            except duckdb.Error:
                raise
            except Exception as error:  # noqa: BLE001 - one alert that cannot be rendered must not stop those behind it
                self._mark(pending, error=DeliveryError(f"cannot be rendered: {error!r}", permanent=True))
                continue
            self._flights[name] = _Flight(pending=pending, ends=time.monotonic() + self._policy.send_limit)
            worker.give(message, self._clock())
            return

    def _told_by(self, pending: Pending) -> str | None:
        """The alert that told its story before: as another, which has merged into it since."""
        if not pending.first or pending.story_id is None:
            return None
        return self._told.get((pending.rule, pending.story_id, pending.channel))

    def _due(self, name: str) -> Pending | None:
        """Take the head of the queue when its time has come; nothing behind it is ever sent first."""
        queue = self._queues[name]
        if not queue or time.monotonic() >= self._closes or not has_come(queue[0].retry_at, self._clock()):
            return None
        return queue.popleft()

    def _facts_of(self, pending: Pending) -> Facts:
        known = self._facts.get(pending.channel, {})
        if pending.alert_id not in known:
            ahead = [row.alert_id for row in islice(self._queues[pending.channel], _CHUNK - 1)]
            known = alert_facts.facts(self._con, [pending.alert_id, *ahead])
            self._facts[pending.channel] = known
        return known[pending.alert_id]

    def _landed(self) -> str | None:
        """Wait for an attempt to end, or to outstay its limit; the channel that may go on."""
        wait = max(0.0, min(flight.ends for flight in self._flights.values()) - time.monotonic())
        try:
            result = self._done.get(timeout=wait)
        except Empty:
            self._abandon()
            return None
        flight = self._flights.pop(result.channel, None)
        if (
            flight is None
        ):  # it was abandoned: marked as failed, and its channel rests until the next dispatch
            return None
        self._mark(flight.pending, remark=result.remark, error=result.error)
        return result.channel if result.error is None or result.error.permanent else None

    def _abandon(self) -> None:
        late = [name for name, flight in self._flights.items() if flight.ends <= time.monotonic()]
        for name in late:
            error = DeliveryError(f"no end after {self._policy.send_limit:g} s")
            self._mark(self._flights.pop(name).pending, error=error)

    def _mark(
        self, pending: Pending, *, remark: str | None = None, error: DeliveryError | None = None
    ) -> None:
        now = self._clock()
        outcome, retry_at = judged(self._policy, pending, error, now)
        text = self._clean(pending.channel, str(error) if error else remark)
        self._write(pending, outcome, text, now, retry_at)
        if error is not None:
            self._errors[pending.channel] = text or ""
        elif pending.first and pending.story_id is not None:
            self._told[pending.rule, pending.story_id, pending.channel] = pending.alert_id

    def _clean(self, name: str, text: str | None) -> str | None:
        if text is None:
            return None
        channel = self._channels.get(name)
        return cleaned(text, channel, self._environ) if channel else one_line(text, MAX_ERROR)

    def _write(
        self,
        pending: Pending,
        outcome: Outcome,
        error: str | None,
        now: datetime,
        retry_at: datetime | None = None,
    ) -> None:
        delivery = Delivery(
            alert_id=pending.alert_id,
            channel=pending.channel,
            key=pending.key,
            attempt=pending.attempts + 1,
            outcome=outcome,
            at=now,
            error=error,
            retry_at=retry_at,
        )
        outbox.record(self._con, delivery)
        self._counts[outcome] += 1
        if outcome is Outcome.SENT:
            self._sent.add(pending.alert_id)

    def _hold(self, pending: Pending, told_by: str) -> None:
        """Its story has merged into one this rule has told here already."""
        now = self._clock()
        evidence = {"alert_id": pending.alert_id, "channel": pending.channel, "told_by": told_by}
        suppression = Suppression(
            rule=pending.rule,
            story_id=pending.story_id,
            article_id=pending.article_id,
            reason=Held.MERGED,
            at=now,
            evidence=evidence,
        )
        with transaction(self._con):
            alerts.add_suppressions(self._con, [suppression])
            self._write(pending, Outcome.HELD, None, now)

    def _give_up_unknown(self) -> None:
        """What waits for a channel that is no longer declared: kept while it may come back, then given up, visibly."""
        now = self._clock()
        for name in self._queues.keys() - self._channels.keys():
            self._errors[name] = "there is no channel of this name"
            for pending in self._queues[name]:
                if now - pending.queued_at >= self._policy.max_age:
                    self._write(pending, Outcome.DEAD, self._errors[name], now)
