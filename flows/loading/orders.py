"""Taking orders from the spool: each batch in one transaction, in its place between the articles."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import duckdb

from flows.errors import UserError
from flows.spool.order import Order
from flows.spool.spool import Batch
from pipeline.alerts.act import Act, ActKind
from warehouse.alerting import acts, outbox
from warehouse.database.connection import transaction
from warehouse.ledger import runs
from warehouse.ledger.runs import Counts

Take: TypeAlias = Callable[[duckdb.DuckDBPyConnection, Order, datetime], None]

RESEND = "resend"  # values: alerts, their ids, or null for all that was given up
ACTS = "acts"  # values: acts, each with the fields of pipeline.alerts.act.Act


class OrderError(UserError):
    """An order that this wirewatch does not understand: perhaps a newer one wrote it."""


class Ordering:
    """A batch of orders on its way into the warehouse."""

    def __init__(self, con: duckdb.DuckDBPyConnection, batch: Batch, run_id: str, now: datetime) -> None:
        self.con = con
        self.batch = batch
        self.run_id = run_id
        self.now = now
        self.counts = Counts()

    @property
    def stages(self) -> tuple[Callable[[], None], ...]:
        return (self.commit,)

    def commit(self) -> None:
        """All orders of the batch, or none."""
        with transaction(self.con):
            for order in self.batch.orders:
                if order.kind not in TAKES:
                    raise OrderError(
                        f"Batch {self.batch.batch_id} asks for {order.kind!r}: update wirewatch."
                    )
                self._take(order)
            runs.add_batch(self.con, self.batch.batch_id, self.run_id, self.counts, self.now)

    def _take(self, order: Order) -> None:
        try:
            TAKES[order.kind](self.con, order, self.now)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            told = f"{type(error).__name__}: {error}"
            raise OrderError(
                f"Batch {self.batch.batch_id} asks for {order.kind!r} in a way that nobody knows ({told})."
            ) from error


def _resend(con: duckdb.DuckDBPyConnection, order: Order, now: datetime) -> None:
    wanted = order.values["alerts"]
    outbox.requeue(con, now, [str(one) for one in wanted] if isinstance(wanted, list | tuple) else None)


def _act(con: duckdb.DuckDBPyConnection, order: Order, now: datetime) -> None:
    given: Any = order.values["acts"]
    acts.add_acts(con, [_made(values) for values in given], now)


def _made(values: Mapping[str, Any]) -> Act:
    times = {key: values[key] and datetime.fromisoformat(values[key]) for key in ("asked_at", "until")}
    return Act(**{**values, **times, "kind": ActKind(values["kind"])})


TAKES: Mapping[str, Take] = {RESEND: _resend, ACTS: _act}
