"""Taking pins: each from the spool, in its place between the articles, in one transaction like any other batch."""

from collections.abc import Callable
from datetime import datetime

import duckdb

from flows.loading.desk import Desk
from flows.loading.load import raise_alerts
from flows.spool.spool import Batch
from pipeline.alerts.standing import Arrival
from pipeline.stories.pin import PinKind, PinRequest
from pipeline.stories.ruling import Ruling, Stood, rule
from warehouse.database.connection import transaction
from warehouse.ledger import runs
from warehouse.ledger.runs import Counts
from warehouse.stories import memberships, pins


class Pinning:
    """A batch of pins on its way into the warehouse.

    A pin stands between batches of articles, never inside one, so all that came before it is in the warehouse and decides
    what it changes; grouping starts afresh from there.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, desk: Desk, batch: Batch, run_id: str, now: datetime
    ) -> None:
        self.con = con
        self.desk = desk
        self.batch = batch
        self.run_id = run_id
        self.now = now
        self.counts = Counts()

    @property
    def stages(self) -> tuple[Callable[[], None], ...]:
        return (self.commit,)

    def commit(self) -> None:
        """All pins of the batch, with what they change and the alerts that follow, or none."""
        with transaction(self.con):
            for request in self.batch.pins:
                self._take(request)
            runs.add_batch(self.con, self.batch.batch_id, self.run_id, self.counts, self.now)
        self.desk.regroup()

    def _take(self, request: PinRequest) -> None:
        in_force = pins.in_force(self.con)
        named = request.pin.named
        if request.pin.kind is PinKind.UNDO:
            named = named.union(*(pin.named for pin in in_force if pin.pin_id == request.pin.pin_id))
        standing = pins.standing(self.con, sorted(named))
        number = pins.next_number(self.con)
        outcome = rule(request.pin, in_force, standing, number)
        concerned = [one for one in standing if one.article_id in named]
        if isinstance(outcome, Ruling) and outcome.changes:
            self._change(outcome, concerned, request.asked_at)
        pins.add_act(self.con, request, outcome, concerned, number, self.now)

    def _change(self, ruling: Ruling, concerned: list[Stood], asked_at: datetime) -> None:
        arrival = _arrival(ruling, concerned[-1], asked_at)
        raise_alerts(self.con, self.desk.rules, [arrival], self.now)
        memberships.add_memberships(self.con, ruling.changes, self.now)
        memberships.add_merges(self.con, ruling.merges, self.now)


def _arrival(ruling: Ruling, latest: Stood, asked_at: datetime) -> Arrival:
    """The pin as alerts see it: nothing new was written, but stories have merged and parted."""
    parted = [row for row in ruling.changes if row.cause == "split"]
    return Arrival(
        article_id=latest.article_id,
        story_id=latest.story_id,
        at=asked_at,
        first=False,
        matches=None,
        merges=ruling.merges,
        moves=tuple(parted),
    )
