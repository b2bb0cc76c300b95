"""Addresses of articles as others wrote them."""

from urllib.parse import quote, urlsplit

_LONGEST = 2_000  # characters; what browsers and stores take
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"  # of RFC 3986; everything else is percent-encoded


def web_url(text: str | None) -> str | None:
    """An http or https address without user or password, percent-encoded; None for anything else."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        address = quote(text.strip(), safe=_KEPT)
        parts = urlsplit(text.strip())
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    if any(mark in parts.netloc for mark in "\\<>\"'%{}|^` \t\r\n"):
        return None
    return address if parts.netloc.isascii() else _with_host(text.strip(), parts.netloc)


def _with_host(text: str, netloc: str) -> str | None:
    """A name in another script is kept in its ASCII form (IDNA)."""
    try:
        return quote(text.replace(netloc, netloc.encode("idna").decode("ascii"), 1), safe=_KEPT)
    except UnicodeError:
        return None
