"""The kinds of source. A new one is a key in SourceKind, a class here, a case in SourceTable.build, and is read in flows.running.collect."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeAlias


class SourceKind(StrEnum):
    """What a source is: the key of sources.toml that says where it is."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    PATH = "path"

    @property
    def is_address(self) -> bool:
        """Whether the key holds an address of the web."""
        return self is not SourceKind.PATH

    @property
    def label(self) -> str:
        """As polls are kept under it, and as it is listed."""
        return "files" if self is SourceKind.PATH else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """Files to read: a folder, or one file."""

    name: str
    path: Path
    watch: bool = False  # only what is new or changed is read, and `wirewatch up` runs when something is
    kind: Literal[SourceKind.PATH] = SourceKind.PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed, a sitemap or an index of sitemaps; what it is shows when it answers."""

    name: str
    url: str
    outlet: str | None = None  # None: as the feed says
    allow_private: bool = False  # this feed's host may be inside our own network
    pages: bool = True  # fetch the page of an entry when the feed encloses only a teaser
    # a list of addresses is read only when declared a sitemap
    kind: Literal[SourceKind.FEED, SourceKind.SITEMAP] = SourceKind.FEED


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """The page of one article."""

    name: str
    url: str
    outlet: str | None = None  # None: as the page says
    allow_private: bool = False  # its host may be inside our own network
    kind: Literal[SourceKind.PAGE] = SourceKind.PAGE


WebSource: TypeAlias = FeedSource | PageSource
Source: TypeAlias = FolderSource | WebSource
