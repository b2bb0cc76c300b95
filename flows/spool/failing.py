"""Batches that cannot be loaded: tried again, cut up until what fails stands alone, and that is refused (laws 1 and 4).

Beside such a batch stand `.begun`, a byte for each time its loading was begun and did not end, so that an attempt that killed
the process counts like one that raised; and `.failed`, why it failed last.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from flows.spool.spool import BEGUN, FAILED, REFUSED, Batch, Item, Spool, SpoolError
from pipeline.identity import content_id, document_hash
from pipeline.records import Document, Reason, Rejection, Stage
from warehouse.database.whole_file import naming, replacing

KILLED = "the process was killed while it loaded this: by a person, for want of memory, or by a fault of ours"
_PARTS = 16  # so a full batch is cut up twice; each time costs an attempt, and one that kills costs a run
_TRIES = 2  # before a batch is cut up; its parts have one behind them
_TRIES_ALONE = 3  # before a document is refused: whoever ends a run twice at the same place means no document


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What no run takes any more, until somebody gives its file the ending of a batch."""

    path: Path
    why: str
    uri: str | None = None  # of the document that it is; None: a batch of something else


class Failing:
    """The batches of a spool of which an attempt did not end, or failed."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def begin(self, path: Path) -> None:
        """Note an attempt. It is not synced: a power cut is no fault of a batch."""
        with naming(path), path.with_suffix(BEGUN).open("ab") as file:
            file.write(b".")

    def begun(self) -> list[Path]:
        """Batches with an attempt that did not end."""
        return [path for path in self._spool.pending() if _tries(path)]

    def is_suspect(self, paths: Sequence[Path]) -> bool:
        """Whether an attempt at one of these batches did not end, or failed."""
        return any(path.with_suffix(ending).exists() for path in paths for ending in (BEGUN, FAILED))

    def forgive(self) -> None:
        """Forget all attempts: the run ends now, and no batch is to blame."""
        for path in self._spool.folder.glob(f"*{BEGUN}"):
            path.unlink(missing_ok=True)

    def fail(self, path: Path, why: str) -> SetAside | None:
        """Note why a batch could not be loaded; after two attempts it is cut up, what stands alone is set aside after three.

        A document that is set aside stays in its batch, where `without_refused` makes a rejection of it.
        """
        _note(path, why)
        if _tries(path) < _TRIES:
            return None
        if parts := self._parts(path):
            self._cut_up(path, parts, why)
            return None
        return self._set_aside(path, why) if _tries(path) >= _TRIES_ALONE else None

    def _cut_up(self, path: Path, parts: Sequence[Batch], why: str) -> None:
        for part in reversed(parts):  # killed between them, the whole is cut up again
            written = self._spool.write(part)
            _note(written, why)
            self.begin(written)
        self._spool.remove(path)

    def _parts(self, path: Path) -> list[Batch]:
        """A batch as several, in its place in the order; none of what cannot be read or parted."""
        with suppress(SpoolError):
            batch = self._spool.read(path)
            size = ceil(len(batch.items) / _PARTS) or 1
            chunks = [batch.items[start : start + size] for start in range(0, len(batch.items), size)]
            parts = [Batch(batch_id="", items=items) for items in chunks]
            parts += [Batch(batch_id="", polls=batch.polls)] if batch.polls else []
            if len(parts) > 1:
                return [replace(part, batch_id=f"{batch.batch_id}-{n:02}") for n, part in enumerate(parts)]
        return []

    def _set_aside(self, path: Path, why: str) -> SetAside:
        with suppress(SpoolError):
            batch = self.without_refused(self._spool.read(path))
            if batch.items and isinstance(document := batch.items[0], Document):
                return self._kept(path, batch, document.uri, why)
        path.with_suffix(BEGUN).unlink(missing_ok=True)
        return self._told(path.replace(path.with_suffix(REFUSED)))

    def _kept(self, path: Path, batch: Batch, uri: str, why: str) -> SetAside:
        """A document in a file of its own, one an address, however often it comes; its batch is taken once more."""
        path.with_suffix(BEGUN).unlink(missing_ok=True)  # killed before it is kept, it is tried again
        kept = self._spool.folder / f"{content_id(uri)}{REFUSED}"
        _note(kept, why)
        self._spool.put(replace(batch, batch_id=f"{batch.batch_id}-again"), kept)
        return self._told(kept)

    def without_refused(self, batch: Batch) -> Batch:
        """With a rejection in the place of each document that was refused before and comes again as it was."""
        kept = {path.stem: path for path in self._spool.folder.glob(f"*{REFUSED}")}
        if not kept:
            return batch
        return replace(batch, items=tuple(self._looked_up(item, kept) for item in batch.items))

    def _looked_up(self, item: Item, kept: Mapping[str, Path]) -> Item:
        path = kept.get(content_id(item.uri))
        if path is None or isinstance(item, Rejection) or not self._holds(path, item):
            return item
        there = f"{path.parent.name}/{path.name}"
        return Rejection(
            uri=item.uri,
            source=item.source,
            stage=Stage.LOAD,
            reason=Reason.FAULT,
            detail=f"{_noted(path)} ({there} keeps it; to try it again, after an update say, rename it to {path.stem}.jsonl)",
            seen_at=item.fetched_at,
        )

    def _holds(self, path: Path, document: Document) -> bool:
        with suppress(SpoolError):
            held = [item for item in self._spool.read(path).items if isinstance(item, Document)]
            return document_hash(document) in map(document_hash, held)
        return False

    def set_aside(self) -> list[SetAside]:
        return [self._told(path) for path in sorted(self._spool.folder.glob(f"*{REFUSED}"))]

    def _told(self, path: Path) -> SetAside:
        uri = None
        with suppress(SpoolError):
            items = self._spool.read(path).items
            uri = items[0].uri if len(items) == 1 else None
        return SetAside(path=path, why=_noted(path), uri=uri)


def _tries(path: Path) -> int:
    mark = path.with_suffix(BEGUN)
    return mark.stat().st_size if mark.exists() else 0


def _note(path: Path, why: str) -> None:
    with replacing(path.with_suffix(FAILED)) as file:
        file.write(why.encode("utf-8", "replace"))


def _noted(path: Path) -> str:
    try:
        return path.with_suffix(FAILED).read_text(errors="replace").partition("\n")[0]
    except OSError:
        return "nobody noted why"
