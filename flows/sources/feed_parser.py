"""feedparser in a process of its own: started when first needed, kept for the next feed, killed when one is too much."""

import json
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.sources.feed_worker import HEADER, take

_WORKER = Path(__file__).with_name("feed_worker.py")
_WALL_FACTOR = 6  # a busy machine gives a process less than a core; blocked without end it must still die
_FEEDS_A_PROCESS = 500  # feedparser leaks (kurtmckee/feedparser#287)
_MEMORY = 1 << 30  # bytes of address space: 5,000 entries in 4 MB take 0.3


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    version: str  # rss20, atom10 …; empty: this is no feed
    title: str | None
    problem: str | None  # what made it not well-formed
    ttl: str | None
    entries: tuple[Entry, ...]


class FeedParser:
    """A parsing process and its limits. Any thread may call; one feed is parsed at a time."""

    def __init__(self, *, cpu_seconds: float = 5.0) -> None:
        """`cpu_seconds`: processor time one feed may cost."""
        self._cpu_seconds = cpu_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._process:
            self._process.kill()  # a feed being parsed is not waited for
        with self._lock:
            self._end()

    def parse(self, body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
        """Parse a feed that came from `url`, against which its relative links are read.

        Raises:
            ParseError: it took too much time or memory, or broke the parser.
        """
        with self._lock:
            process = self._ready()
            timer = threading.Timer(self._cpu_seconds * _WALL_FACTOR, process.kill)
            timer.start()
            try:
                answer = _ask(process, {"url": url, "content_type": content_type}, body)
            finally:
                timer.cancel()
            if answer is None:
                raise ParseError(self._post_mortem())
            self._parsed += 1
        return _parsed(json.loads(answer))

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._process and self._parsed >= _FEEDS_A_PROCESS:
            self._end()
        if self._process is None:
            # By path and isolated (-I): nothing of ours is imported, and no variable of the environment, so no secret, is there.
            command = [sys.executable, "-I", str(_WORKER), str(self._cpu_seconds), str(_MEMORY)]
            self._process = subprocess.Popen(  # noqa: S603 (our own file)
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
