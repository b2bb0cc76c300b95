"""A JSON Lines file: one line an alert, appended and synced."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from flows.channels.contract import DeliveryError
from pipeline.messages.message import Message

_TAIL = (
    1 << 20
)  # bytes searched for the key: a crash leaves at most one line unmarked, and it is among the last


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChannel:
    """Appends alerts to a file as JSON Lines."""

    name: str
    path: Path

    @property
    def env_names(self) -> tuple[str, ...]:
        return ()


def check(channel: FileChannel) -> None:
    """Try whether the file can be written, leaving nothing behind; raises DeliveryError."""
    try:
        if channel.path.exists():
            with _locked(channel.path) as file:
                _tail(file)
        else:  # what send() would make, it makes in this folder; rights alone say little of /proc and read-only mounts
            folder = next(parent for parent in channel.path.parents if parent.exists())
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        raise DeliveryError(f"cannot write {channel.path}: {error.strerror or error}") from error


def send(message: Message, channel: FileChannel) -> None:
    """Append the line unless it stands there already: an earlier attempt may have ended between write and mark."""
    line = orjson.dumps({"key": message.key, **message.data}, option=orjson.OPT_APPEND_NEWLINE)
    try:
        channel.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(channel.path) as file:
            tail = _tail(file)
            if not _holds(tail, message.key):
                _append(file, tail.rpartition(b"\n")[2], line)
    except OSError as error:
        raise DeliveryError(f"cannot write {channel.path}: {error.strerror or error}") from error


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The open file, ours alone until closed: two channels or processes may name the same one."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _tail(file: int) -> bytes:
    size = os.fstat(file).st_size
    return os.pread(file, _TAIL, max(0, size - _TAIL))


def _holds(tail: bytes, key: str) -> bool:
    start = _start(key)
    return any(line.startswith(start) for line in tail.splitlines(keepends=True) if line.endswith(b"\n"))


def _start(key: str) -> bytes:
    return b'{"key":' + orjson.dumps(key) + b","


def _append(file: int, unfinished: bytes, line: bytes) -> None:
    """Write the line whole or not at all, in place of one that a crash cut short."""
    end = os.fstat(file).st_size
    if unfinished and _ours(unfinished):
        end -= len(unfinished)
        os.ftruncate(file, end)
    elif unfinished:  # somebody else's last line has no newline: leave it, begin a new one
        line = b"\n" + line
    try:
        written = 0
        while written < len(line):
            written += os.write(file, line[written:])
        os.fsync(file)
    except OSError:  # a full disk: take back the part that went through
        os.ftruncate(file, end)
        raise


def _ours(unfinished: bytes) -> bool:
    start = b'{"key":"'
    return unfinished.startswith(start) or start.startswith(unfinished)
