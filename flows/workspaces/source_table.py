"""A source as sources.toml declares it."""

from pathlib import Path
from typing import Annotated, Self, assert_never

from pydantic import BeforeValidator, Field, model_validator

from flows.sources.kinds import FeedSource, FolderSource, PageSource, Source, SourceKind
from flows.workspaces.table import Name, Table


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
