import json
from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement, fromstring

from pipeline.pages.metadata import Metadata, read

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


def test_title_that_is_a_lesser_heading() -> None:
    body = "<h1>Hello, I am Jane</h1><div><h2>The Council Keeps the Ferry</h2><p>by Jane Doe, 2 March 2024</p></div>"
    found = said("<title>The Council Keeps the Ferry | Notes | Port Ellery</title>", body)
    assert (found.title, found.author, found.published_at) == (
        "The Council Keeps the Ferry",
        "Jane Doe",
        datetime(2024, 3, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "link",
    ['href="/"', 'href="https://ellerypost.example"', 'rel="home" href="/index.html"'],
    ids=["path", "host", "rel"],
)
@pytest.mark.parametrize("form", ["<h1><a {}>{}</a></h1>", "<a {}><h1>{}</h1></a>"], ids=["within", "around"])
def test_heading_that_leads_home_is_no_title(link: str, form: str) -> None:
    head = "<title>The Diary of Port Ellery: The Ferry Stays</title>"
    body = form.format(link, "The Diary of Port Ellery") + "<h1>The Ferry Stays</h1>"
    assert said(head, body).title == "The Ferry Stays"


def test_a_date_under_the_name_of_the_site_counts_where_the_title_is_no_heading() -> None:
    found = said(
        "<title>The Ferry Stays</title>", '<h1><a href="/">Notes</a></h1><p>2 March 2024</p><h1>Part one</h1>'
    )
    assert (found.title, found.published_at) == ("The Ferry Stays", datetime(2024, 3, 2, tzinfo=UTC))


def test_heading_that_leads_into_the_page_is_a_title() -> None:
    assert said("", '<h1><a href="#text">The Ferry Stays</a></h1>').title == "The Ferry Stays"
    assert said("", '<h1><a href="/ferry">The Ferry Stays</a></h1>').title == "The Ferry Stays"


def test_authors_in_microdata_that_stand_together() -> None:
    byline = '<p>by <b><span itemprop="author">Jane Doe</span></b> and <b><span itemprop="author">John Smith</span></b></p>'
    card = '<aside><ul><li><h3>Port in fog</h3><div><div><span itemprop="author">Ann Lee</span></div></div></li></ul></aside>'
    body = f"<main><article><header><div><div>{byline}</div></div></header></article>{card}</main>"
    assert said("", body).author == "Jane Doe, John Smith"


@pytest.mark.parametrize("mark", ["dc.", "dc:", "DCTERMS:", "dcterms."])
def test_dublin_core_with_dot_or_colon(mark: str) -> None:
    found = said(
        f'<meta property="{mark}creator" content="Jane Doe"><meta name="{mark}date" content="2024-03-02">'
    )
    assert (found.author, found.published_at) == ("Jane Doe", datetime(2024, 3, 2, tzinfo=UTC))


def test_meta_tags() -> None:
    found = said(
        '<title>Council Keeps Ferry | The Ellery Post</title><meta property="og:site_name" content="The Ellery Post">'
        '<meta name="author" content="By Jane Doe and John Smith"><meta property="article:published_time" content="2024-03-02">'
        '<link rel="canonical" href="/news/ferry">'
    )
    assert found.title == "Council Keeps Ferry"
    assert found.author == "Jane Doe, John Smith"
    assert found.published_from == "opengraph"
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


def test_where_each_field_came_from() -> None:
    found = said(
        ld(
            **{"@type": "NewsArticle"},
            headline="Council Keeps Ferry",
            datePublished="2024-03-02",
            dateModified="2024-03-03T10:00:00Z",
        )
        + '<meta name="author" content="Jane Doe"><meta property="og:site_name" content="The Ellery Post">'
        '<link rel="canonical" href="/news/ferry">',
        "<h1>Council Keeps Ferry</h1>",
    )
    assert found.provenance == {
        "title": "json-ld", "outlet": "opengraph", "author": "meta", "language": "html", "url": "html", "published_at": "json-ld", "updated_at": "json-ld",
    }  # fmt: skip
    assert (found.published_precision, found.updated_at) == ("day", datetime(2024, 3, 3, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("head", "body", "source"),
    [
        ('<meta property="article:published_time" content="2024-03-02">', "", "opengraph"),
        ('<meta name="parsely-pub-date" content="2024-03-02">', "", "meta"),
        ('<meta name="sailthru.date" content="2024-03-02 00:00:00">', "", "meta"),
        ('<meta name="DC.date.issued" content="2024-03-02">', "", "meta"),
        ('<meta name="x-article-published-date" content="2024-03-02">', "", "meta"),
        ('<meta itemprop="datePublished" content="2024-03-02">', "", "microdata"),
        ("", '<span itemprop="datePublished">2 March 2024</span>', "microdata"),
        ("", '<p>Published: <time datetime="2024-03-02">2 March</time></p>', "html"),
        ("", "<h1>Council Keeps Ferry</h1><p>2 March 2024</p>", "text"),
        ("", "<p>2 March 2024</p><h1>Council Keeps Ferry</h1>", "text"),
        ("", "<h1>Council Keeps Ferry</h1><p>Updated 2 March 2024</p>", "text"),
    ],
)
def test_published_in_every_form(head: str, body: str, source: str) -> None:
    found = said(head, body)
    assert (found.published_at, found.published_from, found.updated_at) == (
        datetime(2024, 3, 2, tzinfo=UTC),
        source,
        None,
    )


def test_published_in_the_address() -> None:
    found = said(url="https://ellerypost.example/2024/03/02/ferry")
    assert (found.published_at, found.published_from, found.published_precision) == (
        datetime(2024, 3, 2, tzinfo=UTC),
        "url",
        "day",
    )


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:modified_time" content="2024-03-04">', ""),
        ('<meta itemprop="dateModified" content="2024-03-04">', ""),
        ("", '<p>Updated <time datetime="2024-03-04">4 March</time></p>'),
        ("", "<h1>Council Keeps Ferry</h1><p>Last updated 4 March 2024</p>"),
    ],
    ids=["meta", "microdata", "time", "text"],
)
def test_updated(head: str, body: str) -> None:
    published = '<meta property="article:published_time" content="2024-03-02">'
    assert said(published + head, body).updated_at == datetime(2024, 3, 4, tzinfo=UTC)
    assert said(published.replace("03-02", "03-05") + head, body).updated_at is None


def test_microdata_of_other_articles_is_not_the_page_s() -> None:
    teaser = (
        '<div itemscope itemtype="https://schema.org/Article"><b itemprop="headline">Bridge</b>'
        '<i itemprop="author">John Smith</i><i itemprop="datePublished" content="2024-01-01"></i></div>'
    )
    own = (
        '<article itemscope itemtype="https://schema.org/NewsArticle"><h1>Council Keeps Ferry</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Jane Doe</b> reporter</span>'
        '<i itemprop="datePublished" content="2024-03-02"></i></article>'
    )
    found = said(body=teaser + own + teaser)
    assert (found.author, found.published_at) == ("Jane Doe", datetime(2024, 3, 2, tzinfo=UTC))
    assert said(body=f"<h1>Council Keeps Ferry</h1>{teaser}{teaser}").author is None


def test_the_one_of_several_articles_that_is_the_page() -> None:
    found = said(
        ld(
            **{"@type": "NewsArticle"},
            headline="Bridge Opens",
            author="John Smith",
            datePublished="2024-01-01",
        )
        + ld(
            **{"@type": "NewsArticle"},
            headline="Ferry",
            url="https://www.ellerypost.example/news/ferry",
            author="Jane Doe",
        ),
    )
    assert (found.title, found.author, found.published_at) == ("Ferry", "Jane Doe", None)


def test_author_by_reference() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Council Keeps Ferry", "author": {"@id": "#jane"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]
    assert said(ld(**{"@graph": graph})).author == "Jane Doe"


def test_an_organisation_is_no_author() -> None:
    assert (
        said(ld(**{"@type": "NewsArticle"}, author={"@type": "Organization", "name": "Harbour Watch"})).author
        is None
    )


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('<meta property="og:locale" content="de_DE">', "en-GB"),
        ("", "en-GB"),
    ],
)
def test_language_of_the_page_itself_first(head: str, wanted: str) -> None:
    assert said(head).language == wanted


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('<meta property="og:locale" content="de_DE">', "de_DE"),
        ('<meta http-equiv="Content-Language" content="de">', "de"),
        (ld(**{"@type": "NewsArticle"}, inLanguage="de"), "de"),
        ("", None),
    ],
    ids=["opengraph", "http-equiv", "json-ld", "none"],
)
def test_language_where_the_page_element_has_none(head: str, wanted: str | None) -> None:
    tree = fromstring(f"<html><head><title>x</title>{head}</head><body><p>The ferry stays.</p></body></html>")
    assert read(tree, URL, SEEN).language == wanted


@pytest.mark.parametrize(
    "address", ["https://www.ellerypost.example/", "https://elsewhere.example/news/ferry"]
)
def test_canonical_address_of_another_page_is_refused(address: str) -> None:
    assert said(f'<link rel="canonical" href="{address}">').url is None


def test_a_heading_at_the_end_of_a_trail_gives_way_to_the_headline() -> None:
    body = "<nav><a href='/news'>News</a><h1>Night ferry in Ellery: council decides</h1></nav><h2><b class='kicker'>Ferries</b> Council keeps the night ferry</h2><p>by Jane Doe, 2 March 2024</p>"
    found = said(
        "<meta property='og:title' content='Council keeps the night ferry'><title>Night ferry in Ellery</title>",
        body,
    )
    assert (found.title, found.author) == ("Council keeps the night ferry", "Jane Doe")
    assert "Ferries Council keeps the night ferry" in found.headings
    alone = said(
        "<title>Night ferry in Ellery</title>", "<nav><h1>Night ferry in Ellery: council decides</h1></nav>"
    )
    assert alone.title == "Night ferry in Ellery: council decides"


def test_the_day_of_a_caption_dates_no_article() -> None:
    body = "<h1>Council Keeps Ferry</h1><figure><img><figcaption>The ferry, May 1, 1999</figcaption></figure><p>By Jane Doe</p>"
    found = said(ld(**{"@type": "NewsArticle"}, datePublished="2024-03-02T10:15:00Z"), body)
    assert found.published_at == datetime(2024, 3, 2, 10, 15, tzinfo=UTC)


def test_of_two_days_at_the_title_that_of_the_stated_time_is_the_outlets() -> None:
    body = "<h1>Council Keeps Ferry</h1><p>Heard on our radio on 1 March 2024</p><p>2 March 2024</p>"
    found = said(ld(**{"@type": "NewsArticle"}, datePublished="2024-03-02T10:15:00Z"), body)
    assert str(found.published_on) == "2024-03-02"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Council Keeps Ferry | The Ellery Post | 02.03.2024", "2024-03-02"),
        ("Council Keeps Ferry, The Ellery Post, 2 March 2024", "2024-03-02"),
        ("Council Keeps Ferry on 2 March 2024", None),
        ("Harbour prices - as seen on 2 March 2024", None),
    ],
    ids=["last part", "after a comma", "in the title", "more than a day"],
)
def test_the_day_at_the_end_of_the_windows_title(title: str, wanted: str | None) -> None:
    found = read(
        fromstring(f"<html lang='en'><head><title>{title}</title></head><body><h1>x</h1></body></html>"),
        URL,
        SEEN,
    )
    assert (str(found.published_on) if found.published_from == "html" else None) == wanted


@pytest.mark.parametrize(("tag", "wanted"), [("utf-8", None), ("german", None), ("zh-Hans-CN", "zh-Hans-CN"), ("de_AT", "de_AT")])  # fmt: skip
def test_what_is_no_tag_of_a_language_declares_none(tag: str, wanted: str | None) -> None:
    tree = fromstring(
        f"<html><head><meta name='language' content='{tag}'></head><body><h1>x</h1></body></html>"
    )
    assert read(tree, URL, SEEN).language == wanted
