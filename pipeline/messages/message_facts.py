"""What the warehouse knows of an alert when it is sent: the stories as they are now, and what was new about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.records import Alert, Json

MAX_SOURCES: Final = 25  # a message is read by a person; the rest is counted, and `wirewatch show` has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article of the story."""

    article_id: str
    title: str | None
    lead: str  # how its text begins: what it is called when it has no title
    outlet: str | None
    url: str | None
    published_at: datetime | None
    seen_at: datetime  # when it was first seen
    origin_id: str | None  # whose text it carries; None: an independent report


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a topic matched, with the words around."""

    topic: str
    topic_title: str
    article_id: str
    outlet: str | None
    clause: str
    field: str  # title or text
    start: int
    end: int
    words: str
    sentence: str | None  # None: the article's wording has changed since


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Where something new stands."""

    article_id: str
    outlet: str | None
    url: str | None
    words: str
    sentence: str | None  # None: the article's wording has changed since


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is new about a story: see pipeline.alerts.piece.News."""

    kind: str
    words: str
    before: Json
    now: Json
    reports: int
    sentences: tuple[Sentence, ...]
    withdrawn: bool = False  # of a correction: the whole report is taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What had been told of a story."""

    number: int  # how often
    at: datetime
    reports: int
    figures: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFacts:
    """One story that an alert tells of."""

    story_id: str  # the story now: the one told of, or the one that absorbed it
    title: str
    articles: int
    outlets: int
    reports: int  # independent ones
    first_seen_at: datetime
    last_seen_at: datetime
    places: tuple[Place, ...] = ()
    sources: tuple[Report, ...] = ()  # in order of arrival, at most MAX_SOURCES
    reason: str = "matched"
    news: tuple[Item, ...] = ()
    before: Before | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the warehouse knows of an alert when it is sent."""

    alert: Alert
    stories: tuple[StoryFacts, ...] = ()  # one; several of a digest; none of a silence
    down: tuple[str, ...] = ()  # sources that fail or have fallen silent
    of_topics: tuple[str, ...] = ()  # of a silence: the sources that used to bring its topics
