"""Sitemaps (sitemaps.org 0.9), Google's news extension of them, indexes of sitemaps, and plain lists of addresses."""

import html
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import nh3

from flows.sources.answer import Limits
from flows.sources.decode import Body, DecodeError, TooLargeError
from flows.sources.feed_parser import Entry, ParseError
from flows.sources.sitemap_xml import HEAD, ROOTS, SitemapReader, parsed, root
from flows.sources.web import web_url

_LONGEST = {"loc": 2_001, "title": 1_000, "outlet": 300}  # characters; a longer address is none
_GZIP = b"\x1f\x8b"
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap offers; a problem is for a person, and what was read beside it counts."""

    news: tuple[Entry, ...] = ()  # entries of the news extension, of the last two days by its rules
    plain: tuple[Entry, ...] = ()
    children: dict[str, int | None] = field(default_factory=dict)  # of an index: address to lastmod
    index: bool = False
    capped: int = 0  # beyond what is read of one sitemap
    problem: str | None = None


def is_sitemap(body: bytes) -> bool:
    """Whether a body, packed or not, is XML whose first element opens a sitemap or an index."""
    try:
        return root(_unpacked(body, head=True)) in ROOTS
    except ParseError:
        return False


def read_sitemap(body: bytes, homes: Collection[str], *, declared: bool = False) -> Sitemap:
    """The addresses in a sitemap.

    Args:
        body: XML or gzipped XML, or a list of addresses, one a line.
        homes: hosts whose addresses are taken (see `at_home`). An entry of the news extension may be on any host: news
            sitemaps are kept on hosts of their own, and it is the one address a person declared that vouches for them.
        declared: as a sitemap; nothing else tells a list of addresses from any text.

    Raises:
        ParseError: it is no sitemap, or too large unpacked.
    """
    plain = _unpacked(body)
    if root(plain[:HEAD]) in ROOTS:
        reader = parsed(plain)
    elif declared and web_url(plain[:HEAD].partition(b"\n")[0].decode("utf-8", "replace")):
        reader = _lines(plain)
    else:
        raise ParseError("this is no sitemap")
    return _sorted_out(reader, homes)


def at_home(url: str, homes: Collection[str]) -> bool:
    """Whether an address is on one of the hosts, or one is a part of the other (sitemaps.org: one host a sitemap).

    `www.` counts for nothing, so news.a.example and a.example are at home with www.a.example.
    """
    host = _bare_host(urlsplit(url).hostname)
    bare = [_bare_host(home) for home in homes]
    return any(host == home or host.endswith(f".{home}") or home.endswith(f".{host}") for home in bare)


def w3c_seconds(text: str | None) -> int | None:
    """Seconds since 1970 UTC of a date in W3C's profile of ISO 8601, a year or a day alone included; without zone, UTC."""
    text = (text or "").strip()
    month = _MONTH.fullmatch(text)
    try:
        if month:
            return int(datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=UTC).timestamp())
        moment = parsedate_to_datetime(text) if text[:1].isalpha() else datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def _lines(body: bytes) -> SitemapReader:
    reader = SitemapReader()
    for line in body.decode("utf-8", "replace").splitlines():
        if line.strip():
            reader.add({"loc": line.strip()})
    return reader


def _unpacked(body: bytes, *, head: bool = False) -> bytes:
    """Without what must not stand before an XML declaration.

    Raises:
        ParseError: packed data is broken, or larger unpacked than any answer may be.
    """
    if body.startswith(_GZIP):
        body = _opening(body) if head else _inflated(body)
    return body.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")


def _opening(body: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body[:65_536], HEAD)
    except zlib.error as error:
        raise ParseError(f"compressed data is broken: {error}") from error


def _inflated(body: bytes) -> bytes:
    unpacked = Body("gzip", Limits().decoded)
    try:
        unpacked.feed(body)
        return unpacked.finish()
    except (DecodeError, TooLargeError) as error:
        raise ParseError(f"the packed sitemap cannot be read: {error}") from error


def _sorted_out(reader: SitemapReader, homes: Collection[str]) -> Sitemap:
    """Each address once; what is no address, or on another host, is told."""
    left_out: Counter[str] = Counter()
    kept: dict[str, dict[str, str]] = {}
    for fields in reader.items:
        url = web_url(fields.get("loc", "")[: _LONGEST["loc"]])
        if url is None:
            left_out["without a usable address"] += 1
        elif not fields.get("news") and not at_home(url, homes):
            left_out["on another host"] += 1
        else:
            kept.setdefault(url, fields)
    problem = "; ".join(_told(reader, left_out)) or None
    if reader.index:
        children = {url: w3c_seconds(fields.get("lastmod")) for url, fields in kept.items()}
        return Sitemap(children=children, index=True, capped=reader.capped, problem=problem)
    entries = [(_entry(url, fields), "news" in fields) for url, fields in kept.items()]
    return Sitemap(
        news=tuple(entry for entry, news in entries if news),
        plain=tuple(entry for entry, news in entries if not news),
        capped=reader.capped,
        problem=problem,
    )


def _told(reader: SitemapReader, left_out: Counter[str]) -> Iterator[str]:
    if reader.problem:
        yield reader.problem
    for why, count in sorted(left_out.items()):
        yield f"{count} {'address' if count == 1 else 'addresses'} {why} left out"


def _entry(url: str, fields: dict[str, str]) -> Entry:
    return Entry(
        link=url,
        title=_line(fields.get("title"), "title"),
        outlet=_line(fields.get("outlet"), "outlet"),
        published=w3c_seconds(fields.get("published")),
        updated=w3c_seconds(fields.get("lastmod")),
    )


def _line(text: str | None, kind: str) -> str | None:
    """One line of plain text; markup that someone escaped into a title is no part of it."""
    words = html.unescape(nh3.clean(text or "", tags=set())).split()
    return " ".join(words)[: _LONGEST[kind]] or None


def _bare_host(host: str | None) -> str:
    return (host or "").lower().rstrip(".").removeprefix("www.")
