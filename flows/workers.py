"""Documents prepared on all cores, by processes that can be killed: one poisonous document costs one rejection."""

import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLongError
from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.prepare import Prepared, prepare
from pipeline.records import Document, Reason, Rejection, Stage

log = logging.getLogger(__name__)

_CPU_SECONDS = 15.0  # the dearest of 479 pages takes one; a loaded machine does not change it
_WALL_SECONDS = 90.0  # for what waits without working
_MEMORY = 3 << 30  # bytes of address space, of which a process has one before its first page
_PAGES_A_PROCESS = 5_000  # lxml and its kin keep a little of every page
_MOST_PROCESSES = 8
_FEW = 32  # plain texts; a process takes longer to start than these to prepare

Result = Prepared | Rejection


class Prepares(Protocol):
    """How documents are prepared; results in the order of the documents."""

    def __call__(self, documents: Sequence[Document]) -> Iterable[Result]: ...


def prepare_here(documents: Sequence[Document]) -> Iterator[Result]:
    """In this process."""
    return map(_guarded, documents)


class Workers:
    """Processes that are started when first needed: for pages, which can be hostile in many ways, and for many texts."""

    def __init__(self, processes: int | None = None, *, cpu_seconds: float = _CPU_SECONDS) -> None:
        """`processes`: as many as there are cores, unless given; `cpu_seconds`: what one document may cost."""
        self._processes = processes or _cores()
        self._cpu_seconds = cpu_seconds
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()

    def __call__(self, documents: Sequence[Document]) -> Iterator[Result]:
        if len(documents) < _FEW and all(one.media_type != "text/html" for one in documents):
            yield from prepare_here(documents)
            return
        pool = self._started()
        futures = [pool.schedule(_guarded, args=[one], timeout=_WALL_SECONDS) for one in documents]
        for document, future in zip(documents, futures, strict=True):
            yield self._result(document, future)

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context(
                "forkserver"
            )  # threads are about, which plain fork would break
            context.set_forkserver_preload(["flows.warm"])
            self._pool = ProcessPool(
                max_workers=self._processes,
                max_tasks=_PAGES_A_PROCESS,
                initializer=_limit,
                initargs=[self._cpu_seconds],
                context=context,
            )
        return self._pool

    def _result(self, document: Document, future: "ProcessFuture[Result]") -> Result:
        try:
            return future.result()
        except TookTooLongError:
            return _refused(document, Reason.COSTLY, f"took more than {_WALL_SECONDS:g} s")
        except ProcessExpired as end:
            if end.exitcode == -signal.SIGPROF:
                detail = f"took more than {self._cpu_seconds:g} s of processor time"
            else:
                detail = f"broke the process that read it (exit {end.exitcode})"
            return _refused(document, Reason.COSTLY, detail)


def _cores() -> int:
    """Those that this process may use, where the system tells; more than a few would wait for the one that folds."""
    known = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(known or 1, _MOST_PROCESSES)


def _limit(cpu_seconds: float) -> None:
    """Bind a worker: address space, no core dump, Ctrl-C left to the parent."""
    global _cpu_seconds  # noqa: PLW0603 - one number a process, set before its first document
    _cpu_seconds = cpu_seconds
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limits = {resource.RLIMIT_AS: _MEMORY, resource.RLIMIT_CORE: 0}
    for kind, most in limits.items():
        with suppress(ValueError, OSError):  # macOS takes no limit of the address space
            resource.setrlimit(kind, (most, most))


_cpu_seconds = 0.0  # no timer in a process that is no worker


def _guarded(document: Document) -> Result:
    """Prepared; our own fault, met by one document, must not stop the others."""
    signal.setitimer(signal.ITIMER_PROF, _cpu_seconds)
    try:
        return prepare(document)
    except MemoryError:
        return _refused(document, Reason.COSTLY, f"took more than {_MEMORY >> 30} GiB of memory")
    except Exception as error:
        log.exception("preparing %s failed", document.uri)
        detail = f"{type(error).__name__}: a fault of wirewatch; please report it with this document"
        return _refused(document, Reason.FAULT, detail)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _refused(document: Document, reason: Reason, detail: str) -> Rejection:
    return Rejection(
        uri=document.uri,
        source=document.source,
        stage=Stage.EXTRACT,
        reason=reason,
        detail=detail,
        seen_at=document.fetched_at,
    )
