"""Documents prepared on all cores, by processes that can be killed: one poisonous document costs one rejection."""

import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from pipeline.prepare import Prepared, prepare
from pipeline.records import Article, Document, Reason, Rejection, Stage, Topic
from pipeline.topics.topic import Matcher

log = logging.getLogger(__name__)

_CPU_SECONDS = 15.0  # the dearest of 479 pages takes one; a loaded machine does not change it
_WALL_FACTOR = 6  # a busy machine gives a process less than a core; blocked without end it must still die
_MEMORY = 3 << 30  # bytes of address space, of which a process has one before its first page
_PAGES_A_PROCESS = 5_000  # lxml and its kin keep a little of every page
_MOST_PROCESSES = 8
_FEW = 32  # plain texts; a process takes longer to start than these to prepare
# The few new entries of a poll need no process either: what a feed encloses was parsed and sanitised under limits before. Of 35
# kinds of markup made to be costly none this long took a quarter of a second; a process takes one to two to start.
_FEW_ENCLOSED, _ENCLOSED = 8, 20_000  # entries, characters
_FEW_CHARACTERS = 100_000  # of a batch, whatever it is: of 28 kinds of plain text made to be costly none this long took a second

Given: TypeAlias = Document | Article  # an article: prepared before, and its text has changed
Result: TypeAlias = Prepared | Rejection


class Prepares(Protocol):
    """How documents are prepared: work begins with the call, results come in the order of the documents."""

    def __call__(self, documents: Sequence[Given]) -> Iterable[Result]: ...


class Here:
    """In this process, as the results are asked for."""

    def __init__(self, matcher: Matcher, learned: Mapping[int, str] | None = None) -> None:
        """`learned`: refrains known so far, key to id; with them hardly any article is prepared twice."""
        self.matcher = matcher
        self.learned = learned or {}

    def __call__(self, documents: Sequence[Given]) -> Iterator[Result]:
        return (_guarded(document, self.matcher, self.learned) for document in documents)


class Workers:
    """Processes that are started when first needed: for pages, which can be hostile in many ways, and for many texts."""

    def __init__(
        self,
        matcher: Matcher,
        processes: int | None = None,
        *,
        cpu_seconds: float = _CPU_SECONDS,
        learned: Mapping[int, str] | None = None,
    ) -> None:
        """`processes`: as many as there are cores, unless given; `cpu_seconds`: what one document may cost; `learned`: as above."""
        self._here = Here(matcher, learned)
        self._processes = processes or _cores()
        self._cpu_seconds = cpu_seconds
        self._pool: ProcessPoolExecutor | None = None
        self._given = 0  # to the processes of this pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, documents: Sequence[Given]) -> Iterable[Result]:
        if _are_light(documents):
            return self._here(documents)
        pool = self._ready()
        try:
            futures = [pool.submit(_work, one) for one in documents]
        except (
            BrokenProcessPool
        ):  # by a document of the batch before, which will be told when that is collected
            self._drop(pool)
            return self(documents)
        self._given += len(documents)
        return self._collected(documents, futures, pool)

    def _collected(
        self, documents: Sequence[Given], futures: "Sequence[Future[Result]]", pool: ProcessPoolExecutor
    ) -> Iterator[Result]:
        """The results; where a process broke, what it may have been about is given again, one at a time."""
        for place, future in enumerate(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                self._drop(pool)
                suspects = place + 2 * self._processes + 2  # in hand, or in the pipe to one
                yield from map(self._alone, documents[place:suspects])
                yield from self(documents[suspects:])
                return

    def _alone(self, document: Given) -> Result:
        """In a process of its own, so that no other document can be what breaks it."""
        started = time.monotonic()
        try:
            with self._pool_of(1) as pool:
                return pool.submit(_work, document).result()
        except BrokenProcessPool:
            if time.monotonic() - started < self._cpu_seconds:
                return _refused(document, Reason.COSTLY, "broke the process that read it")
            detail = f"took more than {self._cpu_seconds:g} s of processor time"
            return _refused(document, Reason.COSTLY, detail)

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool and self._given > _PAGES_A_PROCESS * self._processes:
            self._pool.shutdown(wait=False)  # what it was given, it still does
            self._pool = None
        if self._pool is None:
            self._pool, self._given = self._pool_of(self._processes), 0
        return self._pool

    def _pool_of(self, processes: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("forkserver")  # threads are about, which plain fork would break
        context.set_forkserver_preload(["flows.loading.warm"])
        return ProcessPoolExecutor(
            processes,
            mp_context=context,
            initializer=_begin,
            initargs=(self._here.matcher.topics, self._cpu_seconds, self._here.learned),
        )

    def _drop(self, broken: ProcessPoolExecutor) -> None:
        broken.shutdown(wait=False)
        if self._pool is broken:  # a batch that was given ahead may have met the same end before
            self._pool = None


def _cores() -> int:
    """Those that this process may use, where the system tells; more than a few would wait for the one that folds."""
    known = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(known or 1, _MOST_PROCESSES)


def _begin(topics: tuple[Topic, ...], cpu_seconds: float, learned: Mapping[int, str]) -> None:
    """Make a process a worker: bound in address space and time, without core dumps, Ctrl-C left to the parent."""
    global _worker  # noqa: PLW0603 - what a process is, set once before its first document
    _worker = _Worker(Matcher(topics), cpu_seconds, learned)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for kind, most in {resource.RLIMIT_AS: _MEMORY, resource.RLIMIT_CORE: 0}.items():
        with suppress(ValueError, OSError):  # macOS takes no limit of the address space
            resource.setrlimit(kind, (most, most))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot say goodbye, and a worker would wait for its next document for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@dataclass(frozen=True, slots=True)
class _Worker:
    matcher: Matcher
    cpu_seconds: float  # one document may cost
    learned: Mapping[int, str]


_worker: _Worker | None = None


def _work(document: Given) -> Result:
    """In a worker; when the time is up, the signal of a timer ends the process."""
    assert _worker is not None
    signal.setitimer(signal.ITIMER_PROF, _worker.cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, _worker.cpu_seconds * _WALL_FACTOR)
    try:
        return _guarded(document, _worker.matcher, _worker.learned)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _guarded(document: Given, matcher: Matcher, learned: Mapping[int, str]) -> Result:
    """Prepared; our own fault, met by one document, must not stop the others."""
    try:
        return prepare(document, matcher, learned)
    except MemoryError:
        return _refused(document, Reason.COSTLY, f"took more than {_MEMORY >> 30} GiB of memory")
    except Exception as error:
        log.exception("preparing %s failed", document.uri)
        detail = f"{type(error).__name__}: a fault of wirewatch; please report it with this document"
        return _refused(document, Reason.FAULT, detail)


def _are_light(given: Sequence[Given]) -> bool:
    """Few, and nothing that could be hostile enough to need a process of its own."""
    pages = [one for one in given if isinstance(one, Document) and one.media_type == "text/html"]
    few = len(given) < _FEW and len(pages) <= _FEW_ENCLOSED
    return few and sum(map(_length, given)) <= _FEW_CHARACTERS and all(map(_is_enclosed, pages))


def _length(one: Given) -> int:
    return len(one.content if isinstance(one, Document) else one.text)


def _is_enclosed(page: Document) -> bool:
    return page.content_from in {"content", "summary"} and len(page.content) <= _ENCLOSED


def _refused(document: Given, reason: Reason, detail: str) -> Rejection:
    return Rejection(
        uri=document.uri,
        source=document.source,
        stage=Stage.EXTRACT,
        reason=reason,
        detail=detail,
        seen_at=document.fetched_at if isinstance(document, Document) else document.seen_at,
    )
