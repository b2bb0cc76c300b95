from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipeline.records import Alert, Delivery, Outcome
from warehouse.alerting import alerts, outbox
from warehouse.database.rows import append

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def queue(
    con: duckdb.DuckDBPyConnection, name: str, *channels: str, story_id: str = "s1", now: datetime = NOW
) -> None:
    alert = Alert(
        alert_id=name,
        rule="ports",
        story_id=story_id,
        article_id=f"article-{name}",
        reason="matched",
        evidence={},
        raised_at=now,
    )
    alerts.add_alerts(con, [alert], {"ports": channels}, now)


def attempt(
    con: duckdb.DuckDBPyConnection,
    name: str,
    outcome: Outcome,
    number: int = 1,
    retry_at: datetime | None = None,
) -> None:
    delivery = Delivery(
        alert_id=name,
        channel="desk",
        key="k",
        attempt=number,
        outcome=outcome,
        at=NOW,
        error="why",
        retry_at=retry_at,
    )
    outbox.record(con, delivery)


def waiting(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [row.alert_id for row in outbox.pending(con).get("desk", [])]


def test_what_is_queued_waits_by_channel_with_its_key(con: duckdb.DuckDBPyConnection) -> None:
    queue(con, "x", "desk", "log")
    rows = outbox.pending(con)
    assert rows.keys() == {"desk", "log"}
    (row,) = rows["desk"]
    assert (row.alert_id, row.rule, row.story_id, row.attempts, row.tries, row.retry_at) == (
        "x",
        "ports",
        "s1",
        0,
        0,
        None,
    )
    assert row.key != rows["log"][0].key


def test_order_is_by_queueing_then_arrival_of_the_article(con: duckdb.DuckDBPyConnection) -> None:
    for seq, name in enumerate(["b", "a", "c"]):
        base = {
            "version": 1,
            "uri": "u",
            "source": "s",
            "text": "t",
            "words": 1,
            "content_hash": "h",
            "document_hash": "d",
            "batch_id": "b",
        }
        times = {"seen_at": NOW, "valid_from": NOW}
        append(con, "article_versions", [base | times | {"seq": seq, "article_id": f"article-{name}"}])
    queue(con, "late", "desk", now=LATER)
    for name in ("a", "b", "c"):
        queue(con, name, "desk")
    assert waiting(con) == ["b", "a", "c", "late"]


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.DEAD, Outcome.HELD])
def test_what_has_ended_waits_no_more(con: duckdb.DuckDBPyConnection, outcome: Outcome) -> None:
    queue(con, "x", "desk", "log")
    attempt(con, "x", outcome)
    assert outbox.pending(con).keys() == {"log"}


def test_a_failure_waits_until_its_time(con: duckdb.DuckDBPyConnection) -> None:
    queue(con, "x", "desk")
    attempt(con, "x", Outcome.FAILED, 1, NOW)
    attempt(con, "x", Outcome.FAILED, 2, LATER)
    (row,) = outbox.pending(con)["desk"]
    assert (row.attempts, row.tries, row.retry_at) == (2, 2, LATER)


def test_what_was_given_up_can_be_queued_again_and_starts_afresh(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("x", "y", "z"):
        queue(con, name, "desk")
    key = outbox.pending(con)["desk"][0].key
    attempt(con, "x", Outcome.FAILED, 1, LATER)
    attempt(con, "x", Outcome.DEAD, 2)
    attempt(con, "y", Outcome.SENT)
    assert outbox.requeue(con, NOW) == 1
    assert outbox.requeue(con, NOW) == 0
    row = next(row for row in outbox.pending(con)["desk"] if row.alert_id == "x")
    assert (row.key, row.attempts, row.tries, row.retry_at) == (key, 2, 0, None)
    attempt(con, "x", Outcome.DEAD, 3)
    assert waiting(con) == ["z"]
    assert outbox.requeue(con, NOW, ["other"]) == 0
    assert outbox.requeue(con, NOW, ["x"]) == 1


def test_told_follows_merges(con: duckdb.DuckDBPyConnection) -> None:
    queue(con, "x", "desk", story_id="s2")
    queue(con, "y", "desk", story_id="s3")
    attempt(con, "x", Outcome.SENT)
    merge = {"story_id": "s1", "absorbed_id": "s2", "article_id": "a", "evidence": "{}", "merged_at": NOW}
    append(con, "story_merges", [merge])
    assert outbox.told(con) == {("ports", "s1", "desk"): "x"}
    assert [row.story_id for row in outbox.pending(con)["desk"]] == ["s3"]
