"""An alert as people and programs read it: subject, plain text, HTML and JSON data, from what is known when it is sent.

Every word comes from outside. One-line fields lose control and direction characters, links are http or https, HTML is
escaped by the template engine and loads nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pipeline.alerts.telling import Spoke
from pipeline.messages.message_facts import MAX_SOURCES, Before, Facts, Item, Place, Report, StoryFacts
from pipeline.messages.message_html import as_html
from pipeline.messages.message_line import MAX_SENTENCE, line_or_none, one_line, safe_url
from pipeline.messages.message_text import as_text
from pipeline.messages.message_words import clock, headline
from pipeline.records import Json

SCHEMA: Final = 1  # of Message.data, see docs/alerts.md; a field may be added, none is changed or removed without a new number
SHOW: Final = "wirewatch show"  # the command that shows a story of the usual workspace
_MAX_SUBJECT: Final = 200
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert ready for any channel."""

    key: str  # idempotency key of this alert on this channel
    rule: str
    rule_title: str
    story_id: str | None  # None: about several stories, or none
    subject: str  # one line
    text: str
    html: str
    data: Mapping[str, Json]
    show: str = SHOW


def render(facts: Facts, key: str, show: str = SHOW) -> Message:
    """The message that says what these facts are; `show`: the command that shows a story, without its id."""
    data = _data(facts, key)
    return Message(
        key=key,
        rule=facts.alert.rule,
        rule_title=data["rule"]["title"],
        story_id=data["story"]["story_id"] if data["story"] else None,
        subject=data["subject"],
        text=as_text(data, show),
        html=as_html(data, show),
        data=data,
        show=show,
    )


def _data(facts: Facts, key: str) -> dict[str, Any]:
    alert = facts.alert
    stories = [_story(story) for story in facts.stories]
    single = stories[0] if stories and alert.reason != Spoke.DIGEST else None
    data = {
        "key": key,
        "schema": SCHEMA,
        "alert_id": alert.alert_id,
        "subject": "",
        "rule": {"name": alert.rule, "title": one_line(str(alert.evidence.get("title") or alert.rule))},
        "reason": str(alert.reason),
        "raised_at": _time(alert.raised_at),
        **(single or _NO_STORY),
        "stories": stories if alert.reason == Spoke.DIGEST else [],
        "spike": alert.evidence.get("spike"),
        "silence": _silence(facts),
        "sources_down": [one_line(name) for name in facts.down],
    }
    return data | {"subject": _subject(data)}


_NO_STORY: Final[Mapping[str, Json]] = {
    "story": None,
    "told_as": None,
    "news": [],
    "before": None,
    "matches": [],
    "sources": [],
    "sources_left_out": 0,
}


def _subject(data: Mapping[str, Any]) -> str:
    title, story = data["rule"]["title"], data["story"]["title"] if data["story"] else ""
    told = f"{headline(data['news'])}: {story}" if data["news"] else story
    what = {
        Spoke.DIGEST: f"{len(data['stories'])} {'story' if len(data['stories']) == 1 else 'stories'}",
        Spoke.SPIKE: _spike_subject(data["spike"]),
        Spoke.SILENT: f"nothing since {clock(data['silence']['last_heard_at'])}" if data["silence"] else "",
    }
    return one_line(f"{title}: {what.get(data['reason'], told)}", _MAX_SUBJECT)


def _spike_subject(spike: Mapping[str, Any] | None) -> str:
    if not spike:
        return ""
    hours = spike["window"] / _HOUR
    span = "an hour" if hours == 1 else f"{hours:g} hours"
    return f"{spike['count']} reports in {span}, usually {spike['usual']:g}"


def _story(facts: StoryFacts) -> dict[str, Any]:
    return {
        "story": {
            "story_id": facts.story_id,
            "title": one_line(facts.title),
            "articles": facts.articles,
            "outlets": facts.outlets,
            "reports": facts.reports,
            "first_seen_at": _time(facts.first_seen_at),
            "last_seen_at": _time(facts.last_seen_at),
        },
        "told_as": str(facts.reason),
        "news": [_item(item) for item in facts.news],
        "before": _before(facts.before),
        "matches": [_match(place) for place in facts.places],
        "sources": [_source(report) for report in facts.sources[:MAX_SOURCES]],
        "sources_left_out": max(0, facts.articles - min(len(facts.sources), MAX_SOURCES)),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "words": one_line(item.words),
        "before": _json_line(item.before),
        "now": _json_line(item.now),
        "reports": item.reports,
        "withdrawn": item.withdrawn,
        "sentences": [
            {
                "article_id": one.article_id,
                "outlet": line_or_none(one.outlet),
                "url": safe_url(one.url),
                "words": one_line(one.words),
                "sentence": line_or_none(one.sentence, MAX_SENTENCE + 2),
            }
            for one in item.sentences
        ],
    }


def _json_line(value: Json) -> Json:
    return one_line(value) if isinstance(value, str) else value


def _before(before: Before | None) -> dict[str, Any] | None:
    if before is None:
        return None
    figures = {one_line(noun): value for noun, value in before.figures}
    return {"number": before.number, "at": _time(before.at), "reports": before.reports, "figures": figures}


def _silence(facts: Facts) -> dict[str, Any] | None:
    """How long, and whether the topic is quiet or those who used to report it are."""
    told = facts.alert.evidence.get("silence")
    if not isinstance(told, Mapping):
        return None
    down = [name for name in facts.of_topics if name in facts.down]
    return {
        **told,
        "topics": facts.alert.evidence.get("topics"),
        "sources": [one_line(name) for name in facts.of_topics],
        "sources_down": [one_line(name) for name in down],
    }


def _match(place: Place) -> dict[str, Json]:
    return {
        "topic": place.topic,
        "topic_title": one_line(place.topic_title),
        "clause": one_line(place.clause),
        "article_id": place.article_id,
        "outlet": line_or_none(place.outlet),
        "field": place.field,
        "start": place.start,
        "end": place.end,
        "words": one_line(place.words),
        "sentence": line_or_none(place.sentence, MAX_SENTENCE + 2),
    }


def _source(report: Report) -> dict[str, Json]:
    return {
        "article_id": report.article_id,
        "title": line_or_none(report.title),
        "lead": line_or_none(report.lead, 120),
        "outlet": line_or_none(report.outlet),
        "url": safe_url(report.url),
        "published_at": _time(report.published_at),
        "seen_at": _time(report.seen_at),
        "copy_of": report.origin_id,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
