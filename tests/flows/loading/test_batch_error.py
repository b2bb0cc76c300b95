"""A batch that cannot be loaded stops neither the batches behind it nor the next run, and nothing of it is lost."""

import errno
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from flows.errors import UserError
from flows.loading.batch_error import BatchError, blamed_on_batch
from flows.loading.orders import ACTS
from flows.spool.order import Order
from flows.spool.spool import Batch, Spool
from flows.workspaces.starter import write_starter
from pipeline.copies.fold import Copies
from pipeline.copies.shingle import CopyPrint
from pipeline.records import Copy, Document
from warehouse.database.publish import Files
from warehouse.ledger.sources import PollRecord

Cli = Callable[..., Any]
NOW = datetime(2024, 1, 1, tzinfo=UTC)
WHERE = ("-w", "desk", "--warehouse", "warehouse/news.duckdb")
TEXT = "Dockers begin a strike\n\nDockers at the port began a strike on Monday over unpaid overtime, the union said.\n"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    list(write_starter(tmp_path / "desk"))
    (tmp_path / "desk" / "articles" / "one.txt").write_text(TEXT)
    return Files(tmp_path / "warehouse" / "news.duckdb")


def run(cli: Cli) -> Any:
    return cli("run", "--direct", *WHERE, "--json")


def one_article(files: Files) -> tuple[str, str]:
    with duckdb.connect(str(files.published), read_only=True) as con:
        (found,) = con.execute("SELECT article_id, origin_id FROM articles").fetchall()
        return found[0], found[1]


def malformed() -> Batch:
    order = Order(kind=ACTS, asked_at=NOW, values={"acts": [{"kind": "mute", "nonsense": 1}]})
    return Batch(batch_id="20240101T000000.000000Z-acts", orders=(order,))


def rotten() -> Batch:
    """It gets as far as its transaction: a count that is no number. Its document is loaded without it, as the second part."""
    document = Document(uri="file:///a", source="s", media_type="text/plain", content=TEXT, fetched_at=NOW)
    poll = PollRecord(
        source="s", kind="files", polled_at=NOW, status="ok", documents=1, rejected=0, entries=1
    )
    batch = Batch(batch_id="20240101T000000.000000Z-000000", items=(document,), polls=(poll,))
    return replace(batch, polls=(replace(poll, documents="many"),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bad", "part"), [pytest.param(malformed(), "", id="order"), pytest.param(rotten(), "-01", id="commit")]
)
def test_it_is_set_aside_and_the_run_goes_on(cli: Cli, files: Files, bad: Batch, part: str) -> None:
    spool = Spool(files.spool)
    aside = spool.write(bad).with_name(f"{bad.batch_id}{part}.refused")
    ran = run(cli)
    assert (ran.code, ran.json["new"], ran.err.count("was set aside, it failed three times")) == (1, 1, 1)
    (told,) = ran.json["set_aside"]
    assert (told["batch"], bool(told["why"])) == (str(aside), True)
    assert replace(bad, items=(), batch_id=f"{bad.batch_id}{part}") == spool.read(aside)
    article_id, origin_id = one_article(files)
    assert origin_id in {None, article_id}, "no copy of what is not in the warehouse"
    doctor = cli("doctor", *WHERE)
    assert doctor.code == 1
    assert f"rename it to {aside.stem}.jsonl" in doctor.out
    assert told["why"] in doctor.out
    again = run(cli)
    assert (again.code, again.json["set_aside"]) == (0, [])


def test_one_document_keeps_no_others_out(cli: Cli, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of folding that one document brings out: the others of its batch are loaded by the same run."""
    for name, place in (("two", "Bordwick"), ("three", "Casterly"), ("four", "Arneville")):
        text = TEXT.replace("the port", f"the port of {place}")
        (files.published.parent.parent / "desk" / "articles" / f"{name}.txt").write_text(text)
    fold_all = Copies.fold_all

    def faulty(copies: Copies, new: Sequence[CopyPrint]) -> list[Copy | None]:
        if any(one.words == words_of_one for one in new):
            raise IndexError("no such place")
        return fold_all(copies, new)

    words_of_one = len(TEXT.split()) - 4  # the title stands apart
    monkeypatch.setattr(Copies, "fold_all", faulty)
    ran = run(cli)
    (told,) = ran.json["set_aside"]
    assert (ran.code, ran.json["new"], told["why"]) == (1, 3, "IndexError: no such place")
    (item,) = Spool(files.spool).read(Path(told["batch"])).items
    assert item.uri.endswith("one.txt")
    left = sorted(files.spool.iterdir())
    again = run(cli)
    assert (again.code, again.json["repeats"], again.json["rejected"], again.json["set_aside"]) == (
        0,
        3,
        1,
        [],
    )
    assert sorted(files.spool.iterdir()) == left
    (told_once,) = cli("sql", "FROM rejections", *WHERE, "--json").json
    assert (told_once["uri"], told_once["stage"], told_once["reason"]) == (item.uri, "load", "fault")
    assert told_once["detail"].startswith("IndexError: no such place (.news.spool/")
    doctor = cli("doctor", *WHERE).out
    assert item.uri in doctor
    assert told["batch"] in doctor


def test_a_person_is_told_at_the_end_of_the_run(cli: Cli, files: Files) -> None:
    Spool(files.spool).write(malformed())
    ran = cli("run", "--direct", *WHERE)
    assert ran.code == 1
    assert "Set aside" in ran.out


def test_one_that_was_mended_is_taken(cli: Cli, files: Files) -> None:
    Spool(files.spool).write(rotten())
    assert run(cli).code == 1
    (aside,) = files.spool.glob("*.refused")
    head, *lines = aside.read_bytes().splitlines()
    values = orjson.loads(head)
    values["polls"][0]["documents"] = 1
    aside.with_suffix(".jsonl").write_bytes(b"\n".join([orjson.dumps(values), *lines]))
    aside.unlink()
    ran = run(cli)
    assert (ran.code, ran.json["repeats"], ran.json["set_aside"]) == (0, 1, [])
    assert list(files.spool.iterdir()) == []


def test_while_a_disk_stays_full_no_run_gathers_the_same_again(
    cli: Cli, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:

        def no_room(_self: Copies, _prints: Sequence[CopyPrint]) -> list[Copy | None]:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(Copies, "fold_all", no_room)
        left = []
        for _ in range(3):
            assert "make room" in run(cli).err
            left.append(sorted(path.name for path in files.spool.iterdir()))
    assert left == [left[0]] * 3
    assert len(left[0]) == 1
    ran = run(cli)
    assert (ran.json["in"], ran.json["new"], ran.json["repeats"]) == (2, 1, 1), (
        "it waited, and is still in its folder"
    )


@pytest.mark.parametrize(
    "fault",
    [
        OSError("disk full"),
        MemoryError(),
        duckdb.IOException("x"),
        duckdb.TransactionException("a commit on a full disk"),
        duckdb.FatalException("x"),
    ],
)
def test_what_the_machine_lacks_is_no_fault_of_a_batch(fault: Exception) -> None:
    with pytest.raises(type(fault)), blamed_on_batch():
        raise fault


@pytest.mark.parametrize(
    ("fault", "why"),
    [(UserError("update wirewatch"), "update wirewatch"), (KeyError("a\nb"), "KeyError: 'a\\nb'"), (ValueError("a\nb"), "ValueError: a b")],
)  # fmt: skip
def test_anything_else_is(fault: Exception, why: str) -> None:
    with pytest.raises(BatchError) as caught, blamed_on_batch():
        raise fault
    assert str(caught.value).partition("\n")[0] == why
