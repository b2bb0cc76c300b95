"""The sources of one `ingest`: files as they are, and addresses by what stands there."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never
from urllib.parse import urlsplit

from flows.cli.targets import target
from flows.errors import UserError
from flows.sources.feed_parser import FeedParser
from flows.sources.http import Client
from flows.sources.kinds import FeedSource, FolderSource, PageSource, Source, SourceKind
from flows.sources.probe import Found, Miss, Probe
from flows.workspaces.workspace import Workspace

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
        FolderSource(name=_NAME, path=place) if isinstance(place, Path) else found[place] for place in places
    ]


async def _found(addresses: Sequence[str], workspace: Workspace, *, allow_private: bool) -> dict[str, Source]:
    """By address, a source of what stands there; each is asked once."""
    if not addresses:
        return {}
    async with Client(contact=workspace.contact, proxy=workspace.proxy) as client:
        with FeedParser() as parser:
            probe = Probe(client, parser, datetime.now(UTC))
            return {url: await _look(probe, url, allow_private=allow_private) for url in addresses}


async def _look(probe: Probe, url: str, *, allow_private: bool) -> Source:
    seen = await probe.look(url, trusted_host=urlsplit(url).hostname if allow_private else None)
    if isinstance(seen, Miss):
        hint = " (--allow-private lets it be)" if seen.refused else ""
        raise NothingThereError(f"{seen.url}: {seen.why}{hint}")
    return _source(seen, allow_private=allow_private)


def _source(found: Found, *, allow_private: bool) -> Source:
    match found.kind:
        case "feed":
            return FeedSource(name=_NAME, url=found.url, allow_private=allow_private)
        case "sitemap":
            return FeedSource(name=_NAME, url=found.url, allow_private=allow_private, kind=SourceKind.SITEMAP)
        case "page":
            return PageSource(name=_NAME, url=found.url, allow_private=allow_private)
        case "opml":
            raise NothingThereError(
                f"{found.url}: a list of feeds; `wirewatch add {found.url}` declares them."
            )
        case _:
            assert_never(found.kind)
