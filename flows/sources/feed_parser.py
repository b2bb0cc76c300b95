"""Feeds parsed in processes of their own, which a feed that is too much takes with it."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Any, Self

from flows.sources.feed_worker import HEADER, take

_ROOT = Path(__file__).parents[2]
_START = "import sys; sys.path.append(sys.argv[1]); from flows.sources.feed_worker import main; main()"
_WALL_FACTOR = 6  # a busy machine gives a process less than a core; blocked without end it must still die
_FEEDS_A_PROCESS = 500  # feedparser leaks (kurtmckee/feedparser#287)
_MEMORY = 1 << 30  # bytes of address space: 5,000 entries in 4 MB take 0.3

_MOST_PROCESSES = 4


class ParseError(Exception):
    """The feed cost too much, or broke the parser; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the feed gives it: strings stripped of control characters, titles of markup, HTML sanitised."""

    id: str | None = None
    link: str | None = None
    title: str | None = None
    author: str | None = None
    outlet: str | None = None  # the entry's own source, in a feed of many outlets
    html: str | None = None  # when the feed enclosed markup
    text: str = ""  # its words, paragraphs parted by an empty line
    content_from: str | None = None  # content or summary
    published: int | None = None  # seconds since 1970 UTC
    updated: int | None = None
    zone: int | None = None  # in which published was given: minutes from UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    version: str  # rss20, atom10 …; empty: this is no feed
    title: str | None
    problem: str | None  # what made it not well-formed
    ttl: str | None  # minutes, in words of the feed
    entries: tuple[Entry, ...]
    update_seconds: int | None = None  # between two changes, as the feed says (sy:updatePeriod)
    capped: int = 0  # entries left out, because the feed has too many
    broken_off: bool = False  # its end is missing; the entry in which it broke off was left out


class FeedParser:
    """Parsing processes and their limits. Any thread may call; so many feeds are parsed at a time, each in its own process."""

    def __init__(self, *, cpu_seconds: float = 5.0, processes: int | None = None) -> None:
        """Args: cpu_seconds of processor time one feed may cost; processes at most, by default one a core up to four."""
        count = processes or min(_cores(), _MOST_PROCESSES)
        self._workers = [_Worker(cpu_seconds) for _ in range(count)]
        self._idle: LifoQueue[_Worker] = LifoQueue()  # the last used first: one at a time needs one process
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            worker.close()

    def parse(self, body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
        """Parse a feed that came from `url`, against which its relative links are read.

        Raises:
            ParseError: it took too much time or memory, or broke the parser.
        """
        worker = self._idle.get()
        try:
            answer = worker.ask({"url": url, "content_type": content_type}, body)
        finally:
            self._idle.put(worker)
        return _parsed(json.loads(answer))


class _Worker:
    """One parsing process: started when first needed, kept for the next feed, killed when one is too much."""

    def __init__(self, cpu_seconds: float) -> None:
        self._cpu_seconds = cpu_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0

    def close(self) -> None:
        process = self._process
        if process:
            process.kill()  # a feed being parsed is not waited for
        with self._lock:
            self._end()

    def ask(self, request: dict[str, Any], body: bytes) -> bytes:
        with self._lock:
            process = self._ready()
            timer = threading.Timer(self._cpu_seconds * _WALL_FACTOR, process.kill)
            timer.start()
            try:
                answer = _ask(process, request, body)
            finally:
                timer.cancel()
            if answer is None:
                raise ParseError(self._post_mortem())
            self._parsed += 1
            return answer

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._process and self._parsed >= _FEEDS_A_PROCESS:
            self._end()
        if self._process is None:
            # Isolated (-I): no variable of the environment, so no secret, is there.
            command = [sys.executable, "-I", "-c", _START, str(_ROOT), str(self._cpu_seconds), str(_MEMORY)]
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
            )
            self._parsed = 0
        return self._process

    def _end(self) -> int:
        """Stop the process and give its exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.kill()
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except BrokenPipeError:
                pass  # what it never read is of no use to anyone
        return code

    def _post_mortem(self) -> str:
        process = self._process
        assert process is not None
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self._end()
        if code == -signal.SIGPROF:
            return f"parsing took more than {self._cpu_seconds:g} s of processor time"
        if code == -signal.SIGKILL:
            return f"parsing took more than {self._cpu_seconds * _WALL_FACTOR:g} s"
        return f"the parser broke (exit {code})"


def _ask(process: "subprocess.Popen[bytes]", request: dict[str, Any], body: bytes) -> bytes | None:
    """The answer frame, or None if the process died over it."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for frame in (json.dumps(request).encode("ascii"), body):
            process.stdin.write(HEADER.pack(len(frame)) + frame)
        process.stdin.flush()
    except BrokenPipeError:
        return None
    return take(process.stdout)


def _parsed(answer: dict[str, Any]) -> ParsedFeed:
    if "error" in answer:
        raise ParseError(f"the parser broke: {answer['error']}")
    entries = tuple(Entry(**entry) for entry in answer.pop("entries"))
    return ParsedFeed(entries=entries, **answer)


def _cores() -> int:
    """That this process may use: a container has fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
