"""The headers we send of ourselves, and those that come back."""

from collections.abc import Iterable
from importlib.metadata import version

_LISTS = {"content-encoding", "cache-control"}  # what stands in several lines is one list (RFC 9110, 5.3)


def user_agent(contact: str | None) -> str:
    """Who we are, with an address for the people whose servers we ask as a comment (RFC 9110, 10.1.5)."""
    text = "".join(mark for mark in contact or "" if "!" <= mark <= "~" and mark not in "()\\")
    return f"wirewatch/{version('wirewatch')}" + (f" (+{text})" if text else "")


def joined(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case, values as latin-1, the first of each; what is a list is joined."""
    found: dict[str, str] = {}
    for key, text in raw:
        name, value = key.decode("latin-1").lower(), text.decode("latin-1")
        if name in found and name in _LISTS:
            found[name] += f", {value}"
        found.setdefault(name, value)
    return found
