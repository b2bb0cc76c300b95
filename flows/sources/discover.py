"""The feeds a web page names as its own (RSS autodiscovery)."""

import re
from html import unescape
from urllib.parse import urljoin

from flows.sources.web import web_url

_HEAD = 300_000  # bytes of a page in which its links are looked for
_MOST = 10
_LINK = re.compile(r"<link\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}


def feed_links(page: bytes, url: str) -> list[str]:
    """Addresses of the feeds that the page at `url` names, in its order."""
    found: dict[str, None] = {}
    for tag in _LINK.finditer(page[:_HEAD].decode("utf-8", "replace")):
        attributes = {
            name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag.group(1))
        }
        is_feed = attributes.get("type", "").strip().lower() in _TYPES
        if is_feed and "alternate" in attributes.get("rel", "").lower().split():
            address = _address(url, attributes.get("href", ""))
            found.update({address: None} if address else {})
    return list(found)[:_MOST]


def _address(base: str, href: str) -> str | None:
    try:
        return web_url(urljoin(base, href.strip())) if href.strip() else None
    except ValueError:
        return None
