"""An alert as people and programs read it: subject, plain text, HTML and JSON data, from what is known when it is sent.

Every word comes from outside. One-line fields lose control and direction characters, links are http or https, HTML is
escaped by the template engine and loads nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment

from pipeline.records import Alert, Json
from pipeline.text import sentences

SCHEMA = 1  # of Message.data, see docs/alerts.md; a field may be added, none is changed or removed without a new number
MAX_SOURCES = 25  # a message is read by a person; the rest is counted, and `wirewatch show` has it
MAX_LINE = 300  # characters of a title, outlet or clause
MAX_SENTENCE = 400  # characters shown around a match
MAX_CLAUSE = 100  # characters of a clause where a person reads it; the data has more
MAX_URL = 2000
_NOT_IN_URL = re.compile(
    r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2000-\u206f\u3000\ufeff\ud800-\udfff]"
)  # RFC 3986, and what hides
_WINDOW = 1000  # characters searched on either side for the ends of the sentence: texts may be huge
# Controls (escape sequences, newlines) and lone surrogates, which no encoding takes.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Marks that reorder or hide text (Unicode TR 36); the joiners U+200C and U+200D stay: Persian and Hindi are written with them.
_HIDDEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


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
class Facts:
    """What the warehouse knows of an alert when it is sent."""

    alert: Alert
    story_id: str  # the story now: the alert's own, or the one that absorbed it
    story_title: str
    articles: int
    outlets: int
    reports: int  # independent ones
    first_seen_at: datetime
    last_seen_at: datetime
    places: tuple[Place, ...]
    sources: tuple[Report, ...]  # in order of arrival, at most MAX_SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert ready for any channel."""

    key: str  # idempotency key of this alert on this channel
    rule: str
    rule_title: str
    story_id: str
    subject: str  # one line
    text: str
    html: str
    data: Mapping[str, Json]


def render(facts: Facts, key: str) -> Message:
    """The message that says what these facts are."""
    data = _data(facts, key)
    return Message(
        key=key,
        rule=facts.alert.rule,
        rule_title=data["rule"]["title"],
        story_id=facts.story_id,
        subject=data["subject"],
        text=_text(data),
        html=_HTML.render(
            data,
            extent=_extent,
            span=_span,
            byline=_byline,
            footer=_footer(data),
            marked=_marked,
            by_clause=_by_clause,
        ),
        data=data,
    )


def one_line(value: str, limit: int = MAX_LINE) -> str:
    """Safe in a mail header, a terminal and a log: one line without control or direction characters."""
    line = " ".join(_CONTROL.sub(" ", _HIDDEN.sub("", value[: 4 * limit])).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def safe_url(url: str | None) -> str | None:
    """An http or https address without spaces or controls, else None."""
    if not url or len(url) > MAX_URL or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def around(text: str, start: int, end: int) -> str:
    """The sentence that holds a span, on one line and cut to length around the span."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    window = text[low:high]
    spans = [span for span in sentences(window) if span.start < end - low and span.end > start - low]
    first, last = (low + spans[0].start, low + spans[-1].end) if spans else (start, end)
    spare = max(0, MAX_SENTENCE - (end - start)) // 2
    left, right = _whole_words(text, max(first, start - spare), min(last, end + spare), start, end)
    cut = one_line(text[left:right], MAX_SENTENCE)
    return f"{'…' if left > first else ''}{cut}{'…' if right < last else ''}"


def _whole_words(text: str, left: int, right: int, start: int, end: int) -> tuple[int, int]:
    """Ends drawn in to the next space, never into the span; where a script has none they stay."""
    if left and not text[left - 1].isspace():
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else left
    if right < len(text) and not text[right].isspace():
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return left, right


def _data(facts: Facts, key: str) -> dict[str, Any]:
    alert = facts.alert
    rule_title = one_line(str(alert.evidence.get("title") or alert.rule))
    story_title = one_line(facts.story_title)
    return {
        "key": key,
        "schema": SCHEMA,
        "alert_id": alert.alert_id,
        "subject": one_line(f"{rule_title}: {story_title}", 200),
        "rule": {"name": alert.rule, "title": rule_title},
        "reason": str(alert.reason),
        "raised_at": _time(alert.raised_at),
        "story": {
            "story_id": facts.story_id,
            "title": story_title,
            "articles": facts.articles,
            "outlets": facts.outlets,
            "reports": facts.reports,
            "first_seen_at": _time(facts.first_seen_at),
            "last_seen_at": _time(facts.last_seen_at),
        },
        "matches": [_match(place) for place in facts.places],
        "sources": [_source(report) for report in facts.sources[:MAX_SOURCES]],
        "sources_left_out": max(0, facts.articles - min(len(facts.sources), MAX_SOURCES)),
    }


def _match(place: Place) -> dict[str, Json]:
    return {
        "topic": place.topic,
        "topic_title": one_line(place.topic_title),
        "clause": one_line(place.clause),
        "article_id": place.article_id,
        "outlet": _line(place.outlet),
        "field": place.field,
        "start": place.start,
        "end": place.end,
        "words": one_line(place.words),
        "sentence": _line(place.sentence, MAX_SENTENCE + 2),
    }


def _source(report: Report) -> dict[str, Json]:
    return {
        "article_id": report.article_id,
        "title": _line(report.title),
        "lead": _line(report.lead, 120),
        "outlet": _line(report.outlet),
        "url": safe_url(report.url),
        "published_at": _time(report.published_at),
        "seen_at": _time(report.seen_at),
        "copy_of": report.origin_id,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _line(value: str | None, limit: int = MAX_LINE) -> str | None:
    return one_line(value, limit) or None if value else None


def _text(data: dict[str, Any]) -> str:
    return "\n".join(_lines(data)) + "\n"


def _lines(data: dict[str, Any]) -> Iterator[str]:
    story = data["story"]
    yield from (data["subject"], "", _extent(story), _span(story), "", "Why")
    for ground, places in _by_clause(data["matches"]):
        yield f"  {ground}"
        yield from (f"    {_place(match)}" for match in places)
    yield from ("", "Sources")
    for source in data["sources"]:
        yield "  " + _byline(source)
        if source["url"]:
            yield "    " + source["url"]
    if data["sources_left_out"]:
        yield f"  and {data['sources_left_out']} more"
    yield from ("", *_footer(data))


def _by_clause(matches: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """What each clause found, a sentence once however many of its words matched."""
    groups: dict[str, dict[tuple[str, str], Mapping[str, Any]]] = {}
    for match in matches:
        ground = f"{match['topic_title']}: {one_line(match['clause'], MAX_CLAUSE)}"
        place = (match["article_id"], match["sentence"] or match["words"])
        groups.setdefault(ground, {}).setdefault(place, match)
    return [(ground, list(places.values())) for ground, places in groups.items()]


def _place(match: Mapping[str, Any]) -> str:
    """Who wrote it, and the sentence with the words that matched in brackets."""
    before, found, after = _marked(match)
    sentence = f"{before}[{found}]{after}" if found else before
    return f"{match['outlet']}: {sentence}" if match["outlet"] else sentence


def _extent(story: Mapping[str, Any]) -> str:
    """How large the story is, in words."""
    counts = (
        (story["articles"], "article"),
        (story["outlets"], "outlet"),  # none: not known
        (story["reports"], "independent report"),
    )
    return ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number)


def _span(story: Mapping[str, Any]) -> str:
    """When its articles were first and last seen."""
    first, last = _clock(story["first_seen_at"]), _clock(story["last_seen_at"])
    return f"Seen {first}" if first == last else f"Seen from {first} to {last}"


def _byline(source: Mapping[str, Any]) -> str:
    """When, who and what, in one line; an unknown time of publication is not invented."""
    when = _clock(source["published_at"]) if source["published_at"] else f"seen {_clock(source['seen_at'])}"
    parts = (
        when,
        source["outlet"],
        source["title"] or source["lead"],
        "(a copy)" if source["copy_of"] else None,
    )
    return "  ".join(part for part in parts if part)


def _footer(data: Mapping[str, Any]) -> tuple[str, str]:
    story_id = data["story"]["story_id"]
    return (
        f"More: wirewatch show {story_id}",
        f"Rule {data['rule']['name']}, alert {data['alert_id']}, story {story_id}",
    )


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M UTC")


def _marked(match: Mapping[str, Any]) -> tuple[str, str, str]:
    """The sentence before, at and after the words that matched."""
    words, sentence = match["words"], match["sentence"] or match["words"]
    return sentence.partition(words) if words else (sentence, "", "")


_HTML = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ subject }}</title></head>
<body style="margin:0;padding:1.5em;max-width:42em;font:16px/1.5 Georgia,serif;color:#1b1b1b;background:#fff">
<p style="margin:0;font:13px sans-serif;color:#666" dir="auto">{{ rule.title }}</p>
<h1 style="margin:.2em 0;font-size:1.4em;line-height:1.25" dir="auto">{{ story.title }}</h1>
<p style="margin:0;font:13px sans-serif;color:#666">{{ extent(story) }}. {{ span(story) }}.</p>
<h2 style="font:bold 13px sans-serif;margin:1.5em 0 .3em">Why</h2>
{% for ground, places in by_clause(matches) %}
<p style="margin:.8em 0 0;font:13px sans-serif;color:#666">{{ ground }}</p>
{% for match in places %}
{% set before, found, after = marked(match) %}
<p style="margin:.3em 0" dir="auto">{% if match.outlet %}{{ match.outlet }}: {% endif %}{{ before }}<b style="background:#fff2a8">{{ found }}</b>{{ after }}</p>
{% endfor %}
{% endfor %}
<h2 style="font:bold 13px sans-serif;margin:1.5em 0 .3em">Sources</h2>
<ul style="margin:0;padding-left:1.2em">
{% for source in sources %}
<li dir="auto">{% if source.url %}<a href="{{ source.url }}" rel="noreferrer">{{ byline(source) }}</a>{% else %}{{ byline(source) }}{% endif %}</li>
{% endfor %}
{% if sources_left_out %}
<li>and {{ sources_left_out }} more</li>
{% endif %}
</ul>
<p style="margin-top:2em;font:12px sans-serif;color:#666">{% for line in footer %}{{ line }}<br>{% endfor %}</p>
</body></html>
"""
)
