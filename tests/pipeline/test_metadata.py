import json
from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement, fromstring

from pipeline.metadata import Metadata, read

SEEN = datetime(2024, 3, 10, 12, tzinfo=UTC)
URL = "https://www.ellerypost.example/news/ferry?utm_source=x"


def page(head: str = "", body: str = "") -> HtmlElement:
    return fromstring(
        f'<html lang="en-GB"><head>{head}</head><body>{body}<p>The ferry stays.</p></body></html>'
    )


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **values})}</script>'


def said(head: str = "", body: str = "", url: str | None = URL) -> Metadata:
    return read(page(head, body), url, SEEN)


def test_everything_from_json_ld() -> None:
    found = said(
        ld(
            **{"@type": ["NewsArticle"]},
            headline="Council Keeps Ferry",
            author=[{"@type": "Person", "name": "Jane Doe"}, {"name": "John Smith"}],
            publisher={"name": "The Ellery Post"},
            datePublished="2024-03-02T10:15:00+01:00",
        ),
        "<h1>Council Keeps Ferry</h1>",
    )
    assert found.title == "Council Keeps Ferry"
    assert found.author == "Jane Doe, John Smith"
    assert found.outlet == "The Ellery Post"
    assert (found.published_at, found.published_from) == (datetime(2024, 3, 2, 9, 15, tzinfo=UTC), "json-ld")
    assert found.language == "en-GB"


def test_article_inside_a_graph() -> None:
    graph = [
        {"@type": "WebSite", "name": "x"},
        {"@type": "NewsArticle", "headline": "Council Keeps Ferry", "author": "Jane Doe"},
    ]
    assert said(ld(**{"@graph": graph})).author == "Jane Doe"


def test_meta_tags() -> None:
    found = said(
        '<title>Council Keeps Ferry | The Ellery Post</title><meta property="og:site_name" content="The Ellery Post">'
        '<meta name="author" content="By Jane Doe and John Smith"><meta property="article:published_time" content="2024-03-02">'
        '<link rel="canonical" href="/news/ferry">'
    )
    assert found.title == "Council Keeps Ferry"
    assert found.author == "Jane Doe, John Smith"
    assert found.published_from == "meta"
    assert found.url == "https://www.ellerypost.example/news/ferry"


@pytest.mark.parametrize(
    "name",
    [
        "Staff",
        "The Ellery Post",
        "Ellery Post Staff",
        "admin",
        "https://facebook.example/jane",
        "Digital Desk",
        "jane@ellerypost.example",
    ],
)
def test_newsrooms_and_outlets_are_no_people(name: str) -> None:
    head = f'<meta property="og:site_name" content="The Ellery Post"><meta name="author" content="{name}">'
    assert said(head).author is None


@pytest.mark.parametrize(
    "body",
    [
        '<a rel="author" href="/jane">Jane Doe</a>',
        '<p class="article-byline">By Jane Doe</p>',
        '<span itemprop="author">Jane Doe</span>',
    ],
    ids=["rel", "byline", "microdata"],
)
def test_author_in_the_markup(body: str) -> None:
    assert said(body=body).author == "Jane Doe"


def test_a_box_named_author_without_byline_names_nobody() -> None:
    assert said(body='<div class="author-box">More From Ellery</div>').author is None


def test_published_time_element_and_not_the_updated_one() -> None:
    body = '<time class="updated" datetime="2024-03-05">5 March</time><time class="entry-date published" datetime="2024-03-02">2 March</time>'
    assert said(body=body).published_at == datetime(2024, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "script",
    [
        "{not json",
        "[" * 100_000,
        "null",
        '"text"',
        '{"@type": "NewsArticle", "headline": {"a": 1}, "author": {"name": [1]}, "datePublished": 12, "publisher": []}',
    ],
    ids=["broken", "deep", "null", "string", "wrong types"],
)
def test_hostile_json_ld_is_nothing(script: str) -> None:
    found = said(f'<script type="application/ld+json">{script}</script><title>Council Keeps Ferry</title>')
    assert (found.title, found.author, found.published_at) == ("Council Keeps Ferry", None, None)


@pytest.mark.parametrize("address", ["http://[bad", "javascript:alert(1)", "//[::", ""])
def test_hostile_addresses_are_nothing(address: str) -> None:
    assert said(f'<link rel="canonical" href="{address}">', url=None).url is None


def test_entities_and_unseen_characters_in_titles() -> None:
    assert (
        said("<meta property='og:title' content='Council &amp;amp; Crew Keep\u200b the Fer\u00adry'>").title
        == "Council & Crew Keep the Ferry"
    )
