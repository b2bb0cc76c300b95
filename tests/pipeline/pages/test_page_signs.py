import pytest

from pipeline.pages import page
from pipeline.pages.page_head import parts
from pipeline.pages.page_signs import PageSigns, signs


def seen(body: str = "", head: str = "") -> PageSigns:
    tree = page.parse(
        f"<!doctype html><html><head><title> Night\n ferry </title>{head}</head><body>{body}<p>x</p></body></html>"
    )
    assert tree is not None
    return signs(tree)


def linked_data(data: str) -> PageSigns:
    return seen(head=f'<script type="application/ld+json">{data}</script>')


@pytest.mark.parametrize(
    ("data", "types"),
    [
        ('{"@type": "NewsArticle"}', {"newsarticle"}),
        (
            '{"@graph": [{"@type": "WebPage"}, {"@type": ["ImageGallery", "CreativeWork"]}]}',
            {"webpage", "imagegallery", "creativework"},
        ),
        ('{"@type": "https://schema.org/LiveBlogPosting"}', {"liveblogposting"}),
        ('{"@type": "NewsArticle", "headline": "broken \n" json}', {"newsarticle"}),
    ],
    ids=["one", "graph and list", "address", "broken"],
)
def test_types_of_linked_data(data: str, types: set[str]) -> None:
    assert linked_data(data).types == types


def test_open_graph_type_and_what_is_an_article() -> None:
    assert seen(head='<meta property="og:type" content="Article">').is_article
    assert not seen(head='<meta property="og:type" content="website">').is_article


@pytest.mark.parametrize(
    ("data", "free"),
    [
        ("{}", None),
        ('{"isAccessibleForFree": true}', True),
        ('{"isAccessibleForFree": "False"}', False),
        ('{"isAccessibleForFree": "http://schema.org/False"}', False),
        ('{"isAccessibleForFree": true, "hasPart": {"isAccessibleForFree": false}}', False),
    ],
)
def test_free_to_read(data: str, free: bool | None) -> None:  # noqa: FBT001 - what is expected
    assert linked_data(data).free is free


def test_free_to_read_as_microdata() -> None:
    assert seen(head='<meta itemprop="isAccessibleForFree" content="false">').free is False


@pytest.mark.parametrize(
    ("body", "gated"),
    [
        ("<p>Lead.</p>", 0),
        ('<div class="a paid b">The rest of it.</div>', 15),
        ('<div class="unpaid">No.</div>', 0),
    ],
)
def test_how_much_stands_in_the_part_one_pays_for(body: str, gated: int) -> None:
    head = (
        '<script type="application/ld+json">{"isAccessibleForFree": false, "cssSelector": ".paid"}</script>'
    )
    assert seen(body, head).gated == gated


def test_tier_and_declared_words() -> None:
    found = seen(
        head='<meta name="article:content_tier" content="Locked"><script type="application/ld+json">{"wordCount": "812"}</script>'
    )
    assert (found.tier, found.declared_words, found.gated) == ("locked", 812, None)


def test_text_links_captions_and_headings() -> None:
    found = seen(
        '<h2><a href="/1">One ferry</a></h2><a href="/2"><h3>Two ferries</h3></a><h2>No link</h2>'
        "<figure><figcaption><p>The quay</p></figcaption></figure><script>var a;</script><style>p {}</style>"
        "<noscript>Turn scripts on</noscript>"
    )
    assert found.title == "Night ferry"
    assert found.visible == ("One ferry", "Two ferries", "No link", "The quay", "x")
    assert found.linked == ("One ferry", "Two ferries")
    assert found.captions == ("The quay",)
    assert (found.headings, found.figures, found.scripts, found.noscript) == (2, 1, 1, "Turn scripts on")


@pytest.mark.parametrize(("name", "mark"), [("c-LiveBlog__item", "live"), ("photo-gallery", "gallery")])
def test_marks_by_class(name: str, mark: str) -> None:
    assert seen(f'<div class="{name}">x</div>').marks == {mark}


def test_what_is_asked_for_late_is_there_when_the_text_is_out() -> None:
    html = (
        '<html><body><script>x</script><div class="live-blog"><a href="/1">One ferry</a></div></body></html>'
    )
    tree = page.parse(html)
    assert tree is not None
    found = signs(tree)
    page.body(tree, html, str)
    assert (found.scripts, found.marks, found.linked) == (1, {"live"}, ("One ferry",))


def test_the_tree_is_left_as_it_was() -> None:
    tree = page.parse("<html><body><script>x</script><p>y</p></body></html>")
    assert tree is not None
    assert signs(tree) == signs(tree)


def test_one_walk_serves_those_who_read_the_head_too() -> None:
    tree = page.parse(
        '<html><head><title>One</title><meta property="og:type" content="article"></head><body><svg><title>Icon</title></svg>'
        '<h2><a href="/1">Two</a></h2><figure></figure><noscript>Three</noscript><script type="application/ld+json">{"wordCount": 9}'
        "</script><h3>Four</h3></body></html>"
    )
    assert tree is not None
    found = signs(tree, parts(tree))
    assert found == signs(tree)
    assert (found.title, found.headings, found.figures, found.scripts) == ("One", 1, 1, 1)
    assert (found.declared_words, found.types, found.noscript) == (9, {"article"}, "Three")


def test_all_text_in_one_piece() -> None:
    text = seen("<p>19:42 <b>The ferry</b> leaves</p>").text
    assert " ".join(text.split()).endswith("19:42 The ferry leavesx")
    assert PageSigns().text == ""


@pytest.mark.parametrize(
    "html",
    [
        "<a href=x>12:30</a>" * 50_000,
        "<h2>" * 20_000,
        "<figure><figcaption>x" * 10_000,
        '<script type="application/ld+json">{"@type":"' * 20_000,
    ],
    ids=["links", "headings", "figures", "scripts"],
)
def test_hostile_pages_are_read(html: str) -> None:
    assert seen(html).title == "Night ferry"
