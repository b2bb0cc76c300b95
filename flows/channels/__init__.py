"""Where alerts go: the kinds of channel, and one function that sends a message by any of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TextIO, TypeAlias

from flows.channels import console, file, mail, services, webhook
from flows.channels.console import ConsoleChannel
from flows.channels.contract import MAX_ERROR, DeliveryError, masked
from flows.channels.file import FileChannel
from flows.channels.mail import MailChannel, Security
from flows.channels.services import AppriseChannel
from flows.channels.webhook import WebhookChannel
from pipeline.message import Message, one_line

__all__ = [
    "AppriseChannel",
    "Channel",
    "ConsoleChannel",
    "DeliveryError",
    "FileChannel",
    "MailChannel",
    "Security",
    "WebhookChannel",
    "problems",
    "secrets",
    "send",
]

Channel: TypeAlias = ConsoleChannel | FileChannel | WebhookChannel | MailChannel | AppriseChannel


def send(
    message: Message, channel: Channel, *, environ: Mapping[str, str], stream: TextIO, now: datetime
) -> str | None:
    """Hand one message to one channel; what it answers is a remark for the log (who did not get it).

    Raises:
        DeliveryError: it was not delivered, or not surely so.
    """
    match channel:
        case ConsoleChannel():
            console.send(message, stream)
        case FileChannel():
            file.send(message, channel)
        case WebhookChannel():
            webhook.send(message, channel, environ, now)
        case AppriseChannel():
            services.send(message, channel, environ)
        case MailChannel():
            return mail.send(message, channel, environ, now)
    return None


def secrets(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    """The values that must not appear anywhere."""
    values = [environ[name] for name in channel.env_names if environ.get(name)]
    if isinstance(channel, MailChannel) and len(values) == 2:
        values.append(f"\0{values[0]}\0{values[1]}")  # as AUTH PLAIN sends them
    return values


def problems(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    """What the environment lacks or holds wrongly, found without connecting anywhere; an empty list when all is well."""
    missing = [name for name in channel.env_names if not environ.get(name, "").strip()]
    if missing:
        return [f"the environment variable {name} is not set" for name in missing]
    try:
        _check(channel, environ)
    except DeliveryError as error:
        return [one_line(masked(str(error), secrets(channel, environ)), MAX_ERROR)]
    return []


def _check(channel: Channel, environ: Mapping[str, str]) -> None:
    match channel:
        case WebhookChannel():
            webhook.check(channel, environ)
        case AppriseChannel():
            services.open_target(channel, environ)
