"""Orders on their way into the warehouse: once, in one transaction, and only those that are known."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.loading.orders import ACTS, RESEND, OrderError, Ordering
from flows.spool.order import Order
from flows.spool.spool import Batch, Spool
from pipeline.records import Alert, Delivery, Outcome
from warehouse.alerting import alerts, outbox
from warehouse.database.opening import open_loader
from warehouse.ledger import runs

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """With three alerts, of which two were given up."""
    con = open_loader(":memory:")
    raised = [
        Alert(alert_id=name, rule="r", story_id=name, article_id="x", reason="matched", evidence={}, raised_at=NOW)
        for name in ("a", "b", "c")
    ]  # fmt: skip
    alerts.add_alerts(con, raised, {"r": ["hook"]}, NOW)
    for waiting in outbox.pending(con)["hook"]:
        outcome = Outcome.SENT if waiting.alert_id == "c" else Outcome.DEAD
        delivery = Delivery(
            alert_id=waiting.alert_id, channel="hook", key=waiting.key, attempt=1, outcome=outcome, at=NOW
        )
        outbox.record(con, delivery)
    yield con
    con.close()


def order(*names: str, everything: bool = False) -> Order:
    values = {"alerts": None if everything else tuple(names)}
    return Order(kind=RESEND, asked_at=NOW, made_by="ann", values=values)


def take(con: duckdb.DuckDBPyConnection, *orders: Order) -> None:
    Ordering(con, Batch(batch_id="b", orders=orders), "run", NOW).commit()


def waiting(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [one.alert_id for one in outbox.pending(con).get("hook", [])]


def test_a_named_dead_letter_waits_again_under_its_key(con: duckdb.DuckDBPyConnection) -> None:
    keys = {letter.alert_id: letter.key for letter in outbox.dead_letters(con)}
    assert sorted(keys) == ["a", "b"]
    take(con, order("b", "c", "unknown"))
    (again,) = outbox.pending(con)["hook"]
    assert (again.alert_id, again.key, again.attempts, again.tries) == ("b", keys["b"], 1, 0)
    assert [letter.alert_id for letter in outbox.dead_letters(con)] == ["a"]


def test_all_of_them(con: duckdb.DuckDBPyConnection) -> None:
    take(con, order(everything=True))
    assert waiting(con) == ["a", "b"]


def test_asked_twice_it_is_queued_once(con: duckdb.DuckDBPyConnection) -> None:
    take(con, order("a"), order("a"))
    assert waiting(con) == ["a"]
    assert runs.is_loaded(con, "b")


def test_an_order_of_a_newer_version_changes_nothing_and_says_what_to_do(con: duckdb.DuckDBPyConnection) -> None:  # fmt: skip
    with pytest.raises(OrderError, match="asks for 'dance': update wirewatch"):
        take(con, order("a"), Order(kind="dance", asked_at=NOW))
    assert waiting(con) == []
    assert not runs.is_loaded(con, "b")


@pytest.mark.parametrize(
    ("kind", "values"),
    [(RESEND, {}), (ACTS, {}), (ACTS, {"acts": [{"kind": "mute"}]}), (ACTS, {"acts": ["x"]})],
)
def test_an_order_without_its_values_changes_nothing(con: duckdb.DuckDBPyConnection, kind: str, values: Any) -> None:  # fmt: skip
    with pytest.raises(OrderError, match=f"asks for '{kind}' in a way that nobody knows"):
        take(con, order("a"), Order(kind=kind, asked_at=NOW, values=values))
    assert waiting(con) == []


def test_an_order_is_read_from_the_spool_as_it_was_written(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    batch = Batch(
        batch_id="r-resend", orders=(Order(kind=RESEND, asked_at=NOW, values={"alerts": ["a"]}), order(everything=True))
    )  # fmt: skip
    assert spool.read(spool.write(batch, locked=False)) == batch
