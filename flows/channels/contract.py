"""What every channel keeps to: how it fails, and how it comes by secrets without letting them out."""

import base64
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, unquote_plus, urlsplit

MAX_ERROR = 300  # characters of an error that are kept: servers answer with whole pages
_SHORTEST = 4  # characters of a secret worth masking: anything shorter would mask ordinary words


class DeliveryError(Exception):
    """A message was not delivered, or not surely so; the text is masked before it is cut, so it comes here whole.

    Attributes:
        permanent: the same message would be refused again: give it up and let the next one pass.
        retry_after: seconds the receiver asks us to wait, if it does.
    """

    def __init__(self, text: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.retry_after = retry_after


def secret(environ: Mapping[str, str], name: str) -> str:
    """The value of an environment variable; not permanent when missing: the operator can set it."""
    value = environ.get(name, "").strip()
    if not value:
        raise DeliveryError(f"the environment variable {name} is not set")
    return value


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text without any of the secrets, nor what they look like inside URLs and SMTP's AUTH; longest first."""
    forms = {form for value in secrets for form in _forms(value) if len(form) >= _SHORTEST}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        text = text.replace(form, "***")
    return text


def _forms(value: str) -> Iterable[str]:
    plain = value.strip()
    yield from (plain, quote(plain, safe=""), base64.b64encode(plain.encode("utf-8", "replace")).decode())
    if "://" in plain:  # an address that is secret: its parts are, too
        yield from _url_parts(plain)


def _url_parts(url: str) -> Iterable[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    pieces = [parts.username or "", parts.password or "", parts.netloc, parts.path, parts.query]
    pieces += parts.path.split("/") + [pair.partition("=")[2] for pair in parts.query.split("&")]
    login = ":".join(unquote(one or "") for one in (parts.username, parts.password))
    yield base64.b64encode(login.encode("utf-8", "replace")).decode()  # as Basic authentication sends it
    for piece in pieces:
        yield from (piece, unquote(piece), unquote_plus(piece))
