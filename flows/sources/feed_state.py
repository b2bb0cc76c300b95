"""What one poll of a source leaves for the next; kept with the batch, so it moves on only when the entries are safe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self, cast

from pydantic import TypeAdapter, ValidationError

from flows.sources.answer import Validators
from flows.sources.feed_parser import Entry
from pipeline.records import Json

_KEPT_BEYOND = 100  # entries remembered after they left: servers behind one name are not equally fresh
_MOST_BEYOND = 50_000  # of an index of sitemaps, of which a poll reads but a few


class Seen(NamedTuple):
    """An entry that was given before; a plain tuple, for a source may leave thousands."""

    digest: str  # of its title, text and link
    face: str  # of its link, then of its title: both others under one id are another article
    changes: int = 0  # how often it changed
    updated: int | None = None  # its own word, seconds since 1970 UTC
    earlier: str | None = None  # the digest before the last change


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page still to be fetched, with what the entry said of it: it may leave the feed before."""

    uri: str
    url: str
    entry: Entry  # with the beginning of its text
    only: bool = False  # nothing is given of the entry before its page
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap of an index."""

    updated: int | None = None  # as the index said when it was last asked, seconds since 1970 UTC
    listed: int | None = None  # as the index says now
    asked_at: datetime | None = None
    errors: int = 0  # in a row
    archive: bool = False  # it was there before the source was declared, and was never read
    validators: Validators | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    feed_url: str  # as declared; another one means another feed
    url: str | None = None  # where permanent redirects led
    validators: Validators | None = None
    lying: bool = False  # its validators stayed the same while the feed changed
    body_hash: str | None = None
    fetched_at: datetime | None = None  # the last answer with a body
    not_before: datetime | None = None
    interval: float = 0.0  # seconds between polls that fits the feed's own rate
    errors: int = 0  # in a row
    gone: bool = False  # the server said 410
    seen: Mapping[str, Seen] = field(default_factory=dict)  # by key of the entry
    wanted: Mapping[str, Wanted] = field(
        default_factory=dict
    )  # by key of the entry, the longest waiting first
    older: tuple[str, ...] | None = (
        None  # keys of what a sitemap held when first read; None: never read as one
    )
    children: Mapping[str, Child] = field(default_factory=dict)  # by address, if it is an index of sitemaps

    def to_json(self) -> dict[str, Json]:
        return cast("dict[str, Json]", _STATE.dump_python(self, mode="json", exclude_defaults=True))

    @classmethod
    def from_json(cls, values: Mapping[str, Json]) -> Self:
        """The state as kept; one that cannot be read is as good as none."""
        try:
            return cast("Self", _STATE.validate_python(values))
        except ValidationError:
            return cls(feed_url="")


_STATE: TypeAdapter[Any] = TypeAdapter(FeedState)


def remembered(
    now: Mapping[str, Seen], before: Mapping[str, Seen], *, index: bool = False
) -> dict[str, Seen]:
    """What to know at the next poll: the present entries and the latest of those that left.

    As many of these as are present, so that a server with another window finds its own known; a feed that is empty today
    takes nothing away.
    """
    most = _MOST_BEYOND if index else max(_KEPT_BEYOND, len(now))
    left = [(key, entry) for key, entry in before.items() if key not in now]
    return {**now, **dict(left[:most] if now else left)}
