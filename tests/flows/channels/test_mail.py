from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from flows.channels.contract import DeliveryError
from flows.channels.line import Line
from flows.channels.mail import MailChannel, Security, compose, send
from pipeline.messages.message import Message


def mail_to(mailbox: Any, **fields: Any) -> MailChannel:
    usual = {
        "host": "127.0.0.1",
        "port": mailbox.port,
        "sender": "watch@desk.example",
        "to": ("ann@desk.example", "bob@desk.example"),
        "security": Security.NONE,
        "timeout": 2.0,
    }
    return MailChannel(name="mail", **{**usual, **fields})


def content(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_mail_in_both_forms_arrives(mailbox: Any, message: Message, now: datetime) -> None:
    assert send(message, mail_to(mailbox), {}, now) is None
    (mail,) = mailbox.mails
    assert mail["Subject"] == "Häfen: Ein <Streik> @everyone"
    assert mail["From"] == "wirewatch <watch@desk.example>"
    assert mail["To"] == "ann@desk.example, bob@desk.example"
    assert mail["Message-ID"] == f"<{message.key}@desk.example>"
    assert mail["In-Reply-To"] == mail["References"] == "<story-story1@desk.example>"
    assert mail["List-Id"] == "<ports.wirewatch.desk.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == now
    assert mail.get_content_type() == "multipart/alternative"
    assert content(mail, "plain") == message.text
    assert "Ein &lt;Streik&gt;" in content(mail, "html")
    assert {line.lower() for line in mailbox.heard if line.upper().startswith("RCPT")} == {
        "rcpt to:<ann@desk.example>",
        "rcpt to:<bob@desk.example>",
    }


def test_mails_of_a_story_share_a_thread_and_not_an_id(
    message: Message, other: Message, mailbox: Any, now: datetime
) -> None:
    first, second = (compose(m, mail_to(mailbox), now) for m in (message, other))
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


def test_newlines_never_reach_a_header(message: Message, mailbox: Any, now: datetime) -> None:
    evil = replace(message, subject="Hello\r\nBcc: x@evil.example", rule="a>\r\nBcc: x@evil.example")
    mail = compose(evil, mail_to(mailbox), now)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: x@evil.example"
    assert b"\nBcc:" not in mail.as_bytes()


@pytest.mark.parametrize(
    ("replies", "fate"),
    [
        pytest.param({"RCPT": "550 no such user"}, "given up", id="all-recipients-unknown"),
        pytest.param({"RCPT": "450 greylisted"}, "tried again", id="all-recipients-later"),
        pytest.param(
            {"RCPT TO:<ann": "550 no", "RCPT TO:<bob": "451 later"}, "tried again", id="one-of-them-later"
        ),
        pytest.param({"MAIL": "550 not you"}, "tried again", id="sender-refused"),
        pytest.param({"DATA": "451 later"}, "tried again", id="data-later"),
        pytest.param({"END": "554 spam"}, "given up", id="content-refused"),
        pytest.param({"END": "452 full"}, "tried again", id="content-later"),
        pytest.param({"CONNECT": "554 go away"}, "tried again", id="greeting-refused"),
        pytest.param({"CONNECT": "die"}, "tried again", id="dies-at-once"),
        pytest.param({"END": "die"}, "tried again", id="dies-after-the-text"),
        pytest.param({"CONNECT": "hang"}, "tried again", id="hangs-at-once"),
        pytest.param({"END": "hang"}, "tried again", id="hangs-after-the-text"),
    ],
)
def test_refusals(mailbox: Any, message: Message, now: datetime, replies: dict[str, str], fate: str) -> None:
    mailbox.replies = replies
    with pytest.raises(DeliveryError) as caught:
        send(message, mail_to(mailbox, timeout=0.2), {}, now)
    assert caught.value.permanent is (fate == "given up")
    assert mailbox.mails == []


@pytest.mark.parametrize("goodbye", ["hang", "die", "421 closing"])
def test_what_was_taken_is_sent_however_it_says_goodbye(
    mailbox: Any, message: Message, now: datetime, goodbye: str
) -> None:
    mailbox.replies = {"QUIT": goodbye}
    assert send(message, mail_to(mailbox, timeout=0.2), {}, now) is None
    assert len(mailbox.mails) == 1


def test_one_refused_recipient_is_told_and_the_rest_get_it(
    mailbox: Any, message: Message, now: datetime
) -> None:
    mailbox.replies = {"RCPT TO:<bob": "550 no such user"}
    assert send(message, mail_to(mailbox), {}, now) == "refused for bob@desk.example"
    assert len(mailbox.mails) == 1


def test_starttls_is_never_done_without(mailbox: Any, message: Message, now: datetime) -> None:
    with pytest.raises(DeliveryError, match="STARTTLS"):
        send(message, mail_to(mailbox, security=Security.STARTTLS), {}, now)
    assert not any(line.upper().startswith("MAIL") for line in mailbox.heard)


def test_tls_to_a_server_without_it(mailbox: Any, message: Message, now: datetime) -> None:
    with pytest.raises(DeliveryError, match="no connection"):
        send(message, mail_to(mailbox, security=Security.TLS, timeout=0.5), {}, now)


def test_logs_in_with_what_the_environment_holds(mailbox: Any, message: Message, now: datetime) -> None:
    mailbox.replies = {"EHLO": "250-here\r\n250 AUTH PLAIN"}
    channel = mail_to(mailbox, user_env="MAIL_USER", password_env="MAIL_PASSWORD")
    send(message, channel, {"MAIL_USER": "ann", "MAIL_PASSWORD": "s3cret"}, now)
    assert "AUTH PLAIN AGFubgBzM2NyZXQ=" in mailbox.heard
    assert len(mailbox.mails) == 1


def test_a_refused_login_can_be_mended(mailbox: Any, message: Message, now: datetime) -> None:
    mailbox.replies = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong"}
    channel = mail_to(mailbox, user_env="MAIL_USER", password_env="MAIL_PASSWORD")
    with pytest.raises(DeliveryError, match="535") as caught:
        send(message, channel, {"MAIL_USER": "ann", "MAIL_PASSWORD": "s3cret"}, now)
    assert not caught.value.permanent


def test_one_connection_serves_many_mails_and_is_left_politely(
    mailbox: Any, message: Message, other: Message, now: datetime
) -> None:
    line = Line()
    for one in (message, other, message):
        assert send(one, mail_to(mailbox), {}, now, line) is None
    line.end()
    assert len(mailbox.mails) == 3
    verbs = [line.split()[0].upper() for line in mailbox.heard]
    assert (verbs.count("EHLO"), verbs.count("NOOP"), verbs.count("QUIT")) == (1, 2, 1)


@pytest.mark.parametrize("reply", ["421 too many", "die", "hang"])
def test_a_connection_that_has_gone_is_made_anew(
    mailbox: Any, message: Message, other: Message, now: datetime, reply: str
) -> None:
    mailbox.replies = {"NOOP": reply}
    line = Line()
    for one in (message, other):
        send(one, mail_to(mailbox, timeout=0.2), {}, now, line)
    line.drop()
    assert [mail["Message-ID"].partition("@")[0][1:] for mail in mailbox.mails] == [message.key, other.key]
    assert sum(line.upper().startswith("EHLO") for line in mailbox.heard) == 2


def test_after_a_refusal_the_next_mail_has_a_connection_of_its_own(
    mailbox: Any, message: Message, other: Message, now: datetime
) -> None:
    line = Line()
    mailbox.replies = {"END": "554 spam"}
    with pytest.raises(DeliveryError):
        send(message, mail_to(mailbox), {}, now, line)
    mailbox.replies = {}
    send(other, mail_to(mailbox), {}, now, line)
    line.end()
    assert len(mailbox.mails) == 1


def test_a_connection_takes_fifty_mails(mailbox: Any, message: Message, now: datetime) -> None:
    line = Line()
    for _ in range(51):
        send(message, mail_to(mailbox), {}, now, line)
    line.end()
    assert sum(line.upper().startswith("EHLO") for line in mailbox.heard) == 2
