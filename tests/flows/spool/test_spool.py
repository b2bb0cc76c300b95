import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.spool.spool import BATCH_DOCUMENTS, Batch, Item, Spool, SpoolError, batches
from pipeline.records import Document, Reason, Rejection, Stage
from pipeline.stories.pin import Pin, PinKind, PinRequest
from warehouse.ledger.sources import PollRecord

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def document(number: int = 0, content: bytes | str = "text") -> Document:
    return Document(
        uri=f"file:///{number}", source="s", media_type="text/plain", content=content, fetched_at=NOW
    )


def poll(source: str = "s") -> PollRecord:
    return PollRecord(
        source=source, kind="files", polled_at=NOW, status="ok", documents=1, rejected=0, entries=1
    )


def cut_up(items: Iterable[Item | PollRecord]) -> list[Batch]:
    async def stream() -> AsyncIterator[Item | PollRecord]:
        for item in items:
            yield item

    async def collected() -> list[Batch]:
        return [batch async for batch in batches("r", stream())]

    return asyncio.run(collected())


REFUSED = Rejection(
    uri="file:///x", source="s", stage=Stage.SOURCE, reason=Reason.FIELD, detail="uri", seen_at=NOW, line=7
)


@given(st.binary() | st.text())
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, content: bytes | str) -> None:
    spool = Spool(tmp_path_factory.mktemp("spool"))
    published = document(content=content)
    batch = Batch(batch_id="r-000000", items=(published, REFUSED), polls=(poll(),))
    assert spool.read(spool.write(batch)) == batch


def test_a_pin_is_left_beside_a_run_that_clears_up(tmp_path: Path) -> None:
    """Whoever leaves it holds no lock, so what is half written must not be taken for a killed run's."""
    spool = Spool(tmp_path)
    pin = Pin.of(PinKind.SPLIT, ["a"], ["b", "c"])
    batch = Batch(batch_id="r-pin-x", pins=(PinRequest(pin=pin, asked_at=NOW, note="n\ud800"),))
    path = spool.write(batch, locked=False)
    (tmp_path / "other.arriving").write_bytes(b"")
    spool.clear_partial()
    assert spool.read(path) == replace(batch, pins=(replace(batch.pins[0], note="n?"),))
    assert {one.name for one in tmp_path.iterdir()} == {"r-pin-x.jsonl", "other.arriving"}
    assert spool.pending() == [path]


def test_lone_surrogates_do_not_stop_a_batch(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    read = spool.read(spool.write(Batch(batch_id="r-000000", items=(document(content="a\ud800b"),))))
    assert isinstance(read.items[0], Document)
    assert read.items[0].content == "a?b"


def test_batches_come_back_in_the_order_of_their_runs(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for batch_id in ("20260102T-000001", "20260101T-000000", "20260102T-000000"):
        spool.write(Batch(batch_id=batch_id, items=()))
    assert [path.stem for path in spool.pending()] == [
        "20260101T-000000",
        "20260102T-000000",
        "20260102T-000001",
    ]


def test_a_half_written_batch_is_not_pending_and_is_cleared(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    (tmp_path / "r-000000.partial").write_text("{")
    assert spool.pending() == []
    spool.clear_partial()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"batch_id": "b"}',
        '{"batch_id": "b", "polls": []}\n{"document": {}}',
        '{"batch_id": "b", "polls": [], "orders": ["x"]}',
        '{"batch_id": "b", "polls": [], "pins": [{"pin": 1}]}',
    ],
)
def test_a_broken_batch_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r-000000.jsonl"
    path.write_text(text)
    with pytest.raises(SpoolError, match="not a spool batch"):
        Spool(tmp_path).read(path)


def test_a_spool_is_looked_at_without_making_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    assert spool.pending() == []
    spool.clear_partial()
    assert list(tmp_path.iterdir()) == []


def test_what_was_arriving_an_hour_ago_never_will(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.jsonl.7.arriving", tmp_path / ".b.jsonl.8.arriving"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 3700,) * 2)
    Spool(tmp_path).clear_partial()
    assert list(tmp_path.iterdir()) == [young]


def test_a_stream_is_cut_and_nothing_is_lost() -> None:
    items = [document(n) for n in range(2 * BATCH_DOCUMENTS + 1)]
    cut = cut_up([*items, poll("last")])
    assert [len(batch.items) for batch in cut] == [BATCH_DOCUMENTS, BATCH_DOCUMENTS, 1]
    assert [item for batch in cut for item in batch.items] == items
    assert [len(batch.polls) for batch in cut] == [0, 0, 1]
    assert [batch.batch_id for batch in cut] == ["r-000000", "r-000001", "r-000002"]


def test_large_documents_travel_alone() -> None:
    big = document(1, "x" * 20_000_000)
    assert [len(batch.items) for batch in cut_up([document(0), big, document(2)])] == [1, 1, 1]


def test_a_poll_without_documents_is_a_batch_of_its_own() -> None:
    assert [batch.polls for batch in cut_up([poll()])] == [(poll(),)]
