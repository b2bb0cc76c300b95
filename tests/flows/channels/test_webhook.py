import base64
import hashlib
import hmac
import json
import logging
import socket
from datetime import datetime
from typing import Any

import pytest

from flows.channels.contract import DeliveryError
from flows.channels.line import Line
from flows.channels.webhook import WebhookChannel, send, signature, signing_key
from pipeline.messages.message import Message

SECRET = "whsec_" + base64.b64encode(b"a key of some bytes").decode()


def hook(receiver: Any, **fields: Any) -> WebhookChannel:
    return WebhookChannel(name="hook", **{"url": f"{receiver.url}/alerts?x=1", "timeout": 2.0, **fields})


def test_posts_the_data_with_its_key(receiver: Any, message: Message, now: datetime) -> None:
    send(message, hook(receiver), {}, now)
    (posted,) = receiver.posted
    assert posted.path == "/alerts?x=1"
    assert json.loads(posted.body) == message.data
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["idempotency-key"] == posted.headers["webhook-id"] == message.key
    assert json.loads(posted.body)["key"] == message.key
    assert posted.headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert "webhook-signature" not in posted.headers


@pytest.mark.parametrize(
    ("secret", "key"), [(SECRET, b"a key of some bytes"), ("plain words", b"plain words")]
)
def test_signs_id_timestamp_and_body(
    receiver: Any, message: Message, now: datetime, secret: str, key: bytes
) -> None:
    send(message, hook(receiver, secret_env="HOOK_KEY"), {"HOOK_KEY": secret}, now)
    (posted,) = receiver.posted
    signed = f"{message.key}.{posted.headers['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert posted.headers["webhook-signature"] == f"v1,{expected}"


def test_the_signature_is_that_of_the_specifications_own_example() -> None:
    """Of https://github.com/standard-webhooks/standard-webhooks, whose libraries are tested with it."""
    key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_was_signed_is_what_was_sent(receiver: Any, message: Message, now: datetime) -> None:
    """A receiver that follows the specification to the letter, on the raw bytes and headers that arrived."""
    send(message, hook(receiver, secret_env="HOOK_KEY"), {"HOOK_KEY": SECRET}, now)
    (posted,) = receiver.posted
    signed = b".".join(
        (posted.headers["webhook-id"].encode(), posted.headers["webhook-timestamp"].encode(), posted.body)
    )
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    own = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert own in [part.split(",")[1] for part in posted.headers["webhook-signature"].split(" ")]


def test_one_connection_serves_many_messages(receiver: Any, message: Message, other: Message, now: datetime) -> None:  # fmt: skip
    line = Line()
    for one in (message, other, message):
        send(one, hook(receiver), {}, now, line)
    assert len({posted.client for posted in receiver.posted}) == 1
    line.end()
    send(message, hook(receiver), {}, now, line)
    line.end()
    assert len({posted.client for posted in receiver.posted}) == 2


@pytest.mark.parametrize("answer", ["die", "hang", (500, {})])
def test_after_an_error_the_next_message_is_sent_all_the_same(
    receiver: Any, message: Message, other: Message, now: datetime, answer: Any
) -> None:
    receiver.answers.extend([(204, {}), answer])
    line = Line()
    send(message, hook(receiver), {}, now, line)
    with pytest.raises(DeliveryError):
        send(other, hook(receiver, timeout=0.2), {}, now, line)
    send(other, hook(receiver), {}, now, line)
    line.end()
    assert [posted.headers["webhook-id"] for posted in receiver.posted] == [message.key, other.key, other.key]


def test_a_receiver_that_closes_after_each_message_is_met_anew(
    receiver: Any, message: Message, now: datetime
) -> None:
    receiver.answers.extend([(204, {"Connection": "close"})] * 3)
    line = Line()
    for _ in range(3):
        send(message, hook(receiver), {}, now, line)
    line.end()
    assert len({posted.client for posted in receiver.posted}) == 3


def test_credentials_in_the_address_become_basic_authentication(
    receiver: Any, message: Message, now: datetime
) -> None:
    address = f"http://desk:pa%20ss@127.0.0.1:{receiver.port}/"
    send(message, hook(receiver, url=None, url_env="HOOK"), {"HOOK": address}, now)
    assert receiver.posted[0].headers["authorization"] == "Basic " + base64.b64encode(b"desk:pa ss").decode()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        pytest.param((400, {}), (True, None), id="400-gives-up"),
        pytest.param((404, {"Retry-After": "5"}), (True, None), id="404-gives-up"),
        pytest.param((408, {}), (False, None), id="408-again"),
        pytest.param((429, {"Retry-After": "120"}), (False, 120.0), id="429-waits-as-asked"),
        pytest.param(
            (429, {"Retry-After": "Fri, 02 Jan 2026 03:05:00 GMT"}), (False, 60.0), id="429-until-a-date"
        ),
        pytest.param((503, {"Retry-After": "7"}), (False, 7.0), id="503-waits-as-asked"),
        pytest.param(
            (503, {"Retry-After": "Mon, 01 Jan 2030 00:00:00 +9999999999999"}),
            (False, None),
            id="503-nonsense",
        ),
        pytest.param((500, {}), (False, None), id="500-again"),
        pytest.param((302, {"Location": "/elsewhere"}), (True, None), id="redirect-not-followed"),
    ],
)
def test_refusals(
    receiver: Any, message: Message, now: datetime, answer: Any, verdict: tuple[bool, float | None]
) -> None:
    receiver.answers.append(answer)
    with pytest.raises(DeliveryError, match=str(answer[0])) as caught:
        send(message, hook(receiver), {}, now)
    assert (caught.value.permanent, caught.value.retry_after) == verdict
    assert len(receiver.posted) == 1


def test_a_receiver_that_hangs_is_left_in_time(receiver: Any, message: Message, now: datetime) -> None:
    receiver.answers.append("hang")
    with pytest.raises(DeliveryError, match=r"no answer within 0\.1 s") as caught:
        send(message, hook(receiver, timeout=0.1), {}, now)
    assert not caught.value.permanent


def test_a_receiver_that_dies_is_tried_again(receiver: Any, message: Message, now: datetime) -> None:
    receiver.answers.append("die")
    with pytest.raises(DeliveryError, match="no connection") as caught:
        send(message, hook(receiver), {}, now)
    assert not caught.value.permanent


def test_nobody_listens(message: Message, now: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryError, match="no connection") as caught:
        send(message, WebhookChannel(name="hook", url=f"http://127.0.0.1:{port}/"), {}, now)
    assert not caught.value.permanent


def test_neither_log_nor_error_shows_the_address(
    receiver: Any, message: Message, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers.extend([(204, {}), (500, {})])
    channel = hook(receiver, url=None, url_env="HOOK")
    environ = {"HOOK": f"{receiver.url}/T0ken/x?key=S3cret"}
    with caplog.at_level(logging.DEBUG):
        send(message, channel, environ, now)
        with pytest.raises(DeliveryError) as caught:
            send(message, channel, environ, now)
    shown = caplog.text + str(caught.value) + repr(channel)
    assert "T0ken" not in shown
    assert "S3cret" not in shown
