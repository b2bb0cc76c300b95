"""The sources of one `ingest`: files as they are, and addresses by what stands there."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flows.cli.targets import target
from flows.collect import Source
from flows.errors import UserError
from flows.sources.feed_parser import FeedParser
from flows.sources.feeds import FeedSource
from flows.sources.http import Client
from flows.sources.probe import Found, Miss, Probe
from flows.sources.watched_page import PageSource
from flows.workspace import FolderSource, Workspace

_NAME = "import"


class NothingThereError(UserError):
    """An address gives nothing."""


def import_sources(given: Sequence[str], workspace: Workspace, *, allow_private: bool) -> list[Source]:
    """A source for each path and each address.

    Raises:
        AddressError: neither a path that is there nor an address.
        NothingThereError: an address does not answer, or has nothing that can be read.
    """
    places = [target(text, hosts=False) for text in given]
    found = asyncio.run(
        _found([one for one in places if isinstance(one, str)], workspace, allow_private=allow_private)
    )
    return [
        FolderSource(name=_NAME, path=place)
        if isinstance(place, Path)
        else _source(found[place], allow_private=allow_private)
        for place in places
    ]


async def _found(addresses: Sequence[str], workspace: Workspace, *, allow_private: bool) -> dict[str, Found]:
    """By address, what stands there; each is asked once."""
    if not addresses:
        return {}
    async with Client(contact=workspace.contact, proxy=workspace.proxy) as client:
        with FeedParser() as parser:
            probe = Probe(client, parser, datetime.now(UTC))
            return {url: await _look(probe, url, allow_private=allow_private) for url in addresses}


async def _look(probe: Probe, url: str, *, allow_private: bool) -> Found:
    seen = await probe.look(url, trusted_host=urlsplit(url).hostname if allow_private else None)
    if isinstance(seen, Miss):
        hint = " (--allow-private lets it be)" if seen.refused else ""
        raise NothingThereError(f"{seen.url}: {seen.why}{hint}")
    if seen.kind == "opml":
        raise NothingThereError(f"{seen.url}: a list of feeds; `wirewatch add {seen.url}` declares them.")
    return seen


def _source(found: Found, *, allow_private: bool) -> Source:
    if found.kind == "page":
        return PageSource(name=_NAME, url=found.url, allow_private=allow_private)
    return FeedSource(
        name=_NAME,
        url=found.url,
        kind="sitemap" if found.kind == "sitemap" else "feed",
        allow_private=allow_private,
    )
