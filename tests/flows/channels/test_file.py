import json
import os
import resource
import signal
from pathlib import Path

import pytest

from flows.channels import problems
from flows.channels.contract import DeliveryError
from flows.channels.file import FileChannel, send
from pipeline.messages.message import Message


@pytest.fixture
def channel(tmp_path: Path) -> FileChannel:
    return FileChannel(name="log", path=tmp_path / "deep" / "alerts.jsonl")


def keys(channel: FileChannel) -> list[str]:
    return [json.loads(line)["key"] for line in channel.path.read_bytes().splitlines()]


def test_one_line_an_alert(channel: FileChannel, message: Message, other: Message) -> None:
    send(message, channel)
    send(other, channel)
    lines = channel.path.read_bytes().split(b"\n")
    assert [json.loads(line) for line in lines[:-1]] == [message.data, other.data]
    assert lines[-1] == b""


def test_an_attempt_that_was_written_but_not_marked_is_not_written_again(
    channel: FileChannel, message: Message, other: Message
) -> None:
    for one in (message, other, message):
        send(one, channel)
    assert keys(channel) == [message.key, other.key]


@pytest.mark.parametrize("cut", [1, 5, 40, -1])
def test_a_line_that_a_crash_cut_short_is_replaced(
    channel: FileChannel, message: Message, other: Message, cut: int
) -> None:
    send(message, channel)
    whole = channel.path.stat().st_size
    send(other, channel)
    size = channel.path.stat().st_size
    os.truncate(channel.path, whole + cut if cut > 0 else size + cut)
    send(other, channel)
    assert keys(channel) == [message.key, other.key]


def test_a_foreign_last_line_is_left_as_it_is(channel: FileChannel, message: Message) -> None:
    channel.path.parent.mkdir()
    channel.path.write_bytes(b"precious notes")
    send(message, channel)
    first, second = channel.path.read_bytes().splitlines()
    assert first == b"precious notes"
    assert json.loads(second) == message.data


def test_a_full_disk_leaves_no_half_line(channel: FileChannel, message: Message, other: Message) -> None:
    send(message, channel)
    before = channel.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, hard))
    try:
        with pytest.raises(DeliveryError, match=r"alerts\.jsonl: File too large") as caught:
            send(other, channel)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert not caught.value.permanent
    assert channel.path.read_bytes() == before


def test_a_folder_in_its_place_is_an_error_with_its_path(tmp_path: Path, message: Message) -> None:
    with pytest.raises(DeliveryError, match="Is a directory"):
        send(message, FileChannel(name="log", path=tmp_path))


def test_a_file_that_can_be_written_is_said_to_be_ready_and_nothing_is_left(channel: FileChannel) -> None:
    assert problems(channel, {}) == []
    assert not channel.path.parent.exists()
    channel.path.parent.mkdir()
    channel.path.write_bytes(b'{"key":"one"}\n')
    assert problems(channel, {}) == []
    assert channel.path.read_bytes() == b'{"key":"one"}\n'


@pytest.mark.parametrize("path", ["/proc/nope/alerts.jsonl", ".", "file/alerts.jsonl", "pipe"])
def test_a_file_that_cannot_be_written_is_said_not_to_be_ready(
    path: str, message: Message, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    channel = FileChannel(name="log", path=tmp_path / path)
    (problem,) = problems(channel, {})
    assert problem.startswith(f"cannot write {channel.path}: ")
    with pytest.raises(DeliveryError):
        send(message, channel)
