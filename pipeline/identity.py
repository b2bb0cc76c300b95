"""Ids from content alone: the same input has the same id in any run, order or process (law 2)."""

import base64
import hashlib
import re
from dataclasses import fields
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.records import Document

# Parameters that say how a reader came, never which article is meant.
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|cmpid|ns_\w+|at_\w+|ref_src|ito)$"
)
# What differs when the very same document is met again.
_CIRCUMSTANCES = {"fetched_at", "source", "uri"}
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def content_id(*parts: str) -> str:
    """Twelve characters of lower-case base32: the first 60 bits of BLAKE2b over the parts, order mattering.

    A length before each part keeps ("ab", "c") from ("a", "bc").
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return base64.b32encode(digest.digest()).decode("ascii")[:12].lower()


def canonical_url(url: str) -> str:
    """The address with what never tells articles apart removed: scheme, www, fragment, tracking, default port."""
    parts = urlsplit(url.strip())
    host = (
        (parts.netloc.rpartition("@")[2]).lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme.lower(), ""))
    )
    query = sorted(
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k.lower())
    )
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(("https", host.removeprefix("www."), path, urlencode(query), ""))


def document_hash(document: Document) -> str:
    """Of everything a document says, when and by which source it was met aside; a file's name says nothing either."""
    parts = [document.uri if not document.uri.startswith("file:") else ""]
    for field in fields(document):
        if field.name not in _CIRCUMSTANCES:
            value = getattr(document, field.name)
            parts.append(_said(value))
    return content_id("document", *parts)


def _said(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.blake2b(value).hexdigest()
    return repr(value.astimezone(UTC) if isinstance(value, datetime) else value)
