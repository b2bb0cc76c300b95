import json
from typing import Any

import pytest

from flows.channels.contract import DeliveryError
from flows.channels.services import AppriseChannel, open_target, send
from pipeline.message import Message

# apprise imports imghdr, which Python 3.11 and 3.12 deprecate
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
CHANNEL = AppriseChannel(name="chat", url_env="CHAT_URL")


def address(receiver: Any) -> dict[str, str]:
    return {"CHAT_URL": f"json://127.0.0.1:{receiver.port}/path?rto=1&cto=1"}


def test_notifies_with_subject_and_text(receiver: Any, message: Message) -> None:
    send(message, CHANNEL, address(receiver))
    (posted,) = receiver.posted
    note = json.loads(posted.body)
    assert note["title"].startswith("Häfen: Ein <Streik>")
    assert "wirewatch show story1" in note["message"]


def test_words_of_an_article_call_nobody_and_links_stay_whole(receiver: Any, message: Message) -> None:
    send(message, CHANNEL, address(receiver))
    note = json.loads(receiver.posted[0].body)
    assert "@everyone" not in note["title"] + note["message"]
    assert "https://news.example/@desk/1" in note["message"]


@pytest.mark.parametrize("answer", [(500, {}), (404, {}), "die"])
def test_a_failure_is_an_error(receiver: Any, message: Message, answer: Any) -> None:
    receiver.answers.append(answer)
    with pytest.raises(DeliveryError, match="not reached or refused") as caught:
        send(message, CHANNEL, address(receiver))
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("value", "error"),
    [
        pytest.param("", "CHAT_URL is not set", id="missing"),
        pytest.param(
            "nosuch://S3cret/x", "CHAT_URL is not an address apprise understands", id="unknown-service"
        ),
        pytest.param("json://a.example, json://b.example", "CHAT_URL names 2 services", id="two-services"),
    ],
)
def test_an_address_is_checked_without_sending(value: str, error: str) -> None:
    with pytest.raises(DeliveryError, match=error) as caught:
        open_target(CHANNEL, {"CHAT_URL": value})
    assert "S3cret" not in str(caught.value)
