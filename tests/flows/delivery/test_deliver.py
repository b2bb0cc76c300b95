import base64
import io
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import duckdb
import pytest

from flows.channels import (
    AppriseChannel,
    Channel,
    ConsoleChannel,
    FileChannel,
    MailChannel,
    Security,
    WebhookChannel,
)
from flows.delivery.deliver import DeliveryCounts, deliver
from flows.delivery.retrying import Policy
from pipeline.records import Alert, Delivery
from warehouse.alerting import alerts, outbox
from warehouse.database.opening import open_loader
from warehouse.database.rows import append

START = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_loader(":memory:")
    yield con
    con.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def queue(
    con: duckdb.DuckDBPyConnection, *names: str, channels: Sequence[str] = ("hook",), story: str = ""
) -> None:
    """Alerts of one rule, each about a story of its own unless told otherwise."""
    raised = [
        Alert(
            alert_id=name, rule="ports", story_id=story or f"story-{name}", article_id="a", reason="matched",
            evidence={"title": f"Rule of {name}"}, raised_at=START,
        )
        for name in names
    ]  # fmt: skip
    for number, alert in enumerate(raised):
        alerts.add_alerts(con, [alert], {"ports": channels}, START + timedelta(milliseconds=number))


def run(
    con: duckdb.DuckDBPyConnection,
    clock: Clock,
    *channels: Channel,
    environ: dict[str, str] | None = None,
    policy: Policy | None = None,
) -> DeliveryCounts:
    return deliver(
        con, channels, clock=clock, environ=environ or {}, stream=io.StringIO(), policy=policy or Policy()
    )


def hook(receiver: Any, name: str = "hook", **fields: Any) -> WebhookChannel:
    return WebhookChannel(name=name, url=receiver.url, timeout=2.0, **fields)


def arrived(receiver: Any) -> list[str]:
    return [json.loads(posted.body)["alert_id"] for posted in receiver.posted]


def log(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT alert_id, channel, attempt, outcome FROM delivery_log ORDER BY ALL").fetchall()


def test_everything_due_is_sent_once_in_order(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "c", "a", "b")
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=3, sent=3)
    assert arrived(receiver) == ["c", "a", "b"]
    assert run(con, clock, hook(receiver)) == DeliveryCounts()
    assert len(receiver.posted) == 3


def test_each_channel_gets_its_own(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any, tmp_path: Path
) -> None:
    queue(con, "a", channels=("hook", "log", "desk"))
    stream, path = io.StringIO(), tmp_path / "alerts.jsonl"
    channels: list[Channel] = [
        hook(receiver),
        FileChannel(name="log", path=path),
        ConsoleChannel(name="desk"),
    ]
    deliver(con, channels, clock=clock, environ={}, stream=stream)
    assert arrived(receiver) == ["a"]
    assert json.loads(path.read_text())["alert_id"] == "a"
    assert "Rule of a" in stream.getvalue()
    keys = con.execute("SELECT count(DISTINCT key) FROM delivery_log").fetchone()
    assert keys == (3,)


def test_a_failing_channel_stops_at_its_head_and_goes_on_in_order(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", "b")
    receiver.answers.append((500, {}))
    counts = run(con, clock, hook(receiver))
    assert counts == DeliveryCounts(
        failed=1, waiting=2, errors={"hook": "the receiver answered 500 Internal Server Error"}
    )
    assert run(con, clock, hook(receiver)) == DeliveryCounts(waiting=2)  # not due yet
    assert arrived(receiver) == ["a"]
    clock.pass_by(minutes=1)
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=2, sent=2)
    assert arrived(receiver) == ["a", "a", "b"]
    assert receiver.posted[0].headers["idempotency-key"] == receiver.posted[1].headers["idempotency-key"]
    assert log(con) == [("a", "hook", 1, "failed"), ("a", "hook", 2, "sent"), ("b", "hook", 1, "sent")]


def test_retry_after_is_obeyed(con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any) -> None:
    queue(con, "a")
    receiver.answers.append((429, {"Retry-After": "7200"}))
    run(con, clock, hook(receiver))
    clock.pass_by(seconds=7199)
    assert run(con, clock, hook(receiver)) == DeliveryCounts(waiting=1)
    clock.pass_by(seconds=1)
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=1, sent=1)


def test_a_wait_begun_by_a_clock_that_was_ahead_is_over(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a")
    receiver.answers.append((500, {}))
    clock.pass_by(days=2)
    run(con, clock, hook(receiver))
    clock.pass_by(days=-2)
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=1, sent=1)


def test_an_alert_is_counted_once_by_however_many_channels_it_is_sent(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", channels=("hook", "second"))
    assert run(con, clock, hook(receiver), hook(receiver, "second")) == DeliveryCounts(alerts=1, sent=2)


def test_a_refused_alert_is_given_up_and_the_next_passes(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", "b")
    receiver.answers.append((400, {}))
    counts = run(con, clock, hook(receiver))
    assert (counts.dead, counts.sent, counts.waiting) == (1, 1, 0)
    assert outbox.requeue(con, clock()) == 1
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=1, sent=1)
    assert log(con) == [("a", "hook", 1, "dead"), ("a", "hook", 2, "sent"), ("b", "hook", 1, "sent")]


@pytest.mark.parametrize(
    ("policy", "tries"),
    [
        pytest.param(Policy(max_tries=3), 3, id="too-often"),
        pytest.param(Policy(max_age=timedelta(hours=3)), 3, id="too-old"),
    ],
)
def test_what_keeps_failing_is_given_up(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any, policy: Policy, tries: int
) -> None:
    queue(con, "a")
    receiver.answers.extend([(503, {})] * 9)
    for _ in range(9):
        run(con, clock, hook(receiver), policy=policy)
        clock.pass_by(hours=2)
    assert [row[3] for row in log(con)] == ["failed"] * (tries - 1) + ["dead"]


def test_a_broken_channel_delays_no_other(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any, mailbox: Any
) -> None:
    queue(con, "a", "b", channels=("bad", "hook", "mail"))
    mailbox.replies = {"CONNECT": "hang"}
    mail = MailChannel(
        name="mail", host="127.0.0.1", port=mailbox.port, sender="a@x.example", to=("b@x.example",), security=Security.NONE, timeout=0.3
    )  # fmt: skip
    bad = WebhookChannel(name="bad", url_env="NO_SUCH")
    counts = run(con, clock, bad, mail, hook(receiver))
    assert arrived(receiver) == ["a", "b"]
    assert (counts.sent, counts.failed, counts.waiting) == (2, 2, 4)
    assert counts.errors["bad"] == "the environment variable NO_SUCH is not set"
    assert "timed out" in counts.errors["mail"]


def test_a_send_without_end_is_left_behind(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", "b", channels=("slow",))
    receiver.answers.append("hang")
    slow = WebhookChannel(name="slow", url=receiver.url, timeout=60.0)
    counts = run(con, clock, slow, policy=Policy(send_limit=0.1))
    assert counts == DeliveryCounts(failed=1, waiting=2, errors={"slow": "no end after 0.1 s"})


def test_what_is_left_when_the_budget_is_spent_waits(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a")
    assert run(con, clock, hook(receiver), policy=Policy(budget=0.0)) == DeliveryCounts(waiting=1)
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=1, sent=1)


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_send_and_mark_repeats_that_one_under_the_same_key(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(con, "a", "b", "c")
    marks: list[Delivery] = []
    record = outbox.record

    def dying(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
        if len(marks) == 1:
            raise Killed
        marks.append(delivery)
        record(con, delivery)

    monkeypatch.setattr(outbox, "record", dying)
    with pytest.raises(Killed):
        run(con, clock, hook(receiver))
    monkeypatch.undo()
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=2, sent=2)
    assert arrived(receiver) == ["a", "b", "b", "c"]
    keys = [posted.headers["idempotency-key"] for posted in receiver.posted]
    assert keys[1] == keys[2]
    assert len(set(keys)) == 3


DISPATCH = """
import io, sys
from datetime import UTC, datetime
from flows.channels import WebhookChannel
from flows.delivery.deliver import deliver
from warehouse.database.opening import open_loader
con = open_loader(sys.argv[1])
deliver(con, [WebhookChannel(name="hook", url=sys.argv[2])], clock=lambda: datetime.now(UTC), environ={}, stream=io.StringIO())
"""


def test_a_process_killed_while_sending_loses_and_reorders_nothing(receiver: Any, tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    with open_loader(path) as con:
        queue(con, *"abcdef")
    receiver.answers.extend([(204, {}), (204, {}), "hang"])
    command = [sys.executable, "-c", DISPATCH, str(path), receiver.url]
    with subprocess.Popen(command) as process:
        wait_for(lambda: len(receiver.posted) == 3)
        process.send_signal(signal.SIGKILL)
    subprocess.run(command, check=True, timeout=60)
    assert arrived(receiver) == [*"abc", *"cdef"]
    keys = [posted.headers["idempotency-key"] for posted in receiver.posted]
    assert keys[2] == keys[3]


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def merge(con: duckdb.DuckDBPyConnection, story_id: str, absorbed_id: str) -> None:
    row = {
        "story_id": story_id,
        "absorbed_id": absorbed_id,
        "article_id": "m",
        "evidence": "{}",
        "merged_at": START,
    }
    append(con, "story_merges", [row])


def test_an_alert_whose_story_merged_into_a_told_one_is_held(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", story="s1")
    run(con, clock, hook(receiver))
    queue(con, "b", story="s2")
    merge(con, "s1", "s2")
    assert run(con, clock, hook(receiver)) == DeliveryCounts(held=1)
    assert run(con, clock, hook(receiver)) == DeliveryCounts()
    assert arrived(receiver) == ["a"]
    row = con.execute(
        "SELECT rule, story_id, reason, evidence->>'alert_id', evidence->>'told_by' FROM suppressions"
    ).fetchall()
    assert row == [("ports", "s1", "merged", "b", "a")]


def test_two_waiting_alerts_of_merged_stories_become_one(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", story="s2")
    queue(con, "b", story="s1")
    merge(con, "s1", "s2")
    assert run(con, clock, hook(receiver)) == DeliveryCounts(alerts=1, sent=1, held=1)
    assert json.loads(receiver.posted[0].body)["story"]["story_id"] == "s1"


def test_when_the_first_of_merged_stories_was_refused_the_second_is_told(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", story="s2")
    queue(con, "b", story="s1")
    merge(con, "s1", "s2")
    receiver.answers.append((400, {}))
    counts = run(con, clock, hook(receiver))
    assert (counts.sent, counts.dead, counts.held) == (1, 1, 0)


def test_a_channel_that_is_no_longer_declared_waits_then_gives_up(
    con: duckdb.DuckDBPyConnection, clock: Clock
) -> None:
    queue(con, "a", channels=("gone",))
    assert run(con, clock) == DeliveryCounts(waiting=1, errors={"gone": "there is no channel of this name"})
    clock.pass_by(days=4)
    counts = run(con, clock)
    assert (counts.dead, counts.waiting) == (1, 0)


def test_secrets_never_reach_rows_or_counts(
    con: duckdb.DuckDBPyConnection, clock: Clock, mailbox: Any
) -> None:
    queue(con, "a", channels=("mail",))
    mailbox.replies = {
        "EHLO": "250-here\r\n250 AUTH PLAIN",
        "AUTH": "535 annabel, s3cretword, AGFubmFiZWwAczNjcmV0d29yZA== are wrong",
    }
    mail = MailChannel(
        name="mail", host="127.0.0.1", port=mailbox.port, sender="a@x.example", to=("b@x.example",), security=Security.NONE,
        user_env="U", password_env="P", timeout=2.0,
    )  # fmt: skip
    counts = run(con, clock, mail, environ={"U": "annabel", "P": "s3cretword"})
    (row,) = con.execute("SELECT error FROM deliveries").fetchall()
    assert row[0] == counts.errors["mail"] == "the mail server answered 535 ***, ***, *** are wrong"


ECHOED = ("T0kenPath", "S3cretQuery", "us3rname", "p@ss word")  # what no row may show


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        pytest.param("webhook", "http://127.0.0.1:{port}/hooks/T0kenPath/x", id="path"),
        pytest.param("webhook", "http://127.0.0.1:{port}/h?key=S3cretQuery&x=1", id="query"),
        pytest.param("webhook", "http://us3rname:p%40ss%20word@127.0.0.1:{port}/", id="login"),
        pytest.param("webhook", "http://127.0.0.1:{port}/%540kenPath?key=%53%33cretQuery", id="percent-encoded"),
        pytest.param("apprise", "json://us3rname:p%40ss%20word@127.0.0.1:{port}/T0kenPath?rto=1&cto=1", id="apprise"),
        pytest.param("apprise", "json://127.0.0.1:{port}/T0kenPath?+X-Key=S3cretQuery&rto=1&cto=1", id="apprise-header"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_a_receiver_that_says_our_secrets_aloud_is_not_quoted(  # noqa: PLR0913, PLR0917 - two cases, four fixtures
    con: duckdb.DuckDBPyConnection, clock: Clock, parrot: int, capfd: Any, kind: str, template: str
) -> None:
    address = template.format(port=parrot)
    queue(con, "a", channels=("chat",))
    channel: Channel = (
        AppriseChannel(name="chat", url_env="CHAT")
        if kind == "apprise"
        else WebhookChannel(name="chat", url_env="CHAT", timeout=2.0)
    )
    counts = run(con, clock, channel, environ={"CHAT": address})
    (error,) = con.execute("SELECT error FROM deliveries").fetchone() or ("",)
    assert error == counts.errors["chat"]
    assert counts.failed == 1
    login = base64.b64encode(b"us3rname:p@ss word").decode()
    shown = error + "".join(capfd.readouterr()) + repr(channel)
    for word in (*ECHOED, login):
        assert word not in shown
        assert quote(word, safe="") not in shown


@pytest.fixture
def parrot() -> Iterator[int]:
    """A server that puts all that it was sent into the reason of its 500, as it came and decoded."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            with suppress(OSError):
                peer, _ = server.accept()
                with peer:
                    head = peer.recv(65_536).partition(b"\r\n\r\n")[0].replace(b"\r\n", b" ; ").decode()
                    said = f"HTTP/1.1 500 {head} {unquote(head)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    peer.sendall(said.encode("latin-1", "replace"))
                    peer.recv(65_536)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
    thread.join(5)


def test_a_remark_of_a_sent_mail_is_kept(con: duckdb.DuckDBPyConnection, clock: Clock, mailbox: Any) -> None:
    queue(con, "a", channels=("mail",))
    mailbox.replies = {"RCPT TO:<bob": "550 no"}
    mail = MailChannel(
        name="mail", host="127.0.0.1", port=mailbox.port, sender="a@x.example", to=("ann@x.example", "bob@x.example"),
        security=Security.NONE, timeout=2.0,
    )  # fmt: skip
    assert run(con, clock, mail) == DeliveryCounts(alerts=1, sent=1)
    assert con.execute("SELECT outcome, error FROM deliveries").fetchall() == [
        ("sent", "refused for bob@x.example")
    ]


def test_an_alert_that_cannot_be_rendered_is_given_up_and_the_next_passes(
    con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any
) -> None:
    queue(con, "a", "b")
    con.execute("UPDATE alert_log SET evidence = '[]' WHERE alert_id = 'a'")
    counts = run(con, clock, hook(receiver))
    assert (counts.sent, counts.dead) == (1, 1)


def test_no_thread_is_left(con: duckdb.DuckDBPyConnection, clock: Clock, receiver: Any) -> None:
    queue(con, "a")
    run(con, clock, hook(receiver))
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("deliver ")])
