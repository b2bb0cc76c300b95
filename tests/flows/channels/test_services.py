import json
from dataclasses import replace
from typing import Any

import pytest

from flows.channels.contract import DeliveryError
from flows.channels.services import AppriseChannel, compose, open_target, send
from pipeline.messages.message import Message

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
    assert "Küstenpost: Ein <[Streik]>" in note["message"]
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
    assert "JSON" in str(caught.value), "what apprise says of it"


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
def test_an_address_is_checked_without_sending(value: str, error: str, capfd: Any) -> None:
    with pytest.raises(DeliveryError, match=error) as caught:
        open_target(CHANNEL, {"CHAT_URL": value})
    assert "S3cret" not in str(caught.value)
    assert capfd.readouterr() == ("", ""), "apprise logs addresses"


# Addresses made up for each service; the tokens have the form that apprise asks for.
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk"
TELEGRAM = "tgram://123456789:alphanumeric_token_of_a_bot/12345"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
LINK = "https://news.example/@desk/1"


def posted(receiver: Any, message: Message, address: str, **settings: str) -> dict[str, Any]:
    """What apprise's own plugin posts, to the receiver in the service's place."""
    target = open_target(CHANNEL, {"CHAT_URL": f"{address}{'&' if '?' in address else '?'}rto=1&cto=1"})
    for name, value in settings.items():
        setattr(target[0], name, f"{receiver.url}{value}")
    receiver.answers.append((200, {}))
    target.notify(**compose(message, target[0]))
    (request,) = receiver.posted
    return dict(json.loads(request.body))


def test_slack_shows_bold_words_and_links(receiver: Any, message: Message) -> None:
    (shown,) = posted(receiver, message, SLACK, webhook_url="/services")["attachments"]
    assert shown["title"] == "Häfen: Ein &lt;Streik&gt; @\u200beveryone"
    assert "Küstenpost: Ein &lt;*Streik*&gt; @\u200beveryone" in shown["text"]
    assert "*Sources*" in shown["text"]
    assert f"<{LINK}|2026-01-02 03:04 UTC Küstenpost Ein &lt;Streik&gt; @\u200beveryone>" in shown["text"]
    assert "Streiks: Streik\u2217\n" in shown["text"], "an asterisk cannot be escaped there"


def test_slacks_blocks_are_kept_within_their_own_limits(receiver: Any, message: Message) -> None:
    long = replace(
        message, subject="Häfen: " + "Streik " * 40, html=message.html + "<p>Nächster Absatz.</p>" * 500
    )
    (shown,) = posted(receiver, long, f"{SLACK}?blocks=yes", webhook_url="/services")["attachments"]
    header, section = shown["blocks"][:2]
    assert len(header["text"]["text"]) <= 150
    assert 2500 < len(section["text"]["text"]) <= 3000
    assert section["text"]["text"].endswith("more: wirewatch show story1")


def test_telegram_gets_the_html_that_it_knows(receiver: Any, message: Message) -> None:
    note = posted(receiver, message, TELEGRAM, notify_url="/bot")
    assert note["parse_mode"] == "HTML"
    assert note["text"].startswith("<b>Häfen: Ein &lt;Streik&gt; @\u200beveryone</b>")
    assert (
        f'<a href="{LINK}">2026-01-02 03:04 UTC Küstenpost Ein &lt;Streik&gt; @\u200beveryone</a>'
        in note["text"]
    )


def test_discord_gets_markdown_in_which_nothing_calls_anybody(receiver: Any, message: Message) -> None:
    note = posted(receiver, message, DISCORD, notify_url="")
    (shown,) = note["embeds"]
    assert "content" not in note, "there apprise puts whom it calls"
    assert "](<https://news.example/%40desk/1>)" in shown["description"]
    assert "**Streik**" in shown["description"]


def test_a_format_that_the_address_asks_for_is_kept() -> None:
    target = open_target(CHANNEL, {"CHAT_URL": f"{DISCORD}?format=text"})
    assert target[0].notify_format == "text"


@pytest.mark.parametrize(
    ("address", "settings", "most"),
    [
        pytest.param(SLACK, {"webhook_url": "/services"}, 8000, id="slack"),
        pytest.param(TELEGRAM, {"notify_url": "/bot"}, 4096, id="telegram"),
        pytest.param(DISCORD, {"notify_url": ""}, 2000, id="discord"),
        pytest.param(f"{DISCORD}?format=text", {"notify_url": ""}, 2000, id="discord-text"),
        pytest.param(f"{TELEGRAM}?overflow=split", {"notify_url": "/bot"}, 4096, id="asked-to-split"),
    ],
)
def test_a_long_message_is_one_of_the_services_length(
    receiver: Any, message: Message, address: str, settings: dict[str, str], most: int
) -> None:
    long = replace(message, html=message.html + "<p>Die Häfen &amp; *Kais* stehen <b>still</b> 🚢.</p>" * 500)
    said = json.dumps(posted(receiver, long, address, **settings), ensure_ascii=False)
    assert most * 0.8 < len(said) < most * 1.15 + 300, "JSON and what stands around the text included"
    assert "more: wirewatch show story1" in said


def test_a_service_of_few_characters_gets_the_subject(message: Message) -> None:
    target = open_target(CHANNEL, {"CHAT_URL": "bulksms://user:password@+12025550123"})
    said = compose(message, target[0])
    assert len(said["body"]) <= 160
    assert said["body"].startswith("Häfen: Ein <Streik>")
    assert said["title"] == ""
