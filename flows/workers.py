"""Documents prepared on all cores, by processes that can be killed: one poisonous document costs one rejection."""

import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLongError
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.prepare import Prepared, prepare
from pipeline.records import Document, Reason, Rejection, Stage, Topic
from pipeline.topic import Matcher

log = logging.getLogger(__name__)

_CPU_SECONDS = 15.0  # the dearest of 479 pages takes one; a loaded machine does not change it
_WALL_SECONDS = 90.0  # for what waits without working
_MEMORY = 3 << 30  # bytes of address space, of which a process has one before its first page
_PAGES_A_PROCESS = 5_000  # lxml and its kin keep a little of every page
_MOST_PROCESSES = 8
_FEW = 32  # plain texts; a process takes longer to start than these to prepare

Result = Prepared | Rejection


class Prepares(Protocol):
    """How documents are prepared: work begins with the call, results come in the order of the documents."""

    def __call__(self, documents: Sequence[Document]) -> Iterable[Result]: ...


class Here:
    """In this process, as the results are asked for."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher

    def __call__(self, documents: Sequence[Document]) -> Iterator[Result]:
        return (_guarded(document, self.matcher) for document in documents)


class Workers:
    """Processes that are started when first needed: for pages, which can be hostile in many ways, and for many texts."""

    def __init__(
        self, matcher: Matcher, processes: int | None = None, *, cpu_seconds: float = _CPU_SECONDS
    ) -> None:
        """`processes`: as many as there are cores, unless given; `cpu_seconds`: what one document may cost."""
        self._here = Here(matcher)
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

    def __call__(self, documents: Sequence[Document]) -> Iterable[Result]:
        if len(documents) < _FEW and all(one.media_type != "text/html" for one in documents):
            return self._here(documents)
        pool = self._started()
        futures = [pool.schedule(_work, args=[one], timeout=_WALL_SECONDS) for one in documents]
        return (self._result(one, future) for one, future in zip(documents, futures, strict=True))

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context(
                "forkserver"
            )  # threads are about, which plain fork would break
            context.set_forkserver_preload(["flows.warm"])
            self._pool = ProcessPool(
                max_workers=self._processes,
                max_tasks=_PAGES_A_PROCESS,
                initializer=_begin,
                initargs=[self._here.matcher.topics, self._cpu_seconds],
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


def _begin(topics: tuple[Topic, ...], cpu_seconds: float) -> None:
    """Make a process a worker: bound in address space and time, without core dumps, Ctrl-C left to the parent."""
    global _worker  # noqa: PLW0603 - what a process is, set once before its first document
    _worker = _Worker(Matcher(topics), cpu_seconds)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for kind, most in {resource.RLIMIT_AS: _MEMORY, resource.RLIMIT_CORE: 0}.items():
        with suppress(ValueError, OSError):  # macOS takes no limit of the address space
            resource.setrlimit(kind, (most, most))


@dataclass(frozen=True, slots=True)
class _Worker:
    matcher: Matcher
    cpu_seconds: float  # one document may cost


_worker: _Worker | None = None


def _work(document: Document) -> Result:
    """In a worker; when the time is up, the signal ends the process."""
    assert _worker is not None
    signal.setitimer(signal.ITIMER_PROF, _worker.cpu_seconds)
    try:
        return _guarded(document, _worker.matcher)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _guarded(document: Document, matcher: Matcher) -> Result:
    """Prepared; our own fault, met by one document, must not stop the others."""
    try:
        return prepare(document, matcher)
    except MemoryError:
        return _refused(document, Reason.COSTLY, f"took more than {_MEMORY >> 30} GiB of memory")
    except Exception as error:
        log.exception("preparing %s failed", document.uri)
        detail = f"{type(error).__name__}: a fault of wirewatch; please report it with this document"
        return _refused(document, Reason.FAULT, detail)


def _refused(document: Document, reason: Reason, detail: str) -> Rejection:
    return Rejection(
        uri=document.uri,
        source=document.source,
        stage=Stage.EXTRACT,
        reason=reason,
        detail=detail,
        seen_at=document.fetched_at,
    )
