import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.messages.atom import entries_of, entry, entry_id, feed
from pipeline.messages.message import Message

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def message(**fields: Any) -> Message:
    given = Message(
        key="k",
        rule="ports",
        rule_title="Häfen",
        story_id="s1",
        subject="Häfen: Ein <Streik> & mehr",
        text="text",
        html='<!doctype html><html><head><title>x</title></head><body style="margin:0">\n<h1>Ein &lt;Streik&gt;</h1></body></html>',
        data={"sources": [{"url": None}, {"url": "https://news.example/a?b=1&c=2"}]},
    )
    return replace(given, **fields)


def parsed(document: bytes) -> Any:
    found = feedparser.parse(io.BytesIO(document), response_headers={"content-type": "application/atom+xml"})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_feed_is_read_as_it_was_meant() -> None:
    later = entry(message(subject="Later"), "a2", NOW + timedelta(hours=1))
    found = parsed(feed("ports", "Häfen & Kais", [later, entry(message(), "a1", NOW)], NOW))
    assert found.feed.title == "Häfen & Kais"
    assert found.feed.author == "wirewatch"
    assert found.feed.updated == "2026-01-02T04:04:05Z"
    assert found.feed.id.startswith("urn:uuid:")
    first = found.entries[1]
    assert first.title == "Häfen: Ein <Streik> & mehr"
    assert (first.updated, first.published) == ("2026-01-02T03:04:05Z",) * 2
    assert first.link == "https://news.example/a?b=1&c=2"
    assert first.id == entry_id("a1")
    assert first.content[0].value == "<h1>Ein &lt;Streik&gt;</h1>"
    assert first.content[0].type == "text/html"


def test_ids_hang_on_the_alert_alone() -> None:
    once, again = (parsed(feed("ports", title, [entry(message(), "a1", NOW)], NOW)) for title in ("A", "B"))
    assert once.feed.id == again.feed.id
    assert once.entries[0].id == again.entries[0].id
    assert entry_id("a1") == "urn:uuid:" + entry_id("a1")[9:]
    assert entry_id("a1") != entry_id("a2")


def test_an_empty_feed_is_one_and_keeps_its_time() -> None:
    document = feed("ports", "Häfen", [], NOW)
    assert parsed(document).feed.updated == "2026-01-02T03:04:05Z"
    entries, since = entries_of(document)
    assert (entries, since) == ({}, NOW)
    assert feed("ports", "Häfen", [], since or NOW + timedelta(days=1)) == document


@given(st.text(), st.text())
def test_no_text_breaks_it_and_written_entries_stay_as_they_are(subject: str, body: str) -> None:
    made = entry(message(subject=subject, html=f"<body>{body}</body>"), "a1", NOW)
    document = feed("ports", subject, [made], NOW)
    parsed(document)
    entries, _ = entries_of(document)
    assert feed("ports", subject, list(entries.values()), NOW) == document


@pytest.mark.parametrize("document", [b"", b"no xml", b"<feed", b"<a/>", b"\xff\xfe"])
def test_what_is_no_feed_holds_nothing(document: bytes) -> None:
    assert entries_of(document) == ({}, None)
