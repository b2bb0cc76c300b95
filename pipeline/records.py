"""The records that travel between the stages: each stage takes one kind and gives the next.

Times are aware UTC datetimes. Offsets count characters (Unicode code points) from 0, the end excluded.
Ids are 12 characters of lower-case base32 (60 bits of BLAKE2b), derived from content alone (pipeline.identity).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

# What a JSON column may hold; evidence is kept in this form so that SQL can read it.
Json: TypeAlias = "Mapping[str, Json] | list[Json] | tuple[Json, ...] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Raw material as it came from a source, with what the source said about it."""

    uri: str  # where this very document is: file:///…, https://…, or the key an import gave it
    source: str  # name of the source it came from
    media_type: str  # text/plain or text/html
    content: bytes | str  # bytes: the encoding is still to be found out
    fetched_at: datetime
    charset: str | None = None  # from the HTTP header
    url: str | None = None  # the article's address, when the source knows it
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    published_at: datetime | None = None  # in the zone the source gave it in
    published_from: str | None = None  # how the time is known: feed, import …
    content_from: str | None = None  # of a feed's entry: content or summary, as the feed encloses it, or page
    summary: str | None = None  # with a page: what the feed itself encloses, should the page be none


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Clean text, and what is known about it; unknown is None, never invented."""

    article_id: str
    uri: str
    source: str
    text: str  # paragraphs parted by one empty line
    content_hash: str  # of title and text: tells a new version from a repeat
    seen_at: datetime  # when the document was fetched
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = None  # ISO 639-1
    published_at: datetime | None = None
    published_from: str | None = None  # feed, import, json-ld, opengraph, meta, microdata, html, url, text …
    content_from: str | None = None  # page, or what a feed enclosed: content, summary; None: a file
    verdict: str | None = None  # of pipeline.verdicts.verdict: complete, or what is wrong with the text
    verdict_evidence: Mapping[str, Json] = field(default_factory=dict, hash=False)
    updated_at: datetime | None = None  # never before published_at
    published_precision: str | None = None  # minute or day
    published_on: date | None = (
        None  # the day at its outlet: published_at in the zone given, or as its page shows
    )
    published_zone: str | None = None  # offset from UTC in which the time was given, ±HH:MM
    provenance: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # field to how it is known, as in published_from
    credit: str | None = None  # the agency that it names as the author of its text (pipeline.copies.credit)

    @property
    def words(self) -> int:
        return len(self.text.split())


class Stage(StrEnum):
    """The stage that refused a document."""

    SOURCE = "source"
    EXTRACT = "extract"
    LOAD = "load"  # all from folding to the transaction


class Reason(StrEnum):
    """Why a document was refused: a closed list, so that rejections can be counted."""

    UNREADABLE = "unreadable"  # the file cannot be opened
    EMPTY = "empty"  # nothing but space
    BINARY = "binary"  # not text
    ENCODING = "encoding"  # text, but in no encoding we can tell
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"  # a line that is no JSON object, a feed that is no feed
    FIELD = "field"  # a field is missing or of the wrong type
    NO_TEXT = "no_text"  # a page without an article
    UNSUPPORTED = "unsupported"  # a kind of file we do not read
    FETCH = "fetch"  # the network said no
    COSTLY = "costly"  # it took more time or memory than one document may
    FOREIGN = "foreign"  # a change to an article that another source brought
    FAULT = "fault"  # our own fault: a bug met by this document, kept and counted instead of stopping the run


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A document that did not become an article, and why."""

    uri: str
    source: str
    stage: Stage
    reason: Reason
    detail: str  # what was found, for a person
    seen_at: datetime
    line: int | None = None  # in a file of many documents, 1-based


class CopyKind(StrEnum):
    EXACT = "exact"  # the same words
    NEAR = "near"  # edited, shortened, re-headlined
    PARTIAL = "partial"  # shared passages inside otherwise own text


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article that took its text from an earlier one."""

    article_id: str
    origin_id: str  # the origin of the whole chain, never a copy itself
    kind: CopyKind
    share: float  # of this article's text that is the origin's, 0 to 1
    evidence: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An article in a story, from now on."""

    article_id: str
    story_id: str
    similarity: float  # the score it was admitted with; 0 when it opened the story
    reason: str  # opened, joined, copy, merged, moved, split
    evidence: Mapping[str, Json] = field(default_factory=dict)

    @property
    def opened(self) -> bool:
        return self.reason == "opened"

    @property
    def cause(self) -> str:
        """The reason; of a copy that went along with its origin, why that did."""
        return str(self.evidence.get("because", self.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMerge:
    """One story absorbed another; the older id survives."""

    story_id: str
    absorbed_id: str
    article_id: str  # the article whose arrival showed it
    evidence: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One place in an article that made a query match."""

    clause: str  # the part of the query, as written
    field: str  # title or text
    start: int
    end: int
    words: str  # what stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    article_id: str
    topic: str
    version: str  # hash of the topic's declaration
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A term of a media topic's rule, and where it stands first."""

    term: str  # as written in the rule
    adds: float  # to the score
    times: int  # places in title and text
    field: str  # title or text
    start: int
    end: int
    words: str  # what stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTopicMatch:
    """An article is about a topic of the IPTC Media Topics."""

    article_id: str
    code: str  # medtop:…
    name: str  # in English
    top: str  # code of the top topic it stands below; its own, if it is one
    score: float
    version: str  # hash of all rules
    evidence: tuple[Sign, ...]  # what adds most


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in the text."""

    article_id: str
    name: str
    kind: str  # person, place, organisation, name (kind not known)
    start: int
    end: int
    country_code: str | None = None  # of a place: ISO 3166-1, two letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words in quotation marks, and who is said to have spoken them."""

    article_id: str
    quote: str  # without the marks
    speaker: str | None
    start: int  # of the words, the marks excluded
    end: int
    language: str | None = None  # of the article
    arrival: int | None = None  # of the article, its place in order; None: not decided yet
    said_id: str | None = None  # equal for the variants of one saying in a story; None: the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A place where an article corrects something, or takes itself back."""

    article_id: str
    kind: str  # correction or retraction
    field: str  # title or text
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an alert told about one story; what is new is counted from here."""

    story_id: str
    article_id: str  # whose arrival made the rule speak
    number: int  # how often the rule has told of the story, with this
    reason: str  # of pipeline.alerts.telling.Spoke
    news: tuple[Mapping[str, Json], ...]  # what was new: see pipeline.alerts.news
    told: Mapping[str, Json]  # all that has been told by now: see pipeline.alerts.news
    evidence: Mapping[str, Json]  # counts, and which clauses matched where


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in the text with what it counts."""

    article_id: str
    counted: str  # dead, injured, missing, arrested …; people, troops, homes …; percent, km, USD …; else as written
    value: float  # of a range, the lower end
    high: float | None  # upper end of a range
    qualifier: str | None  # at least, up to, about, more (than told before); None: just so
    start: int  # from the number to what it counts
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A rule has something to say: about a story, several of them (a digest), or a topic (a spike, a silence)."""

    alert_id: str
    rule: str
    story_id: str | None  # None: it is about several, or none
    article_id: str | None  # the article that made the rule speak
    reason: str
    evidence: Mapping[str, Json]
    raised_at: datetime
    moment: datetime | None = None  # by the clock of the stream: the same however late it was read
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A rule kept silent, and why."""

    rule: str
    story_id: str | None  # None: of a spike or a silence
    article_id: str | None
    reason: str  # a closed list: see pipeline.alerts.alert
    at: datetime
    evidence: Mapping[str, Json] = field(default_factory=dict)


class Outcome(StrEnum):
    SENT = "sent"
    FAILED = "failed"  # to be tried again
    DEAD = "dead"  # given up
    HELD = "held"  # not sent: its story had merged into one already told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt to hand an alert to a channel."""

    alert_id: str
    channel: str
    key: str  # idempotency key, the same for every attempt
    attempt: int  # 1-based
    outcome: Outcome
    at: datetime
    error: str | None = None  # without secrets
    retry_at: datetime | None = None  # failed: not to be tried again before


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A declared interest."""

    name: str  # key: lower-case letters, digits, hyphens
    title: str
    query: str = ""  # see pipeline.topics.query
    sql: str | None = None  # instead of a query: see warehouse.topics.sql_topics


class RuleKind(StrEnum):
    """What a rule waits for."""

    STORY = "story"  # a story, and what is new about it
    DIGEST = "digest"  # the same, gathered until a time of day
    SPIKE = "spike"  # more reports than is usual at this hour of the week
    SILENCE = "silence"  # none for a while


class Novelty(StrEnum):
    """What about a story is worth telling again."""

    REPORTS = "reports"  # more independent reports
    FIGURE = "figure"  # a number has moved, or is counted for the first time
    NAME = "name"  # a person or organisation not named before
    PLACE = "place"
    QUOTE = "quote"  # words not quoted before
    CORRECTION = "correction"  # or a retraction
    SEVERITY = "severity"  # a topic further up the rule's list matches


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A part of the day in which a rule waits; it may reach over midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is worth an alert, and who is to hear it."""

    name: str
    title: str
    topics: tuple[str, ...]  # any of them
    channels: tuple[str, ...]
    min_reports: int = 1  # independent reports in the story before the rule speaks
    kind: RuleKind = RuleKind.STORY
    again: frozenset[Novelty] = frozenset(Novelty)  # what makes it speak again about a story
    severity: tuple[str, ...] = ()  # topics, from the least to the most severe
    more_reports: int = 3  # further independent reports that are news; doubled with each telling
    pause: timedelta = timedelta(
        minutes=30
    )  # between two tellings of a story; doubled with each, a day at most
    quiet: QuietHours | None = None
    ceiling: int | None = None  # alerts an hour; the rest is gathered into one
    cron: str | None = None  # of a digest: when
    timezone: str = "UTC"  # of cron and quiet hours
    after: timedelta = timedelta(days=1)  # of a silence: how long
    window: timedelta = timedelta(hours=1)  # of a spike: counted over
    at_least: int = 5  # of a spike: reports in the window
