import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.telling import Spoke
from pipeline.messages.message import Message, render
from pipeline.messages.message_chat import Dialect, chat
from pipeline.messages.message_facts import (
    MAX_SOURCES,
    Before,
    Facts,
    Item,
    Place,
    Report,
    Sentence,
    StoryFacts,
)
from pipeline.messages.message_line import around, one_line, safe_url
from pipeline.records import Alert

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
EVIL = "\x1b[31mA\r\nBcc: x@evil.example\x00<script>alert(1)</script>\u202e\u2028\ud800 \"'&{{ 7*7 }}"


def facts(evil: str = "", *, sources: int = 2) -> Facts:
    alert = Alert(
        alert_id="alert1alert1",
        rule="ports",
        story_id="story0story0",
        article_id="a0",
        reason="matched",
        evidence={"title": f"Ports on strike{evil}", "matches": []},
        raised_at=NOW,
    )
    place = Place(
        topic="strike",
        topic_title=f"Strikes{evil}",
        article_id="a0",
        outlet=f"Harbour News{evil}",
        clause=f"strike NEAR/5 port{evil}",
        field="text",
        start=14,
        end=20,
        words="strike",
        sentence=f"Dockers began a strike on Monday.{evil}",
    )
    reports = tuple(
        Report(
            article_id=f"a{number}",
            title=f"Docks stand still{evil}",
            lead=f"The docks stood still{evil}",
            outlet=f"Harbour News{evil}",
            url=f"https://news.example/{number}{evil}",
            published_at=None if number else NOW,
            seen_at=NOW + timedelta(hours=number),
            origin_id="a0" if number else None,
        )
        for number in range(sources)
    )
    story = StoryFacts(
        story_id="story1story1",
        title=f"Dockers strike{evil}",
        articles=sources,
        outlets=1,
        reports=1,
        first_seen_at=NOW,
        last_seen_at=NOW + timedelta(hours=1),
        places=(place,),
        sources=reports,
    )
    return Facts(alert=alert, stories=(story,))


def story_of(known: Facts) -> StoryFacts:
    (story,) = known.stories
    return story


def with_story(known: Facts, **fields: Any) -> Facts:
    return replace(known, stories=(replace(story_of(known), **fields),))


def test_the_command_that_shows_a_story_is_the_one_given() -> None:
    """Behind it stand the options with which a warehouse elsewhere is found."""
    made = render(facts(), "k", "wirewatch show -w 'my desk'")
    assert "More: wirewatch show -w 'my desk' story1story1\n" in made.text
    assert "More: wirewatch show -w &#39;my desk&#39; story1story1<br>" in made.html
    assert chat(made, Dialect(markup=False), 120, len, title=True).endswith(
        "more: wirewatch show -w 'my desk' story1story1"
    )
    digest = render(
        replace(facts(), alert=replace(facts().alert, reason=Spoke.DIGEST)), "k", "wirewatch show -w d"
    )
    assert "   More: wirewatch show -w d story1story1\n" in digest.text


def test_plain_text_reads_well() -> None:
    assert (
        render(facts(), "key1").text
        == """\
Ports on strike: Dockers strike

2 articles, 1 outlet, 1 independent report
Seen from 2026-01-02 03:04 UTC to 2026-01-02 04:04 UTC

Why
  Strikes: strike NEAR/5 port
    Harbour News: Dockers began a [strike] on Monday.

Sources
  2026-01-02 03:04 UTC  Harbour News  Docks stand still
    https://news.example/0
  seen 2026-01-02 04:04 UTC  Harbour News  Docks stand still  (a copy)
    https://news.example/1

More: wirewatch show story1story1
Rule ports, alert alert1alert1, story story1story1
"""
    )


def test_what_one_clause_found_stands_together_a_sentence_once() -> None:
    known = facts()
    first = story_of(known).places[0]
    again = replace(first, words="Monday", start=28, end=34)
    elsewhere = replace(first, article_id="a1", sentence="The strike went on.")
    text = render(with_story(known, places=(first, again, elsewhere)), "key1").text
    assert (
        """
  Strikes: strike NEAR/5 port
    Harbour News: Dockers began a [strike] on Monday.
    Harbour News: The [strike] went on.

"""
        in text
    )


def test_what_has_no_title_goes_by_its_beginning_and_no_outlet_is_not_nought() -> None:
    known = facts(sources=1)
    report = replace(story_of(known).sources[0], title=None, outlet=None)
    text = render(with_story(known, sources=(report,), outlets=0), "key1").text
    assert "2026-01-02 03:04 UTC  The docks stood still\n" in text
    assert "outlet" not in text


def test_data_has_the_documented_shape() -> None:
    assert render(facts(sources=1), "key1").data == {
        "key": "key1",
        "schema": 1,
        "alert_id": "alert1alert1",
        "subject": "Ports on strike: Dockers strike",
        "rule": {"name": "ports", "title": "Ports on strike"},
        "reason": "matched",
        "raised_at": "2026-01-02T03:04:00+00:00",
        "story": {
            "story_id": "story1story1",
            "title": "Dockers strike",
            "articles": 1,
            "outlets": 1,
            "reports": 1,
            "first_seen_at": "2026-01-02T03:04:00+00:00",
            "last_seen_at": "2026-01-02T04:04:00+00:00",
        },
        "matches": [
            {
                "topic": "strike",
                "topic_title": "Strikes",
                "clause": "strike NEAR/5 port",
                "article_id": "a0",
                "outlet": "Harbour News",
                "field": "text",
                "start": 14,
                "end": 20,
                "words": "strike",
                "sentence": "Dockers began a strike on Monday.",
            }
        ],
        "sources": [
            {
                "article_id": "a0",
                "title": "Docks stand still",
                "lead": "The docks stood still",
                "outlet": "Harbour News",
                "url": "https://news.example/0",
                "published_at": "2026-01-02T03:04:00+00:00",
                "seen_at": "2026-01-02T03:04:00+00:00",
                "copy_of": None,
            }
        ],
        "sources_left_out": 0,
        "told_as": "matched",
        "news": [],
        "before": None,
        "stories": [],
        "spike": None,
        "silence": None,
        "sources_down": [],
    }


def told_again(evil: str = "") -> Facts:
    """A story told before: the toll has risen."""
    known = facts(evil)
    sentence = Sentence(
        article_id="a1",
        outlet=f"Coast Post{evil}",
        url=f"https://news.example/9{evil}",
        words="19 people were killed",
        sentence=f"At least 19 people were killed.{evil}",
    )
    news = (
        Item(kind="figure", words="dead: 19", before=12.0, now=19.0, reports=2, sentences=(sentence,)),
        Item(kind="name", words=f"Maria Velasquez{evil}", before=None, now="x", reports=2, sentences=()),
        Item(kind="reports", words="6 more", before=3, now=9, reports=9, sentences=()),
    )
    before = Before(number=1, at=NOW, reports=3, figures=(("dead", 12.0),))
    alert = replace(known.alert, reason="changed")
    return replace(with_story(known, news=news, before=before, reason="changed"), alert=alert)


def test_what_is_new_comes_first_and_what_was_told_is_recalled() -> None:
    message = render(told_again(), "key1")
    assert message.subject == "Ports on strike: dead: 12 → 19: Dockers strike"
    assert message.text.startswith(
        """\
Ports on strike: dead: 12 → 19: Dockers strike

What is new
  Moved: dead: 12 → 19 (2 reports)
    Coast Post: At least [19 people were killed].
  Named for the first time: Maria Velasquez (2 reports)
  Reported more widely: 9 independent reports, 3 when last told
Told once before, last on 2026-01-02 03:04 UTC: 3 independent reports, dead: 12

2 articles, 1 outlet, 1 independent report
"""
    )
    assert "<b>dead: 12 → 19</b>" in message.html


def test_a_digest_tells_of_each_story() -> None:
    known = told_again()
    alert = replace(known.alert, reason="digest", story_id=None, article_id=None)
    message = render(replace(known, alert=alert, stories=(*facts().stories, *known.stories)), "key1")
    assert message.subject == "Ports on strike: 2 stories"
    assert message.story_id is None
    assert [block["told_as"] for block in message.data["stories"]] == ["matched", "changed"]  # type: ignore[union-attr, index, call-overload]
    assert "1. Dockers strike\n   2 articles, 1 outlet, 1 independent report. Seen from" in message.text
    assert "\n   Harbour News: Dockers began a [strike] on Monday.\n" in message.text
    assert "\n    Moved: dead: 12 → 19 (2 reports)\n" in message.text
    assert message.html.count("Dockers strike</h2>") == 2


def test_a_spike_says_how_much_more_than_usual() -> None:
    evidence = {
        "title": "Ports",
        "spike": {"count": 23, "usual": 4.0, "limit": 11.2, "windows": 8, "window": 3600.0},
    }
    known = facts()
    message = render(replace(known, alert=replace(known.alert, reason="spike", evidence=evidence)), "k")
    assert message.subject == "Ports: 23 reports in an hour, usually 4"
    assert "23 independent reports in an hour; usual at this time are 4" in message.text
    assert "Dockers strike</h1>" in message.html


@pytest.mark.parametrize(
    ("down", "said"),
    [
        ((), "The 2 sources that used to bring it are alive: the topic itself is quiet."),
        (("coast",), "Of the 2 sources that used to bring it 1 fails: coast. It may be them."),
        (
            ("coast", "harbour"),
            "Of the 2 sources that used to bring it 2 fail: coast, harbour. It may be them.",
        ),
    ],
    ids=["quiet", "dead-source", "dead-sources"],
)
def test_a_silence_tells_a_quiet_topic_from_dead_sources(down: tuple[str, ...], said: str) -> None:
    evidence = {
        "title": "Ports",
        "topics": ["strike"],
        "silence": {"last_heard_at": NOW.isoformat(), "after": 86400.0},
    }
    alert = replace(facts().alert, reason="silent", story_id=None, article_id=None, evidence=evidence)
    message = render(Facts(alert=alert, down=down, of_topics=("coast", "harbour")), "k")
    assert message.subject == "Ports: nothing since 2026-01-02 03:04 UTC"
    assert f"No report since 2026-01-02 03:04 UTC, for 24 hours and more.\n{said}\n" in message.text
    assert said in message.html


def test_sources_that_are_down_are_told_with_every_alert() -> None:
    message = render(replace(facts(), down=("coast", "harbour")), "k")
    warning = "Coverage may be incomplete, these sources bring nothing at the moment: coast, harbour"
    assert warning in message.text
    assert warning in message.html
    assert message.data["sources_down"] == ["coast", "harbour"]


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset", "background"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_marks_the_words_and_links_the_sources() -> None:
    html = render(facts(), "key1").html
    page = _Page(html)
    assert re.search(r"began a <b[^>]*>strike</b> on Monday\.", html)
    assert page.links == ["https://news.example/0", "https://news.example/1"]
    assert page.loads == []
    assert "url(" not in html


def test_hostile_words_stay_words() -> None:
    message = render(told_again(EVIL), "key1")
    page = _Page(message.html)
    assert "script" not in page.tags
    assert page.links == []  # an address with such characters is none
    assert "{{ 7*7 }}" in page.text
    assert "<script>" in page.text
    assert_safe(message)


def assert_safe(message: Message) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", message.subject)
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", message.text + message.html
    )
    for text in (message.subject, message.text, message.html, json.dumps(message.data, ensure_ascii=False)):
        text.encode("utf-8")


@given(st.text(st.characters(), max_size=60))
def test_any_text_from_outside_is_safe(evil: str) -> None:
    plain, message = render(told_again(), "k"), render(told_again(evil), "k")
    assert_safe(message)
    assert len(_Page(message.html).tags) <= len(_Page(plain.html).tags)  # fewer: links that are no address


def test_a_long_list_of_sources_is_cut_and_counted() -> None:
    message = render(facts(sources=MAX_SOURCES + 3), "k")
    assert len(message.data["sources"]) == MAX_SOURCES  # type: ignore[arg-type]
    assert message.data["sources_left_out"] == 3
    assert "and 3 more" in message.text
    assert "and 3 more" in message.html


def test_a_place_whose_wording_has_changed_shows_the_words_alone() -> None:
    gone = with_story(facts(), places=(replace(story_of(facts()).places[0], sentence=None),))
    assert "Harbour News: [strike]\n" in render(gone, "k").text


def test_times_are_told_in_utc() -> None:
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    story = render(with_story(facts(), first_seen_at=east), "k").data["story"]
    assert story["first_seen_at"] == "2026-01-02T03:04:00+00:00"  # type: ignore[index, call-overload]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "//news.example/x", "https://", "http://[", "file:///etc/passwd",
        "https://news.example/a b", "https://news.example/\n", 'https://news.example/"x', "https://x.example/\u202e", "", None,
        "https://news.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url", ["https://news.example/a?b=c&d=%20#e", "http://127.0.0.1:8000/x", "https://пример.example/é"]
)
def test_web_addresses_pass(url: str) -> None:
    assert safe_url(url) == url


def test_one_line_cuts_and_keeps_joiners() -> None:
    assert one_line("a\r\n\tb\x1b[0m") == "a b [0m"
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"
    assert one_line("x" * 50, 10) == "x" * 9 + "…"


TEXT = "It rained. Dockers at the port began a strike on Monday. Nobody knew why.\n\nAnother paragraph."


def test_around_is_the_sentence() -> None:
    start = TEXT.index("strike")
    assert around(TEXT, start, start + 6) == "Dockers at the port began a strike on Monday."


def test_around_two_sentences() -> None:
    start, end = TEXT.index("Monday"), TEXT.index("Nobody") + 6
    assert around(TEXT, start, end) == "Dockers at the port began a strike on Monday. Nobody knew why."


def test_around_a_sentence_without_end_is_cut_on_both_sides() -> None:
    text = "word " * 100_000 + "strike " + "word " * 100_000
    start = text.index("strike")
    cut = around(text, start, start + 6)
    assert len(cut) <= 402
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert "strike" in cut


WORDS = ["dockers", "at", "the", "port", "began", "a", "strike", "on", "Monday", "nobody", "knew", "why"]
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=10).map(
    lambda words: f"It rained {' '.join(words)}."
)


@given(st.lists(sentences, min_size=1, max_size=5), st.data())
def test_around_is_the_sentence_wherever_it_stands(told: list[str], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(told) - 1))
    first = sum(len(sentence) + 1 for sentence in told[:number])
    start = data.draw(st.integers(first, first + len(told[number]) - 2))
    end = data.draw(st.integers(start + 1, first + len(told[number]) - 1))
    assert around(" ".join(told), start, end) == told[number]


@given(st.text(max_size=300), st.data())
def test_around_any_span_is_one_line_that_has_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = around(text, start, end)
    assert shown == one_line(shown)
    assert one_line(text[start:end]) in shown


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "begin " + "alpha " * 200 + "strike " + "omega " * 200 + "end."
    at = text.index("strike")
    shown = around(text, at, at + 6)
    assert shown.startswith("…alpha alpha")
    assert shown.endswith("omega omega…")
    assert "strike" in shown
