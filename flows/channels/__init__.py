"""Where alerts go: the kinds of channel, and one function that sends a message by any of them.

A new kind is a module beside this one, a member of Channel, a type in CHANNELS, and a case below wherever mypy misses one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TextIO, TypeAlias, assert_never

from flows.channels import console, file, mail, services, webhook
from flows.channels.console import ConsoleChannel
from flows.channels.contract import MAX_ERROR, DeliveryError, masked
from flows.channels.file import FileChannel
from flows.channels.line import Line
from flows.channels.mail import MailChannel, Security
from flows.channels.services import AppriseChannel
from flows.channels.webhook import WebhookChannel
from pipeline.messages.message import Message
from pipeline.messages.message_line import one_line

__all__ = [
    "CHANNELS",
    "AppriseChannel",
    "Channel",
    "ConsoleChannel",
    "DeliveryError",
    "FileChannel",
    "Line",
    "MailChannel",
    "Security",
    "WebhookChannel",
    "cleaned",
    "problems",
    "secrets",
    "send",
]

Channel: TypeAlias = ConsoleChannel | FileChannel | WebhookChannel | MailChannel | AppriseChannel
CHANNELS: Mapping[str, type[Channel]] = {  # by what alerts.toml calls their type
    "console": ConsoleChannel,
    "file": FileChannel,
    "webhook": WebhookChannel,
    "mail": MailChannel,
    "apprise": AppriseChannel,
}


def send(  # noqa: PLR0913 - what is sent, and the outside world it is given
    message: Message,
    channel: Channel,
    *,
    environ: Mapping[str, str],
    stream: TextIO,
    now: datetime,
    line: Line | None = None,
) -> str | None:
    """Hand one message to one channel; what it answers is a remark for the log (who did not get it).

    What `line` holds open is used again, and left open for the next message; without one nothing is.

    Raises:
        DeliveryError: it was not delivered, or not surely so.
    """
    match channel:
        case ConsoleChannel():
            console.send(message, stream)
        case FileChannel():
            file.send(message, channel)
        case WebhookChannel():
            webhook.send(message, channel, environ, now, line)
        case AppriseChannel():
            services.send(message, channel, environ)
        case MailChannel():
            return mail.send(message, channel, environ, now, line)
        case _:
            assert_never(channel)  # falling through would say that it was sent
    return None


def secrets(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    """The values that must not appear anywhere."""
    values = [environ[name] for name in channel.env_names if environ.get(name)]
    match channel:
        case MailChannel():
            return [*values, mail.plain_login(*values)] if len(values) == 2 else values
        case ConsoleChannel() | FileChannel() | WebhookChannel() | AppriseChannel():
            return values
        case _:
            assert_never(channel)


def problems(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    """What the environment lacks or holds wrongly, found without connecting anywhere; an empty list when all is well."""
    missing = [name for name in channel.env_names if not environ.get(name, "").strip()]
    if missing:
        return [f"the environment variable {name} is not set" for name in missing]
    try:
        _check(channel, environ)
    except DeliveryError as error:
        return [cleaned(str(error), channel, environ)]
    return []


def cleaned(text: str, channel: Channel, environ: Mapping[str, str]) -> str:
    """What may be kept and shown of what a channel said: one line, without its secrets."""
    return one_line(masked(text, secrets(channel, environ)), MAX_ERROR)


def _check(channel: Channel, environ: Mapping[str, str]) -> None:
    match channel:
        case FileChannel():
            file.check(channel)
        case WebhookChannel():
            webhook.check(channel, environ)
        case AppriseChannel():
            services.open_target(channel, environ)
        case ConsoleChannel() | FileChannel() | MailChannel():
            pass
        case _:
            assert_never(channel)
