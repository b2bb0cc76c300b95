"""The spool: what was fetched waits here, on disk, until the loader has committed it (law 4).

A batch is one JSON Lines file: a header, then one line a document or rejection. It appears by rename, whole or not at
all, and is removed only after its transaction; a batch the warehouse already knows is dropped unread. What becomes of one that
cannot be loaded: flows/spool/failing.py.
"""

import base64
import json
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from flows.errors import UserError
from flows.spool.order import Order
from pipeline.records import Document, Reason, Rejection, Stage
from pipeline.stories.pin import Pin, PinKind, PinRequest
from warehouse.database.whole_file import PARTIAL, replacing
from warehouse.ledger.sources import PollRecord

BATCH_DOCUMENTS = 256  # small enough that progress shows and a crash repeats little
BATCH_BYTES = 16_000_000  # of content; larger documents travel alone
BEGUN, FAILED, REFUSED = (
    ".begun",
    ".failed",
    ".refused",
)  # endings of what flows/spool/failing.py leaves beside a batch
_ARRIVING = ".arriving"
_ARRIVED = 3600.0  # seconds

Item = Document | Rejection


class SpoolError(UserError):
    """A spool file cannot be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one spool file holds."""

    batch_id: str
    items: tuple[Item, ...] = ()
    pins: tuple[PinRequest, ...] = ()  # then there is nothing else in it
    orders: tuple[Order, ...] = ()  # then neither
    polls: tuple[PollRecord, ...] = ()


class Spool:
    """A folder of batches, read in the order they were written; made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pending(self) -> list[Path]:
        """Batches waiting, oldest first: a batch id begins with the time of its run."""
        return sorted(self.folder.glob("*.jsonl"))

    def write(self, batch: Batch, *, locked: bool = True) -> Path:
        """Durable when it returns; `locked`: the caller holds the lock, so that nobody clears the partial file away."""
        path = self.folder / f"{batch.batch_id}.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.put(batch, path, PARTIAL if locked else _ARRIVING)
        return path

    def put(self, batch: Batch, path: Path, suffix: str = PARTIAL) -> None:
        """The same under another name."""
        with replacing(path, suffix) as file:
            file.writelines(_lines(batch))

    def read(self, path: Path) -> Batch:
        try:
            header, *lines = path.read_bytes().splitlines()
            head = orjson.loads(header)
            return Batch(
                batch_id=head["batch_id"],
                items=tuple(_item(line) for line in lines),
                pins=tuple(_pin(values) for values in head.get("pins", ())),
                orders=tuple(Order(**_times(values)) for values in head.get("orders", ())),
                polls=tuple(_poll(values) for values in head["polls"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SpoolError(f"it is not a spool batch ({type(error).__name__}: {error})") from error

    def remove(self, path: Path) -> None:
        """With what was noted beside it, unless that is told of what was refused and has its name."""
        path.unlink(missing_ok=True)
        path.with_suffix(BEGUN).unlink(missing_ok=True)
        if not path.with_suffix(REFUSED).exists():
            path.with_suffix(FAILED).unlink(missing_ok=True)

    def clear_partial(self) -> None:
        """Remove what killed writers left half-written; only the holder of the lock may call this.

        Others hold no lock while they write an order or a pin; it takes them no time, so an old one is nobody's.
        """
        for path in self.folder.glob(f"*{PARTIAL}"):
            path.unlink(missing_ok=True)
        for path in self.folder.glob(f"*{_ARRIVING}"):
            with suppress(FileNotFoundError):  # it has arrived
                if time.time() - path.stat().st_mtime > _ARRIVED:
                    path.unlink()


async def batches(run_id: str, items: AsyncIterable[Item | PollRecord]) -> AsyncIterator[Batch]:
    """Cut a stream into batches; a poll record travels with the last of its items."""
    held: list[Item] = []
    polls: list[PollRecord] = []
    size, part = 0, 0
    async for item in items:
        if isinstance(item, PollRecord):
            polls.append(item)
            continue
        if held and (len(held) >= BATCH_DOCUMENTS or size + _size(item) > BATCH_BYTES):
            yield Batch(batch_id=f"{run_id}-{part:06}", items=tuple(held), polls=tuple(polls))
            held, polls, size, part = [], [], 0, part + 1
        held.append(item)
        size += _size(item)
    if held or polls:
        yield Batch(batch_id=f"{run_id}-{part:06}", items=tuple(held), polls=tuple(polls))


def _size(item: Item) -> int:
    return len(item.content) if isinstance(item, Document) else 0


def _lines(batch: Batch) -> Iterator[bytes]:
    head: dict[str, Any] = {"batch_id": batch.batch_id, "polls": batch.polls}
    asked = {"pins": batch.pins, "orders": batch.orders}
    yield _line(head | {name: given for name, given in asked.items() if given})
    for item in batch.items:
        yield _line(_plain(item))


def _line(values: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a lone surrogate, which no encoding of Unicode has: it becomes a question mark
        text = json.dumps(values, ensure_ascii=False, default=_jsonable)
        return text.encode("utf-8", "replace") + b"\n"


def _jsonable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else asdict(value)


def _plain(item: Item) -> dict[str, Any]:
    if isinstance(item, Rejection):
        return {"rejection": item}
    if isinstance(item.content, bytes):
        return {
            "document": replace(item, content=""),
            "base64": base64.b64encode(item.content).decode("ascii"),
        }
    return {"document": item}


def _item(line: bytes) -> Item:
    values = orjson.loads(line)
    if "rejection" in values:
        fields = _times(values["rejection"])
        return Rejection(**{**fields, "stage": Stage(fields["stage"]), "reason": Reason(fields["reason"])})
    document = Document(**_times(values["document"]))
    return replace(document, content=base64.b64decode(values["base64"])) if "base64" in values else document


def _pin(values: dict[str, Any]) -> PinRequest:
    pin = values["pin"]
    sides = {side: tuple(pin[side]) for side in ("articles", "others")}
    stated = Pin(pin_id=pin["pin_id"], kind=PinKind(pin["kind"]), **sides)
    return PinRequest(**_times(values) | {"pin": stated})


def _poll(values: dict[str, Any]) -> PollRecord:
    return PollRecord(**_times(values))


def _times(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: datetime.fromisoformat(v) if k.endswith("_at") and v else v for k, v in fields.items()}
