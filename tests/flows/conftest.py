"""The command line; a message to send, and receivers on loopback that answer, refuse, hang and die as told."""

import socketserver
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, cast

import orjson
import pytest

from flows.cli import main
from pipeline.messages.message import Message, render
from pipeline.messages.message_facts import Facts, Place, Report, StoryFacts
from pipeline.records import Alert

HANG, DIE = "hang", "die"


@dataclass
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes
    client: tuple[str, int] = ("", 0)  # the same for all that comes over one connection


@dataclass
class Receiver:
    """An HTTP server: each request takes the next answer (status, headers), hang or die; 204 when none is left."""

    port: int = 0
    answers: deque[Any] = field(default_factory=deque)
    posted: list[Posted] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Mailbox:
    """An SMTP server: replies by command override what a friendly one says; hang and die are replies, too."""

    port: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    state: Any

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Http(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        state = cast("_Server", self.server).state
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        state.posted.append(Posted(path=self.path, headers=headers, body=body, client=self.client_address))
        answer = state.answers.popleft() if state.answers else (204, {})
        if answer == HANG:
            state.closing.wait()
        if isinstance(answer, str):
            self.close_connection = True
        else:
            self._answer(*answer)

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.state = cast("_Server", self.server).state
        if not self._say("CONNECT", "220 ready"):
            return
        for line in iter(self.rfile.readline, b""):
            text = line.decode().strip()
            self.state.heard.append(text)
            verb = text.split(" ", 1)[0].upper()
            if not (self._data() if verb == "DATA" else self._say(text, self._usual(verb))) or verb == "QUIT":
                return

    def _usual(self, verb: str) -> str:
        return {"EHLO": "250 ready", "QUIT": "221 bye", "STARTTLS": "502 unknown", "AUTH": "235 welcome"}.get(
            verb, "250 ok"
        )

    def _say(self, command: str, usual: str) -> bool:
        replies = self.state.replies
        known = [prefix for prefix in replies if command.upper().startswith(prefix.upper())]
        reply = replies[known[0]] if known else usual
        if reply == HANG:
            self.state.closing.wait()
        if reply in {HANG, DIE}:
            return False
        self.wfile.write(reply.encode() + b"\r\n")
        return True

    def _data(self) -> bool:
        if not self._say("DATA", "354 go on"):
            return False
        if not self.state.replies.get("DATA", "354").startswith("354"):
            return True
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.state.replies.get("END", "250").startswith("250"):  # filed before it is said to be taken
            raw = b"".join(line.removeprefix(b".") for line in lines)
            self.state.mails.append(message_from_bytes(raw, policy=policy.default))
        return self._say("END", "250 taken")


def _serve(handler: Any, state: Any) -> Iterator[Any]:
    server = _Server(("127.0.0.1", 0), handler)
    server.state, state.port = state, server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    state.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    yield from _serve(_Http, Receiver())


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    yield from _serve(_Smtp, Mailbox())


NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def message() -> Message:
    return make_message("key-one")


@pytest.fixture
def other() -> Message:
    return make_message("key-two")


def make_message(key: str) -> Message:
    alert = Alert(
        alert_id="alert1",
        rule="ports",
        story_id="story1",
        article_id="a1",
        reason="matched",
        evidence={"title": "Häfen"},
        raised_at=NOW,
    )
    report = Report(
        article_id="a1",
        title="Ein <Streik> @everyone",
        lead="Die Hafenarbeiter streiken.",
        outlet="Küstenpost",
        url="https://news.example/@desk/1",
        published_at=NOW,
        seen_at=NOW,
        origin_id=None,
    )
    place = Place(
        topic="streik",
        topic_title="Streiks",
        article_id="a1",
        outlet="Küstenpost",
        clause="Streik*",
        field="title",
        start=5,
        end=11,
        words="Streik",
        sentence="Ein <Streik> @everyone",
    )
    story = StoryFacts(
        story_id="story1",
        title="Ein <Streik> @everyone",
        articles=1,
        outlets=1,
        reports=1,
        first_seen_at=NOW,
        last_seen_at=NOW,
        places=(place,),
        sources=(report,),
    )
    return render(Facts(alert=alert, stories=(story,)), key)


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, tmp_path: Path) -> Callable[..., Ran]:
    """`wirewatch ARGUMENTS` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["wirewatch", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        captured = capfdbinary.readouterr()
        return Ran(code, captured.out.decode(), captured.err.decode())

    return call
