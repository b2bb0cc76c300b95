"""Everything apprise speaks (Slack, Telegram, ntfy, Matrix …): one address a channel, so that a failure has one cause."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.channels.contract import DeliveryError, secret
from pipeline.message import Message

# @everyone, <!channel>, <@user>: words of an article must not call people. A zero-width space keeps them readable.
_MENTION = re.compile(r"(?<![\w/.])@(?=\w)|<(?=[!@#])")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Sends alerts through the service an apprise address names; the address is a secret."""

    name: str
    url_env: str

    @property
    def env_names(self) -> tuple[str, ...]:
        return (self.url_env,)


def send(message: Message, channel: AppriseChannel, environ: Mapping[str, str]) -> None:
    """Notify once. Apprise tells neither why a service refused nor its Retry-After, and cannot carry our key."""
    target = open_target(channel, environ)
    delivered = bool(  # True, False or None in 1.x, an AppriseResult in 2.x
        target.notify(title=_defused(message.subject), body=_defused(message.text), body_format="text")
    )
    if not delivered:
        raise DeliveryError("the service was not reached or refused the message")


def open_target(channel: AppriseChannel, environ: Mapping[str, str]) -> Any:
    """An Apprise object with exactly one target, or the error that names the variable."""
    import apprise  # noqa: PLC0415 - 0.2 s and 40 MB, for those who use it

    target = apprise.Apprise(asset=apprise.AppriseAsset(app_id="wirewatch", app_desc="wirewatch alert"))
    if not target.add(secret(environ, channel.url_env)):
        raise DeliveryError(f"{channel.url_env} is not an address apprise understands")
    if len(target) != 1:
        raise DeliveryError(f"{channel.url_env} names {len(target)} services: one channel is one service")
    return target


def _defused(text: str) -> str:
    return _MENTION.sub(lambda match: match.group() + "\u200b", text)
