"""The kinds of source. A new one is a key in SourceKind, a class and a case in SourceTable.build here, and is read in flows.collect."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias, assert_never

from pydantic import BeforeValidator, Field, model_validator

from flows.table import Name, Table


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


def _listed(given: object) -> object:
    """One name, or a list of them."""
    return [given] if isinstance(given, str) else given


class SourceTable(Table):
    """What `[[source]]` may say."""

    name: Name
    path: str | None = None
    feed: str | None = None
    sitemap: str | None = None
    page: str | None = None
    outlet: str | None = None
    enabled: bool = True
    allow_private: bool = False
    watch: bool = False
    renamed_from: Annotated[list[Name], BeforeValidator(_listed)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.watch and self.path is None:
            raise ValueError("watch goes with path (a folder); what has an address is asked at its own rate")
        if len(self._places()) != 1:
            raise ValueError(
                "expected one of path (a folder or file), feed, sitemap or page (each an address)"
            )
        kind, place = self._place()
        if kind.is_address and not place.startswith(("http://", "https://")):
            raise ValueError(f"expected the {kind}'s address to begin with http:// or https://")
        return self

    def _places(self) -> list[tuple[SourceKind, str]]:
        given = ((kind, getattr(self, kind)) for kind in SourceKind)
        return [(kind, place) for kind, place in given if place is not None]

    def _place(self) -> tuple[SourceKind, str]:
        (place,) = self._places()
        return place

    def build(self, folder: Path) -> Source:
        """The source; a relative path starts from the folder."""
        kind, place = self._place()
        match kind:
            case SourceKind.PATH:
                return FolderSource(name=self.name, path=folder / place, watch=self.watch)
            case SourceKind.FEED | SourceKind.SITEMAP:
                return FeedSource(
                    name=self.name,
                    url=place,
                    outlet=self.outlet,
                    allow_private=self.allow_private,
                    kind=kind,
                )
            case SourceKind.PAGE:
                return PageSource(
                    name=self.name, url=place, outlet=self.outlet, allow_private=self.allow_private
                )
            case _:
                assert_never(kind)
