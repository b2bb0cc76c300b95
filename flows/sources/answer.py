"""What a fetch over http may cost, what it asks with, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass


class FetchError(Exception):
    """The network said no; the text says what happened, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a fetch ends, redirects included."""

    seconds: float = 30.0  # of wall time, waiting for a turn excluded
    received: int = 10_000_000  # bytes on the wire
    decoded: int = 10_000_000  # bytes after decompression
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "changed since?", byte for byte, and the address that gave it."""

    url: str
    etag: str | None = None  # bytes as latin-1
    last_modified: str | None = None

    def headers(self, url: str) -> list[tuple[bytes, bytes]]:
        """Only for the address they came from (Answer.url): elsewhere they mean nothing and follow us around."""
        if url != self.url:
            return []
        pairs = ((b"If-None-Match", self.etag), (b"If-Modified-Since", self.last_modified))
        return [(name, value.encode("latin-1")) for name, value in pairs if value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back after redirects; the body is read for 200 and 203 only."""

    url: str  # where it came from in the end
    status: int
    headers: Mapping[str, str]  # names in lower case, values as latin-1, the first of each but lists
    body: bytes
    received: int  # bytes on the wire
    moved_to: str | None = None  # where permanent redirects led, to be asked next time
