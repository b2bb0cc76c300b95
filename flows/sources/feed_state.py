"""What one poll of a feed leaves for the next; kept with the batch, so it moves on only when the entries are safe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from flows.sources.http import Validators
from pipeline.records import Json

_KEPT_BEYOND = (
    100  # entries remembered after they left the feed: servers behind one name are not equally fresh
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry that was given before."""

    digest: str  # of its title, text and link
    changes: int = 0  # how often the digest changed
    tries: int | None = None  # at its page, when that is still wanted; None: settled


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

    @property
    def pages_wanted(self) -> bool:
        return any(entry.tries is not None for entry in self.seen.values())

    def to_json(self) -> dict[str, Json]:
        check = self.validators
        return {
            "feed_url": self.feed_url,
            "url": self.url,
            "etag": check.etag if check else None,
            "last_modified": check.last_modified if check else None,
            "validated_url": check.url if check else None,
            "lying": self.lying,
            "body_hash": self.body_hash,
            "fetched_at": self.fetched_at.isoformat() if self.fetched_at else None,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "interval": self.interval,
            "errors": self.errors,
            "gone": self.gone,
            "seen": {key: [one.digest, one.changes, one.tries] for key, one in self.seen.items()},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Json]) -> Self:
        """The state as kept; one that cannot be read is as good as none."""
        try:
            return cls._read(values)
        except (KeyError, TypeError, ValueError):
            return cls(feed_url="")

    @classmethod
    def _read(cls, values: Mapping[str, Json]) -> Self:
        validated, seen = _text(values["validated_url"]), values["seen"]
        if not isinstance(seen, Mapping):
            raise TypeError
        check = Validators(
            url=validated or "", etag=_text(values["etag"]), last_modified=_text(values["last_modified"])
        )
        return cls(
            feed_url=_text(values["feed_url"]) or "",
            url=_text(values["url"]),
            validators=check if validated else None,
            lying=values["lying"] is True,
            body_hash=_text(values["body_hash"]),
            fetched_at=_moment(values["fetched_at"]),
            not_before=_moment(values["not_before"]),
            interval=_number(values["interval"]),
            errors=int(_number(values["errors"])),
            gone=values["gone"] is True,
            seen={key: _seen(entry) for key, entry in seen.items()},
        )


def remembered(now: Mapping[str, Seen], before: Mapping[str, Seen]) -> dict[str, Seen]:
    """What to know at the next poll: the feed's present entries and the latest of those that left it."""
    left = [(key, entry) for key, entry in before.items() if key not in now]
    return {**now, **dict(left[:_KEPT_BEYOND])}


def _seen(value: Json) -> Seen:
    if not isinstance(value, list | tuple):
        raise TypeError
    digest, changes, tries = value
    return Seen(
        digest=_text(digest) or "",
        changes=int(_number(changes)),
        tries=None if tries is None else int(_number(tries)),
    )


def _text(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError


def _number(value: Json) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError


def _moment(value: Json) -> datetime | None:
    text = _text(value)
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
