"""E-mail by SMTP: plain text and HTML, threaded by story, the same Message-ID on every attempt."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from flows.channels.contract import DeliveryError, secret
from flows.channels.line import Line
from pipeline.messages.message import Message
from pipeline.messages.message_line import one_line

_LONGEST_TIMEOUT = 60.0  # what flows.delivery.deliver gives an attempt
_MAILS_A_CONNECTION = 50  # servers that limit them allow a hundred
_OK = 250
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Security(StrEnum):
    """How the connection is protected; what is asked for is never silently done without."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel:
    """Sends alerts by e-mail."""

    name: str
    host: str
    sender: str  # an address without a display name
    to: tuple[str, ...]
    port: int = 587
    security: Security = Security.STARTTLS
    user_env: str | None = None
    password_env: str | None = None
    timeout: float = 15.0  # seconds for each step of the conversation

    def __post_init__(self) -> None:
        """Refuse what can be told without the environment; pydantic shows it with its place in the file."""
        if not self.to:
            raise ValueError("there is no recipient in to")
        for text in (self.sender, *self.to):
            _address(text)
        if bool(self.user_env) != bool(self.password_env):
            raise ValueError("user_env and password_env go together")
        if self.user_env and self.security is Security.NONE and self.host not in _LOOPBACK:
            raise ValueError("a password is sent over TLS only: set security to starttls or tls")
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            raise ValueError(f"timeout is not between 0 and {_LONGEST_TIMEOUT:g} seconds")

    @property
    def env_names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.user_env, self.password_env) if name)


def send(
    message: Message,
    channel: MailChannel,
    environ: Mapping[str, str],
    now: datetime,
    line: Line | None = None,
) -> str | None:
    """Send once; answers which recipients the server refused when others got it."""
    mail = compose(message, channel, now)
    login = _login(channel, environ)
    own = line or Line()
    try:
        refused = _converse(mail, channel, login, own)
        if line is None:
            own.end()
    except smtplib.SMTPException as error:
        raise _failure(error) from error
    except OSError as error:  # refused, timed out, TLS
        raise DeliveryError(
            f"no connection to {channel.host}:{channel.port}, or it broke: {error}"
        ) from error
    return f"refused for {', '.join(sorted(refused))}" if refused else None


def _address(text: str, display_name: str = "") -> Address:
    try:
        address = Address(display_name=display_name, addr_spec=text)
    except (ValueError, MessageError, IndexError) as error:  # IndexError: what the parser does with ""
        raise ValueError(f"not a mail address: {text!r}") from error
    if not address.domain:
        raise ValueError(f"not a mail address: {text!r}")
    return address


def compose(message: Message, channel: MailChannel, now: datetime) -> EmailMessage:
    """The mail of a message (RFC 5322; List-Id RFC 2919; Auto-Submitted RFC 3834).

    A story's mails all answer one Message-ID that was never sent, so that mail programs put them in one thread.
    """
    sender = _address(channel.sender, "wirewatch")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = [_address(text) for text in channel.to]
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.key}@{sender.domain}>"
    if message.story_id is not None:
        mail["In-Reply-To"] = mail["References"] = f"<story-{message.story_id}@{sender.domain}>"
    mail["List-Id"] = f"<{re.sub('[^a-z0-9-]', '-', message.rule)}.wirewatch.{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _login(channel: MailChannel, environ: Mapping[str, str]) -> tuple[str, str] | None:
    if not (channel.user_env and channel.password_env):
        return None
    return secret(environ, channel.user_env), secret(environ, channel.password_env)


def plain_login(user: str, password: str) -> str:
    """As AUTH PLAIN sends them (RFC 4616)."""
    return f"\0{user}\0{password}"


def _converse(
    mail: EmailMessage, channel: MailChannel, login: tuple[str, str] | None, line: Line
) -> list[str]:
    client = _still_open(line) or _open(channel, login, line)
    try:
        refused = client.send_message(mail)
    except BaseException:
        line.drop()
        raise
    line.used += 1
    return list(refused)


def _still_open(line: Line) -> smtplib.SMTP | None:
    """What is held, if it answers; asked first, because after the text nobody could tell whether it was taken."""
    client = line.held
    if isinstance(client, smtplib.SMTP) and line.used < _MAILS_A_CONNECTION:
        with suppress(smtplib.SMTPException, OSError):
            if client.noop()[0] == _OK:
                return client
    line.end()
    return None


def _open(channel: MailChannel, login: tuple[str, str] | None, line: Line) -> smtplib.SMTP:
    client = _connect(channel, channel.sender.rpartition("@")[2])
    line.hold(client, client.quit)
    try:
        if channel.security is Security.STARTTLS:
            client.starttls(context=ssl.create_default_context())
        if login:
            client.login(*login)
    except BaseException:
        line.drop()
        raise
    return client


def _connect(channel: MailChannel, own_name: str) -> smtplib.SMTP:
    """Connected; own_name goes into EHLO, because smtplib's default asks the DNS, which may hang."""
    if channel.security is Security.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            channel.host, channel.port, own_name, timeout=channel.timeout, context=context
        )
    return smtplib.SMTP(channel.host, channel.port, own_name, timeout=channel.timeout)


def _failure(error: smtplib.SMTPException) -> DeliveryError:
    """Permanent when the server said so of this message (5xx); a refused login or sender is the operator's to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = {address: _answer(*answer) for address, answer in error.recipients.items()}
        text = "; ".join(f"{address}: {answer}" for address, answer in sorted(answers.items()))
        permanent = all(code >= 500 for code, _ in error.recipients.values())
        return DeliveryError(f"no recipient was accepted: {text}", permanent=permanent)
    if isinstance(error, smtplib.SMTPResponseException):
        permanent = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
        answer = _answer(error.smtp_code, error.smtp_error)
        return DeliveryError(f"the mail server answered {answer}", permanent=permanent)
    return DeliveryError(f"the mail server failed: {type(error).__name__}: {error}")


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
