import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import MAX_SIZE, extract
from pipeline.identity import content_id
from pipeline.records import Article, Document, Reason, Rejection, Stage

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)
BODY = [
    "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years, the mayor said.",
    "Ferry crews had threatened to strike for a week if the council gave in to the harbour company and let the ferry go.",
    "The ferry costs the town some two million a year, most of which comes back through the fish market and the inns.",
]
PLAIN = "Council Keeps the Night Ferry\n\n" + "\n\n".join(BODY)
PAGE = (
    '<!doctype html><html lang="en"><head><title>Council Keeps the Night Ferry | The Ellery Post</title>'
    '<meta property="og:site_name" content="The Ellery Post"><link rel="canonical" href="https://www.ellerypost.example/ferry">'
    '<meta property="article:published_time" content="2024-03-02T10:00:00+01:00"><meta name="author" content="Jane Doe"></head>'
    "<body><nav><a href='/'>Home</a></nav><article><h1>Council Keeps the Night Ferry</h1>"
    + "".join(f"<p>{p}</p>" for p in BODY)
    + "<p>Read more: Crews call off strike</p></article></body></html>"
)


def document(content: bytes | str, **values: Any) -> Document:
    known: dict[str, Any] = {
        "uri": "file:///a.txt",
        "source": "folder",
        "media_type": "text/plain",
        "fetched_at": SEEN,
    }
    return Document(content=content, **(known | values))


def article(content: bytes | str, **values: Any) -> Article:
    found = extract(document(content, **values))
    assert isinstance(found, Article), found
    return found


def rejection(content: bytes | str, **values: Any) -> Rejection:
    found = extract(document(content, **values))
    assert isinstance(found, Rejection), found
    return found


def test_plain_text() -> None:
    found = article(PLAIN.encode())
    assert (found.title, found.text, found.language) == (
        "Council Keeps the Night Ferry",
        "\n\n".join(BODY),
        "en",
    )
    assert (found.uri, found.source, found.seen_at) == ("file:///a.txt", "folder", SEEN)
    assert (found.url, found.outlet, found.author, found.published_at, found.published_from) == (None,) * 5


def test_page() -> None:
    found = article(PAGE, media_type="text/html", uri="https://ellerypost.example/ferry?x=1")
    assert (found.title, found.text) == ("Council Keeps the Night Ferry", "\n\n".join(BODY))
    assert (found.outlet, found.author, found.language) == ("The Ellery Post", "Jane Doe", "en")
    assert (found.published_at, found.published_from) == (datetime(2024, 3, 2, 9, tzinfo=UTC), "opengraph")
    assert found.url == "https://www.ellerypost.example/ferry"


def test_page_in_a_text_file_is_seen_to_be_one() -> None:
    assert article(PAGE.encode("utf-16")).text == "\n\n".join(BODY)


def test_what_the_source_says_wins() -> None:
    said = {
        "title": "Ferry Stays", "outlet": "Wire", "author": "Ann Reeve", "url": "https://wire.example/1",
        "published_at": datetime(2024, 3, 1, tzinfo=UTC), "published_from": "feed",
    }  # fmt: skip
    found = article(PAGE, media_type="text/html", **said)
    assert {name: getattr(found, name) for name in said} == said


def test_headline_only() -> None:
    found = article("", title="Council Keeps the Night Ferry", uri="1")
    assert (found.title, found.text, found.language) == ("Council Keeps the Night Ferry", "", "en")
    assert article(" \n", title="Ferry", media_type="text/html").text == ""


def test_feed_fragment() -> None:
    found = article(
        "<p>The council voted on Monday.</p><p>The ferry stays.</p>",
        media_type="text/html",
        title="Ferry stays",
    )
    assert found.text == "The council voted on Monday.\n\nThe ferry stays."
    assert article("<p>The \ud800ferry stays.</p>", media_type="text/html").text == "The ferry stays."


def test_given_title_is_taken_off_the_text() -> None:
    assert article(PLAIN, title="Council keeps the night ferry").text == "\n\n".join(BODY)


def test_host_names_the_outlet_when_nothing_else_does() -> None:
    assert article(PLAIN, url="https://www.ellerypost.example/ferry").outlet == "ellerypost.example"


def test_date_and_author_in_a_plain_text() -> None:
    text = PLAIN.replace("Ferry\n\n", "Ferry\n\nBy Jane Doe\n2 March 2024\n\n")
    found = article(text)
    assert (found.author, found.published_at, found.published_from) == (
        "Jane Doe",
        datetime(2024, 3, 2, tzinfo=UTC),
        "text",
    )
    assert article(text.replace("2024", "2034")).published_at is None


def test_identity_is_the_url_then_the_uri_then_the_text() -> None:
    by_url = article(PLAIN, url="http://www.ellerypost.example/ferry/?utm_source=x#top")
    assert by_url.article_id == content_id("url", "https://ellerypost.example/ferry")
    assert article(PLAIN, uri="set/1").article_id == content_id("uri", "set/1")
    by_text = article(PLAIN)
    assert by_text.article_id == article(PLAIN.replace("Port", "Port "), uri="file:///other.txt").article_id
    assert by_text.article_id != article(PLAIN.replace("five", "six")).article_id


def test_content_hash_tells_versions() -> None:
    one, other = article(PLAIN, uri="1"), article(PLAIN.replace("five", "six"), uri="1")
    assert one.article_id == other.article_id
    assert one.content_hash != other.content_hash
    assert one.content_hash == content_id(one.title or "", one.text)


@pytest.mark.parametrize(
    ("uri", "wanted"),
    [
        ("file:///saved.html", "https://www.ellerypost.example/ferry"),
        ("https://ellerypost.example/x", "https://www.ellerypost.example/ferry"),
        ("https://evil.example/x", None),
        ("set/1", None),
    ],
)
def test_a_page_names_its_address_only_within_its_host(uri: str, wanted: str | None) -> None:
    assert article(PAGE, media_type="text/html", uri=uri).url == wanted


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b"", "text/plain", Reason.EMPTY),
        (" \n\t ", "text/plain", Reason.EMPTY),
        (b"%PDF-1.7 text", "text/plain", Reason.BINARY),
        (bytes(range(256)) * 9, "text/html", Reason.BINARY),
        (bytes(random.Random(1).choices(range(128, 256), k=400)), "text/plain", Reason.ENCODING),
        (b"a" * (MAX_SIZE + 1), "text/plain", Reason.TOO_LARGE),
        ("a" * 50_000_000, "text/html", Reason.TOO_LARGE),
        ("<html><body></body></html>", "text/html", Reason.NO_TEXT),
        ("<html><body>" + "<div>" * 50_000, "text/html", Reason.NO_TEXT),
        ("Read more\n\nShare this article\n", "text/plain", Reason.NO_TEXT),
        ("quake", "text/plain", Reason.NO_TEXT),
        ("<html><body><h1>Quake</h1><p>Soon.</p></body></html>", "text/html", Reason.NO_TEXT),
        ("<div></div>", "text/html", Reason.NO_TEXT),
    ],
    ids=[
        "empty",
        "space",
        "pdf",
        "all bytes",
        "no encoding",
        "large",
        "very large",
        "empty page",
        "deep page",
        "furniture",
        "one word",
        "two words on a page",
        "empty piece",
    ],
)
def test_refused(content: bytes | str, media_type: str, reason: Reason) -> None:
    found = rejection(content, media_type=media_type)
    assert (found.stage, found.reason, found.uri, found.source, found.seen_at) == (
        Stage.EXTRACT,
        reason,
        "file:///a.txt",
        "folder",
        SEEN,
    )
    assert found.detail


@pytest.mark.parametrize("url", ["http://[bad", "not a url", "http://", "\ud800"])
def test_odd_addresses_are_kept_and_do_no_harm(url: str) -> None:
    assert article(PAGE, media_type="text/html", url=url).url == url


def test_twice_encoded_page_is_repaired() -> None:
    assert (
        "council’s"
        in article(PAGE.replace("The council", "The councilâ€™s men"), media_type="text/html").text
    )


DOCUMENTS = st.builds(
    document,
    st.binary(max_size=200)
    | st.text(max_size=200)
    | st.sampled_from([PAGE, PLAIN]).flatmap(
        lambda whole: st.integers(0, len(whole)).map(lambda cut: whole[cut:])
    ),
    media_type=st.sampled_from(["text/plain", "text/html"]),
    title=st.none() | st.text(max_size=30),
    charset=st.none() | st.sampled_from(["utf-8", "cp1251", "x"]),
    uri=st.sampled_from(["file:///a", "1"]),
)


@settings(max_examples=150)
@given(DOCUMENTS)
def test_any_document_becomes_an_article_or_a_rejection(raw: Document) -> None:
    found = extract(raw)
    assert isinstance(found, Article | Rejection)
    assert not (isinstance(found, Rejection) and found.reason is Reason.FAULT), found
    assert extract(replace(raw, fetched_at=SEEN)) == found


def test_where_the_fields_of_an_article_came_from() -> None:
    found = article(
        PAGE,
        media_type="text/html",
        uri="https://ellerypost.example/ferry?x=1",
        title="COUNCIL KEEPS THE NIGHT FERRY",
        content_from="page",
    )
    assert found.title == "Council Keeps the Night Ferry"
    assert found.published_precision == "minute"
    assert set(found.provenance) >= {"title", "outlet", "author", "published_at", "language", "url"}
    assert found.provenance["published_at"] == found.published_from == "opengraph"
    assert found.provenance["language"] == "text"
    assert article(PLAIN, title="Ferry", language="en").provenance == {"title": "import", "language": "text"}


CONSENT = (
    '<!doctype html><html lang="en"><head><title>Before you continue</title></head><body><div class="cookie-consent">'
    "<h1>We value your privacy</h1><p>We and our partners store and access information on your device, such as cookies, and "
    "process personal data for personalised advertising and content.</p><button>Accept all</button><button>Reject all</button>"
    "</div></body></html>"
)
SCRIPTS = (
    '<!doctype html><html><head><title>App</title></head><body><div id="root"></div><noscript>You need to enable '
    "JavaScript to run this app.</noscript><script>var a = 1;</script></body></html>"
)


def fetched(content: str, **values: Any) -> dict[str, Any]:
    url = "https://post.example/ferry"
    return {
        "content": content,
        "uri": url,
        "url": url,
        "media_type": "text/html",
        "content_from": "page",
    } | values


@pytest.mark.parametrize("page", [CONSENT, SCRIPTS], ids=["consent", "scripts"])
def test_where_the_page_is_no_article_the_feeds_own_words_stand(page: str) -> None:
    verdicts = {CONSENT: "consent", SCRIPTS: "script_only"}
    found = article(**fetched(page, title="Council keeps the ferry", summary=BODY[0]))
    assert (found.text, found.title, found.content_from) == (BODY[0], "Council keeps the ferry", "summary")
    assert found.verdict == verdicts[page]
    headline = article(**fetched(page, title="Council keeps the ferry"))
    assert (headline.text, headline.content_from, headline.verdict) == ("", "title", verdicts[page])


@pytest.mark.parametrize(
    ("page", "why"),
    [(CONSENT, "question for consent"), (SCRIPTS, "without scripts")],
    ids=["consent", "scripts"],
)
def test_a_page_that_is_no_article_is_refused_by_its_kind(page: str, why: str) -> None:
    found = rejection(**fetched(page))
    assert found.reason == Reason.NO_TEXT
    assert why in found.detail


def test_a_walls_words_are_not_the_articles() -> None:
    wall = "Subscribe to continue reading"
    page = PAGE.replace(
        "<p>Read more: Crews call off strike</p>", f'<div class="paywall"><p>{wall}</p></div>'
    )
    page = page.replace(f"<p>{BODY[1]}</p><p>{BODY[2]}</p>", "")
    found = article(**fetched(page))
    assert (found.verdict, found.text) == ("paywalled", BODY[0])


def test_a_good_article_is_complete() -> None:
    assert article(**fetched(PAGE)).verdict == "complete"
    assert article(PLAIN).verdict == "complete"


def test_page_that_shows_its_article_by_scripts_only() -> None:
    data = json.dumps(
        {"headline": "Council Keeps the Night Ferry", "contentHtml": "".join(f"<p>{p}</p>" for p in BODY * 2)}
    )
    html = f"<!doctype html><html><head><title>Council Keeps the Night Ferry</title></head><body><div id='app'></div><script>{data}</script></body></html>"
    assert article(html, media_type="text/html").text.split("\n\n")[:3] == BODY


def test_page_that_shows_a_brief_keeps_it() -> None:
    brief = "<p>The night ferry is late.</p>" * 3
    data = json.dumps({"contentHtml": "<p>Our terms of use.</p>" * 30})
    html = f"<!doctype html><html><head><title>Ferry Late</title></head><body><article><h1>Ferry Late</h1>{brief}</article><script>{data}</script></body></html>"
    assert "late" in article(html, media_type="text/html").text


@pytest.mark.parametrize(
    "hidden",
    [
        "<noscript><div>{0}</div></noscript><script>show()</script>",
        "<noscript><div>{1}</div></noscript><noscript><div>{2}</div></noscript>",
        "<noscript><div></noscript><div>{0}</div>",
    ],
    ids=["one", "parts", "never closed"],
)
def test_page_that_has_its_article_for_readers_without_scripts(hidden: str) -> None:
    paragraphs = [f"<p>{p}</p>" for p in BODY * 2]
    inner = hidden.format("".join(paragraphs), "".join(paragraphs[:3]), "".join(paragraphs[3:]))
    html = f"<!doctype html><html><head><title>Council Keeps the Night Ferry</title></head><body><h1>Council Keeps the Night Ferry</h1>{inner}<p>Written by a reader.</p></body></html>"
    found = article(html, media_type="text/html")
    assert found.text.split("\n\n")[:3] == BODY
    assert found.verdict == "complete"


def test_what_readers_without_scripts_are_told_is_no_article() -> None:
    notice = "<noscript><p>Switch scripts on.</p><p>Then come back.</p></noscript>"
    assert "Switch" not in article(PAGE.replace("<article>", f"{notice}<article>")).text


def test_readings_are_no_part_of_a_title() -> None:
    word = "<ruby>渡船<rt>わたしぶね</rt></ruby>"
    title = f"町議会、夜の{word}を五年間残すことを決める"
    html = f"<!doctype html><html lang='ja'><head></head><body><article><h1>{title}</h1>{'<p>町議会は月曜日、夜の渡船を五年間残すことを決めた、と町長は述べた。</p>' * 6}</article></body></html>"
    assert article(html, media_type="text/html").title == "町議会、夜の渡船を五年間残すことを決める"


def test_letters_that_were_read_as_two_are_one_again() -> None:
    """Of a second letter that is no printed sign nothing would be left in the tree, and the word could not be mended."""
    told = "Święta w Gdańsku: rząd ogłosił, że prom będzie pływał także nocą, a miasto zapłaci za paliwo i załogę."
    paragraphs = "".join(f"<p>{told} {place}.</p>\n" for place in range(4))
    html = f"<!doctype html><html lang='pl'><head><title>Prom</title></head><body><article><h1>Święta</h1>{paragraphs}</article></body></html>"
    assert told in article(html.encode().decode("latin-1"), media_type="text/html").text
