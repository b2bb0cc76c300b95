"""Everything apprise speaks (Slack, Telegram, ntfy, Matrix …): one address a channel, so that a failure has one cause."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flows.channels.contract import DeliveryError, secret
from pipeline.messages.message import Message
from pipeline.messages.message_chat import Dialect, chat, defused
from pipeline.messages.message_line import one_line

_LOG = logging.getLogger("apprise")
# Shown nowhere, nor by logging's last resort: what it says may hold the address.
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False

_TEXT = Dialect(markup=False)
# Slack's mrkdwn has no escape for its own marks: apprise's backslashes would be seen, so these stand for them.
_SLACK = Dialect(characters="*_`~\\", instead="\u2217\u02cd\u02cb\u223c\u2216")
_DISCORD = Dialect(at_in_urls=False)  # apprise takes every @word of a text for somebody to be called
# By scheme, for an address that asks for no format: what the service shows best, where apprise would send bare text.
_BETTER = {
    "discord": "markdown",
    "matrix": "html",
    "matrixs": "html",
    "mmost": "markdown",
    "mmosts": "markdown",
}
_MOST = 8_000  # characters: nobody reads more in a chat, however much the service takes
_SLACK_HEADER, _SLACK_SECTION = 150, 3_000  # of Block Kit, which apprise does not look at
_LEAST_TITLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Sends alerts through the service an apprise address names; the address is a secret."""

    name: str
    url_env: str

    @property
    def env_names(self) -> tuple[str, ...]:
        return (self.url_env,)


def send(message: Message, channel: AppriseChannel, environ: Mapping[str, str]) -> None:
    """Notify once. Apprise does not tell a Retry-After, and cannot carry our key."""
    target = open_target(channel, environ)
    with _overheard() as said:
        # True, False or None in 1.x, an AppriseResult in 2.x
        delivered = bool(target.notify(**compose(message, target[0])))
    if not delivered:
        remarks = "; ".join(dict.fromkeys(said))
        raise DeliveryError(
            f"the service was not reached or refused the message{': ' if remarks else ''}{remarks}"
        )


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What apprise logs in this thread as warnings: the only place where it says why."""
    said: list[str] = []
    thread = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                said.append(record.getMessage())

    ear = Ear(logging.WARNING)
    _LOG.addHandler(ear)
    try:
        yield said
    finally:
        _LOG.removeHandler(ear)


def open_target(channel: AppriseChannel, environ: Mapping[str, str]) -> Any:
    """An Apprise object with exactly one target, or the error that names the variable."""
    import apprise  # noqa: PLC0415 - 0.2 s and 40 MB, for those who use it

    asset = apprise.AppriseAsset(
        app_id="wirewatch",
        app_desc="wirewatch alert",
        image_url_mask="",  # no pictures of apprise's, which the service would load from elsewhere
        image_url_logo="",
    )
    target = apprise.Apprise(asset=asset)
    if not target.add(_in_its_best_form(secret(environ, channel.url_env))):
        raise DeliveryError(f"{channel.url_env} is not an address apprise understands")
    if len(target) != 1:
        raise DeliveryError(f"{channel.url_env} names {len(target)} services: one channel is one service")
    return target


def _in_its_best_form(address: str) -> str:
    wanted = _BETTER.get(address.partition("://")[0].lower())
    if not wanted or "format=" in address.lower():
        return address
    return f"{address}{'&' if '?' in address else '?'}format={wanted}"


def compose(message: Message, service: Any) -> dict[str, str]:
    """What apprise's notify is given: in the service's own form and length, so that it never becomes two messages.

    HTML, which apprise turns into the dialect of the service, links and escapes included; or plain text.
    """
    markup = str(getattr(service.notify_format, "value", service.notify_format)) != "text"
    title = _title(message, service)
    dialect = _dialect(service) if markup else _TEXT
    room = _room(service) - (len(title) + 2 if service.overflow_amalgamate_title else 0)
    body = chat(message, dialect, room, lambda text: _size(text, service, markup=markup), title=not title)
    return {"title": title, "body": body, "body_format": "html" if markup else "text"}


def _dialect(service: Any) -> Dialect:
    kind = type(service).__name__
    return _SLACK if kind == "NotifySlack" else _DISCORD if kind == "NotifyDiscord" else Dialect()


def _title(message: Message, service: Any) -> str:
    """None where the service has no place for it, or hardly any: then it begins the text."""
    most = min(int(service.title_maxlen), _SLACK_HEADER if _has_blocks(service) else _MOST)
    if most < _LEAST_TITLE:
        return ""
    title = defused(one_line(message.subject, most))
    return title if len(title) <= most else defused(one_line(message.subject, 2 * most - len(title)))


def _has_blocks(service: Any) -> bool:
    return bool(getattr(service, "use_blocks", False))


def _room(service: Any) -> int:
    return min(int(service.body_maxlen), _SLACK_SECTION if _has_blocks(service) else _MOST)


def _size(text: str, service: Any, *, markup: bool) -> int:
    """In UTF-16 code units, as Telegram, Discord and Slack count; markup included, which some of them leave out."""
    if markup:
        from apprise.conversion import convert_between  # noqa: PLC0415 - as above

        text = convert_between("html", service.notify_format, text)  # type: ignore[no-untyped-call]  # apprise has no types
    return len(text.encode("utf-16-le", "replace")) // 2
