import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from warehouse.database.connection import WarehouseError
from warehouse.database.opening import open_loader
from warehouse.database.rows import append, rows
from warehouse.ledger.sources import sync_declared
from warehouse.queries.newest import newest_ids, stories_by_id
from warehouse.queries.story_queries import totals
from warehouse.report.page import render, write_report
from warehouse.report.report_stories import shown_stories
from warehouse.report.run_summary import run_summary

NOW = datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
RUN = NOW - timedelta(minutes=5)
RUN_ID = "run-1"
TEXT = "The port was closed on Monday. Dockers at the port began a strike over pay. Nobody knew how long it would last."


class Warehouse:
    """A warehouse filled row by row, with as little as a case needs."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.count = 0

    def add(self, table: str, **row: object) -> None:
        append(self.con, table, [row])

    def run(self, run_id: str = RUN_ID, started_at: datetime = RUN, **counts: int) -> None:
        self.add("run_log", run_id=run_id, command="run", engine="direct", started_at=started_at,
                 finished_at=started_at + timedelta(seconds=3), seconds="{}", version="9.8.7")  # fmt: skip
        numbers = dict.fromkeys(("documents", "new", "changed", "repeats", "rejected"), 0)
        self.add("batches", batch_id=run_id, run_id=run_id, loaded_at=started_at, **numbers | counts)

    def article(
        self, article_id: str, story_id: str = "s1", *, seen_at: datetime = RUN, **fields: object
    ) -> None:
        self.count += 1
        row: dict[str, object] = {
            "seq": self.count, "article_id": article_id, "version": 1, "uri": f"file:///{article_id}",
            "source": "files", "title": f"Title of {article_id}", "text": TEXT, "words": 21, "content_hash": "h",
            "document_hash": "d", "batch_id": RUN_ID if seen_at == RUN else "earlier", "valid_from": seen_at,
        }  # fmt: skip
        evidence = fields.pop("evidence", {})
        similarity = fields.pop("similarity", 0.0)
        self.add("article_versions", **row | {"seen_at": seen_at} | fields)
        self.add("memberships", article_id=article_id, story_id=story_id, similarity=similarity,
                 reason="joined" if similarity else "opened", evidence=json.dumps(evidence), valid_from=seen_at)  # fmt: skip

    def copied(self, article_id: str, origin_id: str, kind: str = "near", share: float = 0.92) -> None:
        self.add("copy_log", article_id=article_id, origin_id=origin_id, kind=kind, share=share,
                 evidence="{}", valid_from=RUN)  # fmt: skip

    def topic(self, topic: str, title: str, query: str = "strike") -> None:
        self.add("topic_versions", topic=topic, version="v", title=title, query=query, valid_from=RUN)

    def matched(self, article_id: str, topic: str, words: str = "strike", clause: str = "strike*") -> None:
        self.add("topic_match_log", article_id=article_id, topic=topic, version="v", score=1.0,
                 evidence=json.dumps([place(words, clause)]), valid_from=RUN)  # fmt: skip

    def quoted(self, article_id: str, quote: str, speaker: str | None = None) -> None:
        self.add("quote_log", article_id=article_id, speaker=speaker, quote=quote, start_at=0, end_at=9,
                 valid_from=RUN)  # fmt: skip

    def alert(self, alert_id: str, article_id: str, story_id: str = "s1", *, raised_at: datetime = RUN,
              **evidence: object) -> None:  # fmt: skip
        matches = [{"topic": "strikes", "version": "v", "article_id": article_id, "score": 1.0,
                    "evidence": [place("strike", "strike*")]}]  # fmt: skip
        facts = {
            "title": "Ports on strike",
            "reports": 1,
            "min_reports": 1,
            "articles": 1,
            "matches": matches,
        }
        self.add("alert_log", alert_id=alert_id, rule="ports", story_id=story_id, article_id=article_id,
                 reason="matched", evidence=json.dumps(facts | evidence), raised_at=raised_at)  # fmt: skip

    def delivered(self, alert_id: str, channel: str, outcome: str) -> None:
        self.add("outbox", alert_id=alert_id, channel=channel, key=f"{alert_id}{channel}", queued_at=RUN)
        self.add("delivery_log", alert_id=alert_id, channel=channel, key=f"{alert_id}{channel}", attempt=1,
                 outcome=outcome, attempted_at=RUN)  # fmt: skip

    def polled(self, source: str, status: str, *, polled_at: datetime = RUN, **fields: object) -> None:
        row = {
            "kind": "feed",
            "documents": 0,
            "rejected": 0,
            "entries": 0,
            "known": 0,
            "gap": False,
            "bytes": 0,
        }
        self.add("polls", source=source, status=status, polled_at=polled_at, batch_id="b", **row | fields)

    def rejected(self, number: int, reason: str = "encoding", **fields: object) -> None:
        row = {
            "uri": f"file:///bad-{number}.txt",
            "source": "files",
            "stage": "extract",
            "detail": "bytes, no text",
        }
        self.add(
            "rejection_log",
            rejection_id=str(number),
            reason=reason,
            **{"seen_at": RUN, "batch_id": RUN_ID} | row | fields,
        )

    def page(self, run_id: str | None = None) -> str:
        return render(self.con, run_id=run_id, now=NOW)


def place(words: str, clause: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"clause": clause, "field": "text", "start": start, "end": start + len(words), "words": words}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_loader(":memory:")
    yield con
    con.close()


@pytest.fixture
def desk(con: duckdb.DuckDBPyConnection) -> Iterator[Warehouse]:
    """An empty warehouse; the schema is made once, as it takes longer than most cases."""
    con.execute("BEGIN")
    yield Warehouse(con)
    con.execute("ROLLBACK")


BLOCKS = {"p", "li", "div", "h1", "h2", "h3", "dt", "dd", "td", "th", "br", "summary", "svg"}
VOID = {"meta", "link", "br", "path", "rect"}


class Page(HTMLParser):
    """What a browser would see: balanced tags, attributes, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words.append(" " if tag in BLOCKS else "")
        if tag not in VOID:
            self.open.append(tag)
        if attrs and dict(attrs).get("class") == "sql":
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)
        if self.open and self.open[-1] == "code" and self.tags[-1][1].get("class") == "sql":
            self.code[-1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def part(page: str, name: str) -> str:
    """The text of one section of the page."""
    start = page.index(f'<section id="{name}"')
    return Page(page[start : page.index("</section>", start) + len("</section>")]).text


def story_text(page: str, story_id: str) -> str:
    start = page.index(f'id="story-{story_id}"')
    return Page(page[page.rindex("<article", 0, start) : page.index("</article>", start) + 10]).text


def fill(desk: Warehouse) -> None:
    """A bit of everything, much of it hostile."""
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202egnp.exe\u2067\x1b[31m"
    desk.topic("strikes", evil)
    desk.article(
        "a1",
        title=evil + "A" * 10_000,
        outlet=evil,
        source=evil,
        language='en"><script>',
        url="javascript:alert(1)",
    )
    desk.article("a2", title="إضراب في الميناء", language="ar", url='https://news.example/?a=1&b="><script>alert(1)</script>',
                 similarity=0.7, evidence={"nearest": "a1", evil: [evil, {evil: evil}]})  # fmt: skip
    desk.article("a3", title=None, url="https://news.example/3?a=1&b=2", similarity=0.5)
    desk.article("a4", "s2", title=None, text=evil, url="data:text/html,<script>alert(1)</script>")
    desk.copied("a3", "a2")
    desk.matched("a1", "strikes", clause=evil)
    desk.quoted("a1", f"We shall not go back to work {evil}", evil)
    desk.alert("x1", "a1", title=evil)
    desk.delivered("x1", evil, "sent")
    desk.polled(evil, "failed", error=evil)
    desk.rejected(1, uri=evil, detail=evil, source=evil)
    desk.run(documents=5, new=4, rejected=1)


def test_the_page_is_sound_html_that_asks_the_network_for_nothing(desk: Warehouse) -> None:
    fill(desk)
    page = desk.page()
    seen = Page(page)
    assert seen.open == []
    assert [tag for tag, _ in seen.tags if tag in {"script", "img", "iframe", "object", "form", "base"}] == []
    assert [link["href"] for link in seen.all("link")] == ["data:,"]
    assert all(not key.startswith("on") for _, attributes in seen.tags for key in attributes)
    assert not re.search(r"@import|url\(", page)
    policy = next(
        meta["content"] for meta in seen.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_what_comes_from_outside_stays_text(desk: Warehouse) -> None:
    fill(desk)
    page = desk.page()
    seen = Page(page)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", page)
    assert "A" * 300 not in page
    links = {str(link["href"]) for link in seen.all("a") if not str(link["href"]).startswith("#")}
    assert links == {"https://news.example/3?a=1&b=2"}
    assert "<script>alert(1)</script>" in seen.text
    languages = {str(attributes["lang"]) for _, attributes in seen.tags if "lang" in attributes}
    assert languages == {"en", "ar"}


def test_a_story_names_the_media_topics_that_most_of_it_is_about(desk: Warehouse) -> None:
    for article_id, scores in (
        ("a1", {"labour": 3.0, "weather": 0.9}),
        ("a2", {"labour": 2.0, "<i>sport": 4.0}),
    ):
        desk.article(article_id)
        for name, score in scores.items():
            desk.add("media_topic_log", article_id=article_id, code=name, name=name, top=name, score=score, evidence="[]",
                     version="v", valid_from=RUN)  # fmt: skip
    desk.add("media_topic_log", article_id="a1", code="x", name="unions", top="labour", score=3.0, evidence="[]",
             version="v", valid_from=RUN)  # fmt: skip
    said = story_text(desk.page(), "s1")
    assert said.index("labour") < said.index("<i>sport")
    assert "weather" not in said
    assert "unions" not in said


def test_anchors_lead_somewhere(desk: Warehouse) -> None:
    fill(desk)
    seen = Page(desk.page())
    ids = [str(attributes["id"]) for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in seen.all("a") if str(a["href"]).startswith("#")} <= set(ids)


def test_the_same_warehouse_makes_the_same_page(desk: Warehouse) -> None:
    fill(desk)
    assert desk.page() == desk.page()


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param({}, "Nothing new: no document came in.", id="nothing came"),
        pytest.param(
            {"documents": 2, "repeats": 2}, "Nothing new: of 2 documents, 2 known already.", id="repeats"
        ),
        pytest.param(
            {"documents": 3, "repeats": 2, "rejected": 1},
            "Nothing new: of 3 documents, 2 known already and 1 rejected.",
            id="repeats and rejections",
        ),
        pytest.param(
            {"documents": 1, "new": 1, "changed": 1}, "No new article. 1 article changed.", id="changed"
        ),
    ],
)
def test_a_run_without_news_says_so(desk: Warehouse, counts: dict[str, int], said: str) -> None:
    desk.article("a1", seen_at=RUN - timedelta(days=1))
    desk.run(RUN_ID, RUN, **counts)
    assert said in Page(desk.page()).text


def test_a_run_is_told_in_numbers_that_add_up(desk: Warehouse) -> None:
    desk.article("a1")
    desk.article("a2", similarity=0.6)
    desk.article("a3", "s2")
    desk.article("a4", "s2", similarity=0.9)
    desk.copied("a4", "a3")
    desk.run(documents=9, new=4, repeats=3, rejected=2)
    text = Page(desk.page()).text
    assert "4 new articles, 3 independent reports among them, in 2 stories, all of them new." in text
    assert "documents 9 new 4 known before 3 rejected 2 stories 2 independent reports 3 alerts 0" in text


def test_an_empty_warehouse_is_a_page_too(desk: Warehouse) -> None:
    text = Page(desk.page()).text
    for sentence in ("No run has been recorded yet.", "No story yet.", "No rule has spoken yet.",
                     "No topic is declared.", "No source has been read yet.", "No document has been refused."):  # fmt: skip
        assert sentence in text


def test_what_is_new_is_marked(desk: Warehouse) -> None:
    yesterday = RUN - timedelta(days=1)
    desk.article("old", "s-old", seen_at=yesterday)
    desk.article("g1", "s-grown", seen_at=yesterday)
    desk.article("g2", "s-grown", similarity=0.5)
    desk.article("n1", "s-new")
    desk.run("earlier", yesterday)
    desk.run()
    page = desk.page()
    assert "New 1 report" in story_text(page, "s-new")
    assert "1 new 2 reports, both independent" in story_text(page, "s-grown")
    assert not re.search(r"\bnew\b", story_text(page, "s-old").lower())


def test_the_news_of_an_earlier_run_ends_with_the_next(desk: Warehouse) -> None:
    yesterday = RUN - timedelta(days=1)
    desk.article("old", "s-old", seen_at=yesterday)
    desk.article("late", "s-late")
    desk.run("earlier", yesterday)
    desk.run()
    page = desk.page("earlier")
    assert "New 1 report" in story_text(page, "s-old")
    assert "New" not in story_text(page, "s-late")


def test_what_a_run_loaded_is_its_news_whenever_it_was_fetched(desk: Warehouse) -> None:
    """An interrupted run leaves what it fetched, and the next one loads it."""
    yesterday = RUN - timedelta(days=1)
    desk.article("before", "s-old", seen_at=yesterday)
    desk.article("left", "s-left", seen_at=yesterday, batch_id=RUN_ID)
    desk.article("joined", "s-old", seen_at=yesterday, batch_id=RUN_ID)
    desk.add("article_versions", seq=1, article_id="before", version=2, uri="u", source="files", title="Corrected", text=TEXT,
             words=9, content_hash="h2", document_hash="d2", seen_at=yesterday, batch_id=RUN_ID, valid_from=RUN)  # fmt: skip
    desk.con.execute(
        "UPDATE article_versions SET valid_to = ? WHERE article_id = 'before' AND version = 1", [RUN]
    )
    desk.rejected(1, seen_at=yesterday, uri="left.txt")
    desk.rejected(2, seen_at=yesterday, batch_id="earlier", uri="before.txt")
    desk.run("earlier", yesterday)
    desk.run(documents=4, new=3, changed=1, rejected=1)
    page = desk.page()
    assert (
        "2 new articles, all independent reports, in 2 stories, 1 of them new. 1 article changed."
        in Page(page).text
    )
    assert "New 1 report" in story_text(page, "s-left")
    assert "1 new 2 reports" in story_text(page, "s-old")
    assert "Changed Corrected" in story_text(page, "s-old")
    assert "left.txt New" in part(page, "rejections")
    assert "before.txt New" not in part(page, "rejections")
    told = run_summary(desk.con, RUN_ID, 1)
    assert (told.news.articles, told.news.stories, told.copies) == (2, 2, 0)
    assert [story["story_id"] for story in told.stories] == ["s-old"]
    assert [row["uri"] for row in told.rejections] == ["left.txt"]


def test_a_changed_article_is_marked(desk: Warehouse) -> None:
    yesterday = RUN - timedelta(days=1)
    desk.article("a1", seen_at=yesterday, valid_to=RUN)
    desk.add("article_versions", seq=1, article_id="a1", version=2, uri="u", source="files", title="Corrected", text=TEXT,
             words=9, content_hash="h2", document_hash="d2", seen_at=RUN, batch_id=RUN_ID, valid_from=RUN)  # fmt: skip
    desk.article("a2", seen_at=yesterday, similarity=0.5)
    desk.run(documents=1, new=1, changed=1)
    text = story_text(desk.page(), "s1")
    assert "Changed Corrected" in text
    assert text.count("Changed") == 1


def test_stories_with_the_newest_activity_come_first(desk: Warehouse) -> None:
    for hours, story_id in ((30, "s-old"), (1, "s-new"), (4, "s-middle")):
        desk.article(story_id + "-a", story_id, seen_at=RUN - timedelta(hours=hours))
    page = desk.page()
    places = [page.index(f'id="story-{name}"') for name in ("s-new", "s-middle", "s-old")]
    assert places == sorted(places)
    assert part(page, "stories").index("Tuesday, 10 March 2026") < part(page, "stories").index(
        "Monday, 9 March 2026"
    )


def test_a_time_of_publication_that_is_not_known_is_not_invented(desk: Warehouse) -> None:
    desk.article("a1", outlet="Bay Post", published_at=RUN - timedelta(hours=7, minutes=25))
    desk.article("a2", outlet="Tidings", similarity=0.5)
    text = story_text(desk.page(), "s1")
    assert "10 Mar 00:00 Bay Post" in text
    assert "first seen 10 Mar 07:25 Tidings" in text
    assert "unknown" not in text


def test_a_story_without_any_time_says_it_once(desk: Warehouse) -> None:
    desk.article("a1")
    desk.article("a2", similarity=0.5)
    text = story_text(desk.page(), "s1")
    assert text.count("times of publication unknown") == 1
    assert text.count("outlet unknown (source: files)") == 2


def test_the_line_of_time_is_in_order_and_shows_its_ends(desk: Warehouse) -> None:
    for hour in range(8):
        desk.article(
            f"a{hour}", outlet=f"Outlet {hour}", published_at=RUN - timedelta(hours=20 - hour), similarity=0.5
        )
    page = desk.page()
    text = story_text(page, "s1")
    places = [text.index(f"Outlet {hour} Title") for hour in range(8)]
    assert places == sorted(places)
    assert text.index("Outlet 0 Title") < text.index("5 reports between") < text.index("Outlet 1 Title")


def test_copies_stand_under_their_origin(desk: Warehouse) -> None:
    desk.article("a1", outlet="Bay Post", title="Strike begins")
    desk.article("a2", outlet="Tidings", title="Dockers out", similarity=0.9)
    desk.article("a3", outlet="Echo", title="Out", similarity=0.9)
    desk.article("a4", outlet="Courier", title="Own words", similarity=0.9)
    desk.copied("a2", "a1", share=0.924)
    desk.copied("a3", "a1", kind="exact", share=1.0)
    desk.copied("a4", "a1", kind="partial", share=0.31)
    text = story_text(desk.page(), "s1")
    assert "4 articles, 2 independent reports, 4 outlets" in text
    assert "2 copies" in text
    assert "Dockers out copy, 92 %" in text
    assert "Out exact copy" in text
    assert "Own words shares 31 % of its text with Bay Post, “Strike begins”" in text


def test_a_copy_whose_origin_stands_elsewhere_names_it(desk: Warehouse) -> None:
    desk.article("a1", "s0", outlet="Bay Post", title="Strike begins")
    desk.article("a2", title="Dockers out")
    desk.article("a3", similarity=0.5)
    desk.copied("a2", "a1")
    assert "Dockers out copy of Bay Post, “Strike begins”, 92 %" in story_text(desk.page(), "s1")


def test_a_text_without_a_title_shows_its_first_words(desk: Warehouse) -> None:
    desk.article("a1", title=None)
    page = desk.page()
    assert '<span class="untitled">' in page or '<bdi class="untitled">' in page
    text = story_text(page, "s1")
    assert text.startswith(
        "The port was closed on Monday. Dockers at the port began a strike over pay. Nobody knew…"
    )
    assert "…how long it would last." in text


def test_grouping_is_explained_with_whatever_evidence_there_is(desk: Warehouse) -> None:
    desk.article("a1", outlet="Bay Post", title="Strike begins")
    desk.article("a2", similarity=0.5, evidence={"parts": {"names": 5.5912, "lead": -0.0}, "nearest": "a1",
                 "terms": ["docker", "pay"], "same_day": True, "runner_up": None, "story": "s2"})  # fmt: skip
    desk.article("a3", "s2", title="Another matter")
    text = story_text(desk.page(), "s1")
    assert (
        "decision joined the story; nearest Bay Post, “Strike begins”; terms docker, pay; story “Another matter”; "
        "same day yes; parts names 5.59, lead 0"
    ) in text


def test_a_topic_is_shown_with_its_clause_and_words(desk: Warehouse) -> None:
    desk.topic("strikes", "Strikes at ports")
    desk.article("a1")
    desk.matched("a1", "strikes", clause="strike* NEAR/5 port")
    text = story_text(desk.page(), "s1")
    assert "Topic Strikes at ports strike in 1 article, by strike* NEAR/5 port" in text


def test_quotes_are_speech_said_once_and_at_most_one_a_report(desk: Warehouse) -> None:
    desk.article("a1", outlet="Bay Post")
    desk.article("a2", similarity=0.5)
    desk.quoted("a1", "We shall not go back to work before they pay", "Ana Costa")
    desk.quoted("a2", "not go back to work before they pay", "Ana Costa")
    desk.quoted("a1", "so-called")
    desk.quoted("a2", "The river has not stood this high for a hundred years")
    desk.quoted("a2", "Nobody was hurt when the crane fell into the basin")
    page = desk.page()
    text = story_text(page, "s1")
    assert page.count('<blockquote class="quote">') == 2
    assert "“We shall not go back to work before they pay” Ana Costa, Bay Post" in text
    assert "so-called" not in text


def test_an_alert_shows_its_words_in_their_sentence(desk: Warehouse) -> None:
    desk.topic("strikes", "Strikes at ports")
    desk.article("a1", outlet="Bay Post")
    desk.alert("x1", "a1")
    desk.delivered("x1", "desk", "sent")
    desk.run()
    page = desk.page()
    assert "Dockers at the port began a <mark>strike</mark> over pay." in page
    text = part(page, "alerts")
    assert "New Ports on strike Title of a1 1 report · 10 Mar 07:25 · sent to desk" in text
    assert "Bay Post · Strikes at ports: strike*" in text


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("sent", "sent to desk"), ("failed", "waiting to be sent to desk"), ("dead", "not delivered, given up: desk"),
     ("held", "held back: its story merged into one already told")],
)  # fmt: skip
def test_an_alert_says_what_became_of_it(desk: Warehouse, outcome: str, told: str) -> None:
    desk.article("a1")
    desk.alert("x1", "a1")
    desk.delivered("x1", "desk", outcome)
    assert told in part(desk.page(), "alerts")


def test_an_alert_says_which_channels_have_it_and_which_wait(desk: Warehouse) -> None:
    desk.article("a1")
    desk.alert("x1", "a1")
    for channel, outcome in (("desk", "sent"), ("hook", "failed"), ("log", "sent"), ("mail", "dead")):
        desk.delivered("x1", channel, outcome)
    told = "sent to desk and log; waiting to be sent to hook; not delivered, given up: mail"
    assert told in part(desk.page(), "alerts")


def test_an_alert_follows_its_article_into_the_story_that_absorbed_its_own(desk: Warehouse) -> None:
    desk.article("a1", "s-survivor", title="One story now")
    desk.alert("x1", "a1", "s-absorbed")
    page = desk.page()
    assert '<a href="#story-s-survivor">One story now</a>' in page


def test_rules_that_kept_silent_are_counted(desk: Warehouse) -> None:
    desk.run()
    for reason in ("copy", "copy", "already_alerted"):
        desk.add(
            "suppression_log",
            rule="ports",
            story_id="s1",
            article_id="a1",
            reason=reason,
            evidence="{}",
            held_at=RUN,
        )
    assert "Held back in this run: 1 already told and 2 only a copy." in part(desk.page(), "alerts")


def test_sources_that_need_a_look_come_first_and_say_why_in_words(desk: Warehouse) -> None:
    for days in range(1, 36):
        for source in ("a-steady", "b-quiet"):
            documents = 0 if source == "b-quiet" and days < 8 else 3
            desk.polled(source, "ok", polled_at=RUN - timedelta(days=days), documents=documents)
    desk.polled("a-steady", "unchanged")
    desk.polled("c-broken", "ok", polled_at=RUN - timedelta(days=2), gap=True)
    desk.polled("c-broken", "failed", error="timed out")
    desk.polled("d-never", "failed", error="404 Not Found")
    desk.run()
    page = desk.page()
    text = part(page, "sources")
    order = [text.index(source) for source in ("c-broken", "d-never", "b-quiet", "a-steady")]
    assert order == sorted(order)
    for words in ("failed; no success since 8 Mar 07:25", "failed; never read yet", "read 10 Mar 07:25 : timed out",
                  "quiet: far below its own habit", "ok, nothing new", "entries were probably missed 1 time"):  # fmt: skip
        assert words.replace(" :", ":") in text.replace(" :", ":")
    assert "2 sources failing 1 source quieter than usual" in Page(page).text
    desk.polled("d-never", "gone", polled_at=RUN + timedelta(seconds=1))
    assert "1 source failing 1 source gone for good 1 source quieter" in Page(desk.page()).text
    sync_declared(desk.con, ["a-steady"])
    page = desk.page()
    assert "no longer declared" in part(page, "sources")
    assert "gone for good" not in Page(page).text


def test_rejections_are_grouped_by_reason_with_examples(desk: Warehouse) -> None:
    for number in range(7):
        desk.rejected(number)
    desk.rejected(
        8, "malformed", uri="file:///feed.jsonl", line=12, detail="expected an object, found a list"
    )
    desk.run(documents=8, rejected=8)
    text = part(desk.page(), "rejections")
    assert "7 in no encoding that could be told encoding file:///bad-0.txt" in text
    assert (
        "1 not the format it should be malformed file:///feed.jsonl, line 12 New expected an object, found a list"
        in text
    )
    assert "file:///bad-5.txt" not in text
    assert "2 more:" in text


def test_what_is_left_out_is_counted_and_can_be_asked_for(desk: Warehouse) -> None:
    rows = []
    for number in range(103):
        rows += [(f"s{number}", f"s{number}-a")]
    rows += [("s0", f"more-{number}") for number in range(40)]
    for story_id, article_id in rows:
        desk.article(article_id, story_id, seen_at=RUN if story_id == "s0" else RUN - timedelta(hours=1))
    for number in range(70):
        desk.alert(f"x{number}", "s0-a", "s0")
        desk.rejected(number)
    desk.run()
    page = desk.page()
    assert "11 more articles:" in story_text(page, "s0")
    assert "3 more stories:" in part(page, "stories")
    assert "20 more alerts:" in part(page, "alerts")
    assert "65 more:" in part(page, "rejections")
    queries = [
        code.removeprefix('wirewatch sql "').removesuffix('"') for code in Page(page).code if " sql " in code
    ]
    assert len(queries) >= 5
    for query in queries:
        assert desk.con.execute(query).fetchall() is not None


def test_topics_are_drawn_by_day_and_told_in_a_table(desk: Warehouse) -> None:
    for topic, title in (("strikes", "Strikes"), ("floods", "Floods"), ("none", "Never seen")):
        desk.topic(topic, title)
    desk.article("a1", published_at=datetime(2026, 3, 8, 23, 59, tzinfo=UTC))
    desk.article("a2", published_at=datetime(2026, 3, 8, 1, tzinfo=UTC), similarity=0.9)
    desk.article("a3", similarity=0.9)
    desk.copied("a2", "a1")
    for article_id in ("a1", "a2", "a3"):
        desk.matched(article_id, "strikes")
    desk.matched("a3", "floods")
    desk.matched("a3", "gone")
    page = desk.page()
    text = part(page, "topics")
    assert "8 Mar: 2 articles, 1 independent report" in text
    assert "Strikes 3 2 8 Mar: 2, 10 Mar: 1" in text
    assert "gone (no longer declared) 1 1 10 Mar: 1" in text
    assert "No article in these days: Never seen." in text
    assert page.count("<svg") == 3


def test_a_page_is_written_whole_and_beside(tmp_path: Path) -> None:
    published, target = tmp_path / "news.duckdb", tmp_path / "report.html"
    desk = Warehouse(open_loader(published))
    desk.article("a1")
    desk.run()
    desk.con.close()
    target.write_text("yesterday's page")
    write_report(published, target, run_id=RUN_ID, now=NOW)
    page = target.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>")
    assert "Title of a1" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.duckdb", "report.html"]


def test_without_a_warehouse_or_the_run_the_old_page_stays(tmp_path: Path) -> None:
    published, target = tmp_path / "news.duckdb", tmp_path / "report.html"
    target.write_text("yesterday's page")
    with pytest.raises(WarehouseError, match="no warehouse"):
        write_report(published, target, run_id=None, now=NOW)
    open_loader(published).close()
    with pytest.raises(WarehouseError, match="no run nonesuch"):
        write_report(published, target, run_id="nonesuch", now=NOW)
    assert target.read_text() == "yesterday's page"


def test_what_is_counted_in_the_tables_is_what_the_public_views_hold(desk: Warehouse) -> None:
    """Lists are chosen from the tables, as the views cost more with every article; whoever asks the views finds the same."""
    fill(desk)
    for number in range(30):
        seen_at = RUN - timedelta(minutes=number // 7)
        desk.article(
            f"b{number}", f"t{number // 2 % 6}", seen_at=seen_at, valid_to=RUN if number == 8 else None
        )
    desk.copied("b2", "b1")
    desk.copied("b13", "b1", kind="partial")
    desk.matched("b3", "strikes")
    desk.con.execute("UPDATE memberships SET valid_to = valid_from WHERE article_id = 'b20'")
    counts = """SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM stories) AS stories,
        (SELECT count(*) FROM articles WHERE origin_id IS NOT NULL) AS copies, (SELECT count(*) FROM alerts) AS alerts"""
    assert [totals(desk.con)] == rows(desk.con, counts)
    order = "ORDER BY last_seen_at DESC, origins DESC, articles DESC, story_id"
    newest = rows(desk.con, f"SELECT * FROM stories {order}")
    assert stories_by_id(desk.con, newest_ids(desk.con, 100)) == newest
    assert newest_ids(desk.con, 3) == [story["story_id"] for story in newest[:3]]
    of_topic = f"SELECT story_id FROM stories WHERE story_id IN (SELECT story_id FROM topic_matches WHERE topic = 'strikes') {order}"
    assert [{"story_id": one} for one in newest_ids(desk.con, 100, "strikes")] == rows(desk.con, of_topic)


def test_a_quote_is_counted_in_all_articles_that_carry_it_as_the_view_counts_it(desk: Warehouse) -> None:
    said = "We shall not go back to work before they pay"
    for number, (outlet, quote) in enumerate(
        (("Echo", said.replace(" before", ", before")), ("Bay Post", said), ("Echo", said))
    ):
        desk.article(f"a{number}", f"s{number % 2}", outlet=outlet)
        desk.quoted(f"a{number}", quote, "Ana Costa")
    (quote,) = shown_stories(desk.con, None)[0].quotes
    assert [{"outlet": quote.outlet, "variants": quote.variants}] == rows(
        desk.con, "SELECT DISTINCT first_outlet AS outlet, variants FROM quotes"
    )


def test_ids_are_quoted(desk: Warehouse) -> None:
    desk.article("a1", "it's")
    assert [story["story_id"] for story in stories_by_id(desk.con, ["it's", "none", "it's"])] == ["it's"]
    assert stories_by_id(desk.con, []) == []
