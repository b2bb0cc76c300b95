import base64
import io
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.channels import (
    CHANNELS,
    AppriseChannel,
    Channel,
    ConsoleChannel,
    FileChannel,
    MailChannel,
    Security,
    WebhookChannel,
    problems,
    secrets,
    send,
)  # fmt: skip
from flows.channels.contract import masked
from pipeline.messages.message import Message

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")


MAIL: dict[str, Any] = {"host": "mx.example", "sender": "a@x.example", "to": ("b@x.example",)}


def mail(**fields: Any) -> MailChannel:
    return MailChannel(name="m", **{**MAIL, **fields})


@pytest.mark.parametrize(
    ("channel", "environ", "expected"),
    [
        pytest.param(ConsoleChannel(name="c"), {}, [], id="console"),
        pytest.param(FileChannel(name="f", path=Path("x")), {}, [], id="file"),
        pytest.param(WebhookChannel(name="w", url="http://127.0.0.1:9/x"), {}, [], id="webhook-loopback"),
        pytest.param(
            WebhookChannel(name="w", url_env="U", secret_env="S"), {"S": " "},
            ["the environment variable U is not set", "the environment variable S is not set"], id="webhook-variables",
        ),
        pytest.param(WebhookChannel(name="w", url_env="U"), {"U": "http://[s3cret"}, ["U is not an http or https address"], id="webhook-broken"),
        pytest.param(
            WebhookChannel(name="w", url="https://x.example", secret_env="S"), {"S": "whsec_no base64"},
            ["the signing secret begins with whsec_ but is not base64"], id="webhook-key",
        ),
        pytest.param(mail(), {}, [], id="mail"),
        pytest.param(AppriseChannel(name="a", url_env="A"), {"A": "json://x.example"}, [], id="apprise"),
        pytest.param(AppriseChannel(name="a", url_env="A"), {"A": "what"}, ["A is not an address apprise understands"], id="apprise-bad"),
    ],
)  # fmt: skip
def test_problems_are_found_without_connecting(
    channel: Channel, environ: dict[str, str], expected: list[str]
) -> None:
    assert problems(channel, environ) == expected


@pytest.mark.parametrize(
    ("kind", "values", "error"),
    [
        pytest.param(WebhookChannel, {}, "exactly one of url and url_env is needed", id="webhook-nowhere"),
        pytest.param(
            WebhookChannel, {"url": "https://x.example", "url_env": "U"}, "exactly one of url and url_env is needed", id="webhook-twice"
        ),
        pytest.param(WebhookChannel, {"url": "ftp://x.example/"}, "url is not an http or https address", id="webhook-ftp"),
        pytest.param(WebhookChannel, {"url_env": "U", "timeout": 900}, "timeout is not between 0 and 60 seconds", id="webhook-patience"),
        pytest.param(MailChannel, MAIL | {"to": []}, "there is no recipient in to", id="mail-to-nobody"),
        pytest.param(MailChannel, MAIL | {"sender": "desk"}, "not a mail address: 'desk'", id="mail-sender"),
        pytest.param(MailChannel, MAIL | {"to": ["a@b.example\nBcc: c@d.example"]}, "not a mail address", id="mail-injection"),
        pytest.param(MailChannel, MAIL | {"to": [""]}, "not a mail address: ''", id="mail-empty"),
        pytest.param(MailChannel, MAIL | {"user_env": "U"}, "user_env and password_env go together", id="mail-half-login"),
        pytest.param(
            MailChannel, MAIL | {"user_env": "U", "password_env": "P", "security": "none"}, "a password is sent over TLS only",
            id="mail-open-password",
        ),
        pytest.param(MailChannel, MAIL | {"timeout": 0}, "timeout is not between 0 and 60 seconds", id="mail-no-patience"),
        pytest.param(MailChannel, MAIL | {"security": "ssl"}, "'none', 'starttls' or 'tls'", id="mail-security"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_when_read(
    kind: type[Any], values: dict[str, Any], error: str
) -> None:
    with pytest.raises(ValidationError, match=error):
        TypeAdapter(kind).validate_python({"name": "x", **values})


def test_each_kind_is_sent_by_its_own_module(
    message: Message, now: datetime, tmp_path: Path, receiver: Any, mailbox: Any
) -> None:
    stream, path = io.StringIO(), tmp_path / "x.jsonl"
    channels: list[Channel] = [
        ConsoleChannel(name="c"),
        FileChannel(name="f", path=path),
        WebhookChannel(name="w", url=receiver.url),
        mail(host="127.0.0.1", port=mailbox.port, security=Security.NONE),
        AppriseChannel(name="a", url_env="A"),
    ]
    environ = {"A": f"json://127.0.0.1:{receiver.port}"}
    assert [send(message, channel, environ=environ, stream=stream, now=now) for channel in channels] == [
        None
    ] * 5
    assert message.subject in stream.getvalue()
    assert path.read_bytes().count(b"\n") == 1
    assert (len(receiver.posted), len(mailbox.mails)) == (2, 1)


def test_secrets_and_what_they_turn_into_are_masked() -> None:
    environ = {"U": "https://me:pa%20ss@hooks.example/services/T0K/abcdefgh?key=longvalue", "S": "s3cr&t+"}
    channel = WebhookChannel(name="w", url_env="U", secret_env="S")
    forms = [
        environ["U"],
        "s3cr&t+",
        "s3cr%26t%2B",
        base64.b64encode(b"s3cr&t+").decode(),
        "/services/T0K/abcdefgh",
        "longvalue",
        "pa ss",
    ]
    text = masked(" | ".join(forms), secrets(channel, environ))
    assert text == " | ".join(["***"] * len(forms))


def test_every_kind_can_be_declared() -> None:
    assert set(CHANNELS.values()) == set(get_args(Channel))


def test_a_kind_that_nobody_sends_by_is_never_said_to_be_sent(message: Message, now: datetime) -> None:
    unknown: Any = SimpleNamespace(name="pigeon", env_names=())
    with pytest.raises(AssertionError, match="pigeon"):
        send(message, unknown, environ={}, stream=io.StringIO(), now=now)
    with pytest.raises(AssertionError, match="pigeon"):
        problems(unknown, {})
