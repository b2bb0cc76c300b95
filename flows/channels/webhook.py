"""An HTTP POST of the alert as JSON, signed as Standard Webhooks say (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import httpx
import orjson

from flows.channels.contract import DeliveryError, secret
from flows.channels.line import Line
from flows.retry_after import retry_after
from pipeline.messages.message import Message
from pipeline.messages.message_line import safe_url

_NO_CONTENT = 204
_SHORT = 16_384  # bytes
_AGAIN = {408, 425, 429}  # client errors that say: later
_LONGEST_TIMEOUT = 60.0  # what flows.delivery.deliver gives an attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """Posts alerts to an address of the operator's choice, so loopback is allowed; exactly one of url and url_env."""

    name: str
    url: str | None = None
    url_env: str | None = None  # for an address that is itself a secret
    secret_env: str | None = None  # signs when set
    timeout: float = 10.0  # seconds for each of connecting, sending and the answer

    def __post_init__(self) -> None:
        """Refuse what can be told without the environment; pydantic shows it with its place in the file."""
        if bool(self.url) == bool(self.url_env):
            raise ValueError("exactly one of url and url_env is needed")
        if self.url and safe_url(self.url) is None:
            raise ValueError("url is not an http or https address")
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            raise ValueError(f"timeout is not between 0 and {_LONGEST_TIMEOUT:g} seconds")

    @property
    def env_names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.url_env, self.secret_env) if name)


def send(
    message: Message,
    channel: WebhookChannel,
    environ: Mapping[str, str],
    now: datetime,
    line: Line | None = None,
) -> None:
    """Post once; redirects are not followed, and of the answer only the status and Retry-After count."""
    url = address(channel, environ)
    body = orjson.dumps(message.data)
    headers = _headers(message, body, now)
    if channel.secret_env:
        key = signing_key(secret(environ, channel.secret_env))
        headers["webhook-signature"] = signature(key, message.key, headers["webhook-timestamp"], body)
    own = line or Line()
    try:
        response = _post(url, headers, body, channel.timeout, own)
    finally:
        if line is None:
            own.drop()
    if not response.is_success:
        raise _refused(response, now)


def check(channel: WebhookChannel, environ: Mapping[str, str]) -> None:
    """Raise for what the environment holds wrongly."""
    address(channel, environ)
    if channel.secret_env:
        signing_key(secret(environ, channel.secret_env))


def address(channel: WebhookChannel, environ: Mapping[str, str]) -> httpx.URL:
    """Where to post, checked; the error names the setting, never its value."""
    text = secret(environ, channel.url_env) if channel.url_env else channel.url or ""
    try:
        url = httpx.URL(safe_url(text) or "")
    except httpx.InvalidURL:
        url = httpx.URL("")
    if not url.host:
        raise DeliveryError(f"{channel.url_env or 'url'} is not an http or https address")
    return url


def signing_key(text: str) -> bytes:
    """The bytes of a secret: base64 behind "whsec_", else the text itself."""
    if not text.startswith("whsec_"):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        raise DeliveryError("the signing secret begins with whsec_ but is not base64") from None


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over id, timestamp and body parted by dots."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _headers(message: Message, body: bytes, now: datetime) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "user-agent": "wirewatch",
        "idempotency-key": message.key,
        "webhook-id": message.key,
        "webhook-timestamp": str(int(now.timestamp())),
    }


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()  # 20 ms: once, not for every alert


def _post(url: httpx.URL, headers: dict[str, str], body: bytes, timeout: float, line: Line) -> httpx.Response:
    """Through the transport alone: httpx.Client would log the address, which may be a secret."""
    if url.userinfo:
        headers["authorization"] = (
            "Basic " + base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
        )
    request = httpx.Request(
        "POST", url, headers=headers, content=body, extensions={"timeout": httpx.Timeout(timeout).as_dict()}
    )
    if not isinstance(line.held, httpx.HTTPTransport):
        line.hold(httpx.HTTPTransport(verify=_tls()))
    assert isinstance(line.held, httpx.HTTPTransport)
    try:
        response = line.held.handle_request(request)
        _leave(response)
    except httpx.TimeoutException as error:
        line.drop()
        raise DeliveryError(f"no answer within {timeout:g} s") from error
    except httpx.TransportError as error:
        line.drop()
        raise DeliveryError(f"no connection, or it broke: {type(error).__name__}: {error}") from error
    return response


def _leave(response: httpx.Response) -> None:
    """A short answer is read to its end, so that its connection can be used again; any other ends with the connection."""
    length = response.headers.get("content-length", "0" if response.status_code == _NO_CONTENT else "")
    if length.isascii() and length.isdigit() and int(length[:9]) <= _SHORT:
        with suppress(httpx.TransportError):  # the status is there: what comes behind it decides nothing
            response.read()
    response.close()


def _refused(response: httpx.Response, now: datetime) -> DeliveryError:
    status = response.status_code
    again = status >= 500 or status in _AGAIN
    asked = retry_after(response.headers.get("retry-after"), now) if again else None
    return DeliveryError(
        f"the receiver answered {status} {response.reason_phrase}",
        permanent=not again,
        retry_after=None if asked is None else asked.total_seconds(),
    )
