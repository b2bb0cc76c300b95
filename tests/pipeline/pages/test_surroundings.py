import pytest
from lxml.html import HtmlElement, document_fromstring

from pipeline.pages.surroundings import captions, cards, links, marks, posts, within_article, without


def page(inner: str) -> HtmlElement:
    return document_fromstring(f"<html><body>{inner}</body></html>")


def card(number: int, *, tag: str = "div", text: str = "A line about it.") -> str:
    return f'<{tag} class="card c{number}"><h3><a href="/{number}">Story {number}</a></h3><p>{text} {number}</p></{tag}>'


def test_captions_of_pictures() -> None:
    tree = page(
        '<p>Body.</p><figure><img><figcaption>The <b>ferry</b></figcaption></figure><p class="wp-caption-text">A quay</p>'
    )
    assert captions(tree) >= {"theferry", "aquay"}
    assert "body" not in captions(tree)


def test_links_but_no_headings() -> None:
    tree = page('<p>See <a href="/a">the list</a>.</p><h2><a href="/b">A heading</a></h2><a></a>')
    assert links(tree) == {"thelist"}


@pytest.mark.parametrize("tag", ["div", "li", "article", "section"])
def test_three_cards_of_a_kind_are_a_list_of_other_articles(tag: str) -> None:
    found = cards(marks(page("<p>Body.</p>" + "".join(card(number, tag=tag) for number in range(3)))))
    assert found >= {"story0", "story2", "alineaboutit1"}
    assert "body" not in found


@pytest.mark.parametrize(
    "inner",
    [
        card(1) + card(2),
        "".join(card(number, text="It is a long story." * 50) for number in range(4)),
        "".join(f'<div class="part"><h2>Part {number}</h2><p>Text.</p></div>' for number in range(4)),
        "".join(
            f'<div class="part"><h2><a href="#p{number}">Part</a></h2><p>Text.</p></div>'
            for number in range(4)
        ),
        "".join(f'<div class="part"><h2><a href="/top">Part {number}</a></h2></div>' for number in range(4)),
    ],
    ids=["two", "long", "no links", "links within", "one target"],
)
def test_sections_of_an_article_are_no_cards(inner: str) -> None:
    assert cards(marks(page(inner))) == frozenset()


def test_articles_within_an_article_are_others() -> None:
    inner = "<article><p>Mine.</p><article><p>Theirs.</p></article><article><p>Hers.</p></article></article>"
    assert posts(marks(page(inner))) == {"theirs", "hers"}
    assert posts(marks(page("<article><article><p>Mine.</p></article></article>"))) == frozenset()


def test_lines_go_if_enough_is_left() -> None:
    text = "The first line.\n\nThe second."
    assert without(text, frozenset(["thesecond"]), lambda size: size / 2) == "The first line."
    assert without(text, frozenset(["thefirstline"]), lambda size: size / 2) == text
    assert without(text, frozenset(), lambda size: size) == text


def test_deep_and_broken_markup_is_read_in_time() -> None:
    deep = "<div><h2><a href='/x'>" * 3_000
    assert cards(marks(page(deep))) == frozenset()
    assert isinstance(captions(page("<figure>" * 3_000)), frozenset)


@pytest.mark.parametrize(
    "classes",
    ["detail-img__description", "photo-credit", "image_image-widget__x1", "lightbox__desc", "MediaCaption"],
)
def test_captions_by_the_names_of_their_classes(classes: str) -> None:
    tree = page(f'<p>Body.</p><div class="{classes}"><p>A quay at <b>dawn</b></p></div>')
    assert captions(tree) >= {"aquayatdawn"}
    assert "body" not in captions(tree)


@pytest.mark.parametrize("classes", ["image-gallery-article", "imagery", "photo", "media-text"])
def test_no_captions_by_like_names(classes: str) -> None:
    assert captions(page(f'<div class="{classes}"><p>The council met.</p></div>')) == frozenset()


def test_caption_in_a_line_with_its_credit() -> None:
    tree = page('<div class="info"><span class="caption">A quay.</span> <span>Picture: Jane Doe</span></div>')
    assert "aquaypicturejanedoe" in captions(tree)


def test_table_in_a_figure_is_no_caption() -> None:
    tree = page("<figure><table><tr><td>Two boats</td></tr></table><figcaption>Boats</figcaption></figure>")
    assert captions(tree) == {"boats"}


def test_one_card_is_enough_where_it_is_named_so() -> None:
    teaser = '<div class="teaser"><h2><a href="/1">Storm</a></h2><div><p>A line about it.</p></div></div>'
    lead = '<p class="teaser">The council met.</p>'
    assert "alineaboutit" in cards(marks(page(f"<h1>Ferry</h1>{lead}{teaser}")))
    assert "thecouncilmet" not in cards(marks(page(f"<h1>Ferry</h1>{lead}{teaser}")))


def test_what_stands_within_the_one_article() -> None:
    text = "Mine.\n\nTheirs."
    assert within_article(text, marks(page("<article><p>Mine.</p></article><p>Theirs.</p>"))) == "Mine."
    two = page("<article><p>Mine.</p></article><article><p>Theirs.</p></article>")
    assert within_article(text, marks(two)) == ""


def test_an_article_with_a_title_after_a_whole_one_is_another() -> None:
    mine = f"<article><h1>Ferry</h1><p>{'The council met again. ' * 50}</p></article>"
    next_one = "<article><h1>Storm</h1><p>Ships stay in port.</p></article>"
    assert posts(marks(page(f"<main>{mine}<div>{next_one}</div></main>"))) >= {"shipsstayinport", "storm"}
    head = "<article><h1>Ferry</h1><p>A summary.</p></article>"
    assert posts(marks(page(f"<main>{head}{next_one}</main>"))) == frozenset()
    assert posts(marks(page(f"<main>{mine}<article><p>Its end.</p></article></main>"))) == frozenset()


def test_list_of_cards_that_comes_twice() -> None:
    twice = [*range(4), *range(4)]
    assert "story3" in cards(marks(page("<p>Body.</p>" + "".join(map(card, twice)))))
