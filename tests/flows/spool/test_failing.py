from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.spool.failing import KILLED, Failing, SetAside
from flows.spool.order import Order
from flows.spool.spool import Batch, Item, Spool
from pipeline.records import Document, Reason, Rejection, Stage
from warehouse.ledger.sources import PollRecord

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
POLL = PollRecord(source="s", kind="files", polled_at=NOW, status="ok", documents=1, rejected=0, entries=1)
ORDER = Order(kind="nobody knows", asked_at=NOW, values={})


def document(number: int = 0, content: str = "text") -> Document:
    return Document(
        uri=f"import:{number}", source="s", media_type="text/plain", content=content, fetched_at=NOW
    )


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


@pytest.fixture
def failing(spool: Spool) -> Failing:
    return Failing(spool)


def take(spool: Spool, loads: Callable[[Item], bool]) -> tuple[list[Batch], list[SetAside], int]:
    """As a run does: the batches that were loaded, what was set aside, and how many attempts failed."""
    failing, loaded, aside, failed = Failing(spool), list[Batch](), list[SetAside](), 0
    while waiting := spool.pending():
        path = waiting[0]
        failing.begin(path)
        batch = failing.without_refused(spool.read(path))
        if batch.orders or not all(map(loads, batch.items)):
            failed += 1
            aside += filter(None, [failing.fail(path, "no\nand a traceback")])
        else:
            loaded.append(batch)
            spool.remove(path)
    return loaded, aside, failed


def test_what_fails_comes_to_stand_alone_and_the_rest_is_loaded_in_order(spool: Spool) -> None:
    items = tuple(document(number) for number in range(256))
    spool.write(Batch(batch_id="r-000001", items=items, polls=(POLL,)))
    spool.write(Batch(batch_id="r-000002", items=(document(300),)))
    loaded, (aside,), failed = take(spool, lambda item: item != items[37])
    assert failed == 5, "an attempt may cost a run"
    came = [one for batch in loaded for one in batch.items]
    assert [one for one in came if isinstance(one, Document)] == [*items[:37], *items[38:], document(300)]
    (refused,) = [one for one in came if isinstance(one, Rejection)]
    assert came.index(refused) == 37
    assert (refused.uri, refused.stage, refused.reason) == (items[37].uri, Stage.LOAD, Reason.FAULT)
    assert refused.detail.startswith(f"no ({spool.folder.name}/{aside.path.name} keeps it")
    assert [one for batch in loaded for one in batch.polls] == [POLL]
    assert sorted(spool.folder.iterdir()) == sorted([aside.path, aside.path.with_suffix(".failed")])


def test_what_was_refused_is_refused_when_it_comes_again_and_kept_once(spool: Spool) -> None:
    spool.write(Batch(batch_id="r-000001", items=(document(1),)))
    first, (aside,), _ = take(spool, lambda item: isinstance(item, Rejection))
    content = aside.path.read_bytes()
    spool.write(Batch(batch_id="r-000002", items=(document(1), document(2))))
    second, none, failed = take(spool, lambda item: item != document(1))
    assert (second[0].items[0], none, failed) == (first[0].items[0], [], 0)
    spool.write(Batch(batch_id="r-000003", items=(document(1, "other words"),)))
    _, (other,), _ = take(spool, lambda item: isinstance(item, Rejection))
    assert other.path == aside.path, "an address has one file"
    assert other.path.read_bytes() != content


def test_what_was_refused_is_tried_again_when_somebody_renames_it(spool: Spool, failing: Failing) -> None:
    spool.write(Batch(batch_id="r-000001", items=(document(1),)))
    _, (aside,), _ = take(spool, lambda item: isinstance(item, Rejection))
    assert failing.set_aside() == [aside]
    assert (aside.uri, aside.why) == (document(1).uri, "no")
    aside.path.rename(aside.path.with_suffix(".jsonl"))
    assert failing.set_aside() == []
    _, (again,), _ = take(spool, lambda item: isinstance(item, Rejection))
    assert failing.set_aside() == [again] == [aside]
    aside.path.rename(aside.path.with_suffix(".jsonl"))
    (loaded,), _, failed = take(spool, lambda _: True)
    assert (loaded.items, failed) == ((document(1),), 0)
    assert loaded.batch_id not in {"r-000001", "r-000001-again"}, "loaded as rejections, and never again"
    assert list(spool.folder.iterdir()) == []


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(Batch(batch_id="r-000001", orders=(ORDER,)), id="order"),
        pytest.param(
            Batch(
                batch_id="r-000001",
                items=(
                    Rejection(
                        uri="u",
                        source="s",
                        stage=Stage.SOURCE,
                        reason=Reason.FIELD,
                        detail="uri",
                        seen_at=NOW,
                    ),
                ),
            ),
            id="rejection",
        ),
    ],
)
def test_what_is_no_document_is_set_aside_whole(spool: Spool, failing: Failing, bad: Batch) -> None:
    path = spool.write(bad)
    content = path.read_bytes()
    loaded, (aside,), failed = take(spool, lambda _: False)
    assert (loaded, failed, aside.path.read_bytes()) == ([], 3, content)
    assert failing.set_aside() == [aside]
    aside.path.rename(path)
    assert (spool.pending(), failing.set_aside()) == ([path], [])


def test_a_document_that_fails_as_a_rejection_too_is_set_aside_with_its_batch(spool: Spool) -> None:
    spool.write(Batch(batch_id="r-000001", items=(document(1),)))
    _, aside, failed = take(spool, lambda _: False)
    assert ([one.path.name for one in aside][1:], failed) == (["r-000001.refused"], 6)


def test_an_attempt_that_did_not_end_counts_until_somebody_forgives_it(
    spool: Spool, failing: Failing
) -> None:
    path = spool.write(Batch(batch_id="r-000001", items=(document(1),)))
    for _ in range(3):
        failing.begin(path)
        assert failing.begun() == [path]
        assert failing.is_suspect([path])
    failing.forgive()
    assert (failing.begun(), failing.is_suspect([path])) == ([], False)
    for _ in range(2):
        failing.begin(path)
        assert failing.fail(path, KILLED) is None
    failing.begin(path)
    aside = failing.fail(path, KILLED)
    assert aside
    assert aside.uri == document(1).uri


def test_batches_that_nothing_happened_to_are_not_suspect(spool: Spool, failing: Failing) -> None:
    assert not failing.is_suspect([spool.write(Batch(batch_id="r-000001", items=(document(1),)))])
